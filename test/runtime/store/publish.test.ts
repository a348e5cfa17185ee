import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseFullIdent } from "../../../runtime/store/ident.ts";
import { giveBackRelease, publishPackage, reserveRelease } from "../../../runtime/store/publish.ts";
import { temporaryFolder } from "./made-store.ts";

const ident = parseFullIdent("acme/app/1/20240101000000");

function refused(code: string) {
  return expect.objectContaining({ diagnostic: expect.objectContaining({ code }) });
}

/** A package with everything that a copy could lose. */
function finishedPackage(parent: string, text = "a"): string {
  const folder = mkdtempSync(join(parent, "finished-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/app"), text);
  chmodSync(join(folder, "bin/app"), 0o755);
  linkSync(join(folder, "bin/app"), join(folder, "bin/same"));
  symlinkSync("app", join(folder, "bin/link"));
  for (const file of ["FILES", "MANIFEST", "IDENT"]) writeFileSync(join(folder, file), text);
  chmodSync(folder, 0o755);
  utimesSync(join(folder, "bin"), 1000, 1000);
  return folder;
}

/** A folder on another file system than the temporary folder's. */
function folderElsewhere(): string {
  const here = statSync(temporaryFolder()).dev;
  for (const parent of ["/dev/shm", "/var/tmp", process.cwd()]) {
    if (!existsSync(parent) || statSync(parent).dev === here) continue;
    const folder = mkdtempSync(join(parent, "habc-elsewhere-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
  throw new Error("this machine has no second file system");
}

function expectComplete(folder: string): void {
  expect(readdirSync(join(folder, "bin"))).toEqual(["app", "link", "same"]);
  expect(readlinkSync(join(folder, "bin/link"))).toBe("app");
  expect(statSync(join(folder, "bin/app")).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, "bin/app")).ino).toBe(statSync(join(folder, "bin/same")).ino);
  expect(statSync(join(folder, "bin")).mtimeMs).toBe(1_000_000);
  expect(lstatSync(folder).mode & 0o777).toBe(0o755);
}

describe("publishing", () => {
  test("moves a package to a free name", async () => {
    const root = temporaryFolder();
    const store = join(root, "pkgs");
    const folder = finishedPackage(root);
    expect(await publishPackage(folder, { store, ident })).toBe("published");
    expectComplete(join(store, "acme/app/1/20240101000000"));
    expect(existsSync(folder)).toBe(false);
  });

  test("moves a package over the folder that was reserved for it", async () => {
    const root = temporaryFolder();
    const store = join(root, "pkgs");
    const place = await reserveRelease({ store, ident });
    expect(readdirSync(place)).toEqual([]);
    await expect(reserveRelease({ store, ident })).rejects.toThrow(refused("release-exists"));
    await publishPackage(finishedPackage(root), { store, ident });
    expectComplete(place);
    await giveBackRelease({ store, ident });
    expectComplete(place);
  });

  test("leaves a package that was built in its place", async () => {
    const root = temporaryFolder();
    const store = join(root, "pkgs");
    await publishPackage(finishedPackage(root), { store, ident });
    const place = join(store, "acme/app/1/20240101000000");
    expect(await publishPackage(place, { store, ident })).toBe("published");
    expectComplete(place);
  });

  test("gives a reservation back with the folders made for it", async () => {
    const store = temporaryFolder();
    const other = { store, ident: parseFullIdent("acme/app/2/20240101000000") };
    await reserveRelease({ store, ident });
    await reserveRelease(other);
    await giveBackRelease({ store, ident });
    expect(readdirSync(join(store, "acme/app"))).toEqual(["2"]);
    await giveBackRelease(other);
    expect(existsSync(join(store, "acme/app"))).toBe(false);
    await giveBackRelease(other);
  });

  test("never replaces a package, and leaves both as they are", async () => {
    const root = temporaryFolder();
    const store = join(root, "pkgs");
    await publishPackage(finishedPackage(root, "first"), { store, ident });
    const second = finishedPackage(root, "second");
    await expect(publishPackage(second, { store, ident })).rejects.toThrow(
      refused("release-exists"),
    );
    expect(readFileSync(join(store, "acme/app/1/20240101000000/IDENT"), "utf8")).toBe("first");
    expectComplete(second);
    expect(await publishPackage(finishedPackage(root, "first"), { store, ident })).toBe(
      "unchanged",
    );
  });

  test("lets one of several builds win, whole", async () => {
    const root = temporaryFolder();
    const store = join(root, "pkgs");
    const folders = ["a", "b", "c", "d"].map((text) => finishedPackage(root, text));
    const ends = await Promise.allSettled(
      folders.map((folder) => publishPackage(folder, { store, ident })),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const place = join(store, "acme/app/1/20240101000000");
    expectComplete(place);
    const texts = ["IDENT", "FILES", "bin/app"].map((file) =>
      readFileSync(join(place, file), "utf8"),
    );
    expect(new Set(texts).size).toBe(1);
  });

  test("copies across file systems without losing anything", async () => {
    const elsewhere = folderElsewhere();
    const store = join(temporaryFolder(), "pkgs");
    const folder = finishedPackage(elsewhere);
    await reserveRelease({ store, ident });
    expect(await publishPackage(folder, { store, ident })).toBe("published");
    expectComplete(join(store, "acme/app/1/20240101000000"));
    expect(readdirSync(join(store, "acme/app/1"))).toEqual(["20240101000000"]);
    const second = finishedPackage(elsewhere, "second");
    await expect(publishPackage(second, { store, ident })).rejects.toThrow(
      refused("release-exists"),
    );
    expect(readdirSync(join(store, "acme/app/1"))).toEqual(["20240101000000"]);
  });

  test("says why the store cannot be written", async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "pkgs"), "a file");
    const release = { store: join(root, "pkgs"), ident };
    await expect(reserveRelease(release)).rejects.toThrow(refused("results-unwritable"));
    await expect(publishPackage(finishedPackage(root), release)).rejects.toThrow(
      refused("results-unwritable"),
    );
  });
});

test("a build that is killed leaves a whole package or none", async () => {
  const root = temporaryFolder();
  const store = join(root, "pkgs");
  const script = join(root, "publish.mjs");
  const bundled = ["--bundle", "--platform=node", "--format=esm", `--outfile=${script}`];
  const source = `
    import { publishPackage } from "./runtime/store/publish.ts";
    const [folder, store, version] = process.argv.slice(2);
    const ident = { origin: "acme", name: "app", version, release: "20240101000000" };
    process.stdout.write("ready\\n");
    await publishPackage(folder, { store, ident });`;
  execFileSync("node_modules/.bin/esbuild", ["--log-level=error", ...bundled], { input: source });
  for (let version = 0; version < 12; version += 1) {
    const folder = finishedPackage(root);
    const child = spawn(process.execPath, [script, folder, store, String(version)]);
    await new Promise((ready) => child.stdout.once("data", ready));
    const ended = new Promise((end) => child.once("close", end));
    setTimeout(() => child.kill("SIGKILL"), version * 2);
    await ended;
    const place = join(store, "acme/app", String(version), "20240101000000");
    if (existsSync(place)) expectComplete(place);
    else expectComplete(folder);
  }
});
