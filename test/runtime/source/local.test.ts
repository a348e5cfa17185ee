import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { BuildEvent } from "../../../runtime/events.ts";
import { verifyFile } from "../../../runtime/source/verify.ts";
import { download, noise, scratch, sha256 } from "./servers.ts";

test("file:// gives a file that the build sees, and no other", async () => {
  const top = scratch();
  const tree = join(top, "tree");
  const folder = join(top, "cache");
  for (const path of [tree, folder]) mkdirSync(path);
  const bytes = noise(100_000);
  writeFileSync(join(tree, "a b.tar.gz"), bytes);
  writeFileSync(join(top, "key"), "secret");
  symlinkSync(join(top, "key"), join(tree, "link"));
  symlinkSync("a b.tar.gz", join(tree, "fine"));
  const files = {
    host: (path: string) => (path.startsWith("/src/") ? join(tree, path.slice(5)) : undefined),
    within: [join(top, "none"), tree].filter((path) => path === tree),
  };
  const destination = join(folder, "x");
  for (const path of ["a%20b.tar.gz", "fine"]) {
    const got = await download({ url: `file:///src/${path}`, destination }, { files });
    expect(got.told).toBe("");
    expect(readFileSync(destination).equals(bytes)).toBe(true);
  }
  for (const url of [
    "file:///src/link",
    "file:///src/../../key",
    "file:///src/none",
    pathToFileURL(join(top, "key")).href,
    "file:///dev/zero",
    "file://other.host/src/fine",
  ]) {
    const { told } = await download({ url, destination: join(folder, "y") }, { files });
    expect(told).toContain("download-failed");
  }
  const unknown = await download({ url: "file:///etc/passwd", destination: join(folder, "y") });
  expect(unknown.told).toContain("there is no such file that the build may read");
  expect(readdirSync(folder)).toEqual(["x"]);
});

test("verifyFile compares in either case and tells both sums", async () => {
  const folder = scratch();
  const bytes = noise(3_000_000);
  writeFileSync(join(folder, "x"), bytes);
  const said: BuildEvent[] = [];
  const events = (event: BuildEvent) => void said.push(event);
  expect(await verifyFile(join(folder, "x"), sha256(bytes).toUpperCase(), { events })).toBe(true);
  expect(await verifyFile(join(folder, "x"), "ABC", { events, name: "sub/x" })).toBe(false);
  expect(await verifyFile(join(folder, "none"), "ABC", { events })).toBe(false);
  expect(await verifyFile(folder, "ABC", { events, name: "folder" })).toBe(false);
  expect(
    said.map((event) => (event.type === "line" ? `${event.level} ${event.text}` : "")),
  ).toEqual([
    "info Verifying x",
    "info Checksum verified for x",
    "info Verifying sub/x",
    "warn Checksum differs for sub/x:",
    "warn    Expected: abc",
    `warn    Computed: ${sha256(bytes)}`,
    "info Verifying none",
    "warn There is no file none to verify",
    "info Verifying folder",
    "warn There is no file folder to verify",
  ]);
});
