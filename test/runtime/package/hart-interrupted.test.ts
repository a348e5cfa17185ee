/** Full disks, kills and missing programs, in the middle of packing and of unpacking. */
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { verifyHart } from "../../../runtime/package/hart-read.ts";
import { unpackHart } from "../../../runtime/package/hart-unpack.ts";
import { packHart } from "../../../runtime/package/hart-write.ts";
import { refusal } from "../crypto/support.ts";
import { childCommand, ident, listing, namesIn, pack, type Workshop, workshop } from "./support.ts";

const mebibyte = 1024 * 1024;

async function largeWorkshop(): Promise<Workshop> {
  const shop = await workshop();
  for (let part = 0; part < 24; part += 1) {
    writeFileSync(join(shop.tree, `random-${part}`), randomBytes(mebibyte));
  }
  return shop;
}

/** Runs a command where a folder is a file system of its own of this size. */
async function onSmallDisk(folder: string, size: string, command: readonly string[]) {
  mkdirSync(folder);
  const script = `mount -t tmpfs -o size=${size} none "$0" && "$@" && ls -A "$0"`;
  const args = ["--user", "--map-root-user", "--mount", "sh", "-c", script, folder, ...command];
  const { stdout } = await promisify(execFile)("unshare", args);
  return stdout.split("\n").slice(0, -1);
}

/** Waits until something that is being written shows in a folder, and kills the writer. */
async function killWhileWriting(
  [program, ...args]: readonly [string, ...string[]],
  folder: string,
): Promise<string[]> {
  const child = spawn(program, args, { stdio: "ignore" });
  const ended = once(child, "exit");
  while (!namesIn(folder).some((name) => name.startsWith("."))) {
    if (child.exitCode !== null) throw new Error("it was quicker than the test");
    await sleep(2);
  }
  child.kill("SIGKILL");
  await ended;
  return namesIn(folder);
}

test("a disk that fills up while packing leaves no file at all", async () => {
  const shop = await largeWorkshop();
  const disk = join(shop.folder, "disk");
  const args = [shop.keys, shop.tree, join(disk, "hello.hart")];
  const command = await childCommand(shop, "pack", args);
  expect(await onSmallDisk(disk, "2m", command)).toEqual([
    `results-unwritable: ${join(disk, "hello.hart")} cannot be written: the disk is full`,
  ]);
});

test("a disk that fills up while unpacking leaves no part of the package", async () => {
  const shop = await largeWorkshop();
  await pack(shop);
  const disk = join(shop.folder, "disk");
  const command = await childCommand(shop, "unpack", [shop.keys, shop.hart, disk]);
  expect(await onSmallDisk(disk, "2m", command)).toEqual([
    `results-unwritable: ${join(disk, ident)} cannot be written: the disk is full`,
  ]);
});

test("a kill while packing leaves no .hart, and the next build clears up", async () => {
  const shop = await largeWorkshop();
  const results = join(shop.folder, "results");
  mkdirSync(results);
  const destination = join(results, "hello.hart");
  const command = await childCommand(shop, "pack", [shop.keys, shop.tree, destination]);
  for (let round = 0; round < 2; round += 1) {
    expect(await killWhileWriting(command, results)).toEqual([
      expect.stringMatching(/^\.hello\.hart\./),
    ]);
  }
  await packHart({ folder: shop.tree, ident, destination, key: shop.key, level: 0 });
  expect(namesIn(results)).toEqual(["hello.hart"]);
  await verifyHart(destination, shop);
});

test("a kill while unpacking leaves no package, and the next one clears up", {
  timeout: 90_000,
}, async () => {
  const shop = await largeWorkshop();
  await pack(shop);
  const store = join(shop.folder, "store");
  const command = await childCommand(shop, "unpack", [shop.keys, shop.hart, store]);
  expect(await killWhileWriting(command, store)).toEqual([expect.stringMatching(/^\.acme-hello-/)]);
  const { folder, unpacked } = await unpackHart(shop.hart, { into: store, keys: shop.keys });
  expect(unpacked).toBe(true);
  expect(listing(folder)).toBe(listing(shop.tree));
  expect(namesIn(store)).toEqual(["acme"]);
});

test("two builds that pack to one place at once both succeed, and the file is whole", async () => {
  const shop = await workshop();
  const results = join(shop.folder, "results");
  mkdirSync(results);
  const destination = join(results, "hello.hart");
  const written = await Promise.all(
    Array.from({ length: 4 }, () =>
      packHart({ folder: shop.tree, ident, destination, key: shop.key, level: 0 }),
    ),
  );
  expect(new Set(written.map(({ blake2b }) => blake2b)).size).toBe(1);
  expect(namesIn(results)).toEqual(["hello.hart"]);
  await verifyHart(destination, shop);
});

test("an abort ends packing at once, with its reason and without a trace", async () => {
  const shop = await largeWorkshop();
  const reason = new Error("the user said stop");
  const abort = new AbortController();
  const packing = packHart({
    folder: shop.tree,
    ident,
    destination: shop.hart,
    key: shop.key,
    level: 9,
    signal: abort.signal,
    onProgress: (bytes) => {
      if (bytes > 4 * mebibyte) abort.abort(reason);
    },
  });
  await expect(packing).rejects.toBe(reason);
  expect(namesIn(shop.folder)).toEqual(["keys", "tree"]);
  const again = packHart({
    folder: shop.tree,
    ident,
    destination: shop.hart,
    key: shop.key,
    signal: abort.signal,
  });
  await expect(again).rejects.toBe(reason);
});

test("without xz the missing program is named, and nothing is left", async () => {
  const shop = await workshop();
  await pack(shop);
  vi.stubEnv("PATH", join(shop.folder, "no-programs"));
  try {
    expect(await refusal(() => pack(shop))).toMatch(/^tool-missing: xz cannot be started: ENOENT/);
    const store = join(shop.folder, "store");
    const unpacking = () => unpackHart(shop.hart, { into: store, keys: shop.keys });
    expect(await refusal(unpacking)).toMatch(/^tool-missing: xz/);
    expect(namesIn(store)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
  expect(namesIn(shop.folder)).toEqual(["hello.hart", "keys", "tree"]);
});

test("an xz that dies is named as what failed", async () => {
  const shop = await largeWorkshop();
  const programs = join(shop.folder, "programs");
  mkdirSync(programs);
  writeFileSync(join(programs, "xz"), "#!/bin/sh\nkill -9 $$\n", { mode: 0o755 });
  vi.stubEnv("PATH", `${programs}:${process.env["PATH"]}`);
  try {
    expect(await refusal(() => pack(shop))).toBe("tool-failed: xz was ended by SIGKILL");
    writeFileSync(join(programs, "xz"), "#!/bin/sh\necho 'xz: no memory' >&2\nexit 1\n");
    expect(await refusal(() => pack(shop))).toBe("tool-failed: xz failed: no memory");
  } finally {
    vi.unstubAllEnvs();
  }
  expect(namesIn(shop.folder)).toEqual(["keys", "programs", "tree"]);
});

test("a destination that cannot be written is named", async () => {
  const shop = await workshop();
  const options = { folder: shop.tree, ident, key: shop.key, level: 0 };
  const nowhere = join(shop.folder, "nowhere/hello.hart");
  expect(await refusal(() => packHart({ ...options, destination: nowhere }))).toBe(
    `results-unwritable: ${nowhere} cannot be written: its folder does not exist`,
  );
  const folder = join(shop.folder, "folder");
  mkdirSync(folder);
  expect(await refusal(() => packHart({ ...options, destination: folder }))).toMatch(
    /^results-unwritable/,
  );
  expect(namesIn(shop.folder)).toEqual(["folder", "keys", "tree"]);
});
