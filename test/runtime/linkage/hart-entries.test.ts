/** Reading a `.hart` without unpacking it: the same as the folder, and safe with what lies. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readContent } from "../../../runtime/difference/content.ts";
import { folderEntries } from "../../../runtime/package/entries.ts";
import { withHartEntries } from "../../../runtime/package/hart-entries.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-hart-entries-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ident = "acme/tool/1.0/20260101000000";
const inTree = (path: string) => join(folder, "tree/hab/pkgs", ident, path);

/** A header that no key made, before what GNU tar and xz pack. */
function hart(name: string, ...args: readonly string[]): string {
  const tar = ["-cJf", "-", "-C", join(folder, "tree"), ...args];
  const env = { ...process.env, XZ_OPT: "-0" };
  const payload = execFileSync("tar", tar, { maxBuffer: 1 << 28, env });
  const signature = Buffer.alloc(128).toString("base64");
  const header = `HART-1\nacme-20260101000000\nBLAKE2b\n${signature}\n\n`;
  const file = join(folder, name);
  writeFileSync(file, Buffer.concat([Buffer.from(header), payload]));
  return file;
}

const content = (file: string) =>
  withHartEntries(file, (entries) => readContent(entries, { ident }));

beforeAll(() => {
  mkdirSync(inTree("bin"), { recursive: true });
  writeFileSync(inTree("IDENT"), `${ident}\n`);
  writeFileSync(inTree("bin/empty"), "");
  writeFileSync(inTree("bin/short"), "\x7fEL");
  writeFileSync(inTree("bin/text"), `#!/bin/sh\n${ident}\n`.repeat(50_000));
  const library = execFileSync("gcc", ["-print-file-name=libm.so.6"], { encoding: "utf8" });
  copyFileSync(library.trim(), inTree("bin/large"));
  chmodSync(inTree("bin/large"), 0o4755);
  linkSync(inTree("bin/large"), inTree("bin/more"));
  symlinkSync("large", inTree("bin/link"));
  symlinkSync("a".repeat(300), inTree("bin/far"));
});

test("gives what is in the folder it was packed from", async () => {
  const packed = await content(hart("whole.hart", "--sort=name", `hab/pkgs/${ident}`));
  const unpacked = await readContent(folderEntries(inTree("")), { ident });
  expect(new Map([...packed].sort())).toEqual(new Map([...unpacked].sort()));
  expect(packed.get("bin/large")?.binary?.needed).toContain("libc.so.6");
  expect(packed.get("bin/more")).toEqual(packed.get("bin/large"));
});

test("leaves nothing in the folder for temporary files", async () => {
  const own = mkdtempSync(join(folder, "tmp-"));
  vi.stubEnv("TMPDIR", own);
  await content(hart("again.hart", `hab/pkgs/${ident}`));
  await expect(content(join(folder, "none.hart"))).rejects.toThrow("there is no such file");
  expect(readdirSync(own)).toEqual([]);
  vi.stubEnv("TMPDIR", join(folder, "no/such/folder"));
  await expect(content(join(folder, "again.hart"))).rejects.toMatchObject({
    diagnostic: { code: "results-unwritable" },
  });
  vi.unstubAllEnvs();
});

describe("refuses a package", () => {
  test.each([
    ["with a file outside of it", ["--transform=s,bin/text,../../../../../etc/passwd,"], "outside"],
    [
      "with a hard link out of it",
      ["--transform=flags=h;s,bin/large$,../../../x/1/2/3,"],
      "hard link",
    ],
    [
      "that is two",
      [`--transform=s,tool/1.0/\\(.*\\)/bin/text,other/1.0/\\1/text,`],
      "two packages",
    ],
    ["without a package", ["--transform=s,hab/pkgs,usr/lib,"], "outside the package"],
  ])("%s", async (_, options, message) => {
    const file = hart("bad.hart", "-P", "--sort=name", ...options, `hab/pkgs/${ident}`);
    await expect(content(file)).rejects.toMatchObject({
      diagnostic: { code: "hart-invalid", message: expect.stringContaining(message) },
    });
  });

  test("of nothing at all", async () => {
    const file = hart("empty.hart", "--files-from=/dev/null");
    await expect(content(file)).rejects.toThrow("it holds no package");
  });
});
