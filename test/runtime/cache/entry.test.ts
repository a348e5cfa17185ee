/** Entries of the build cache that somebody damaged or forged. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findEntry, keep } from "../../../runtime/cache/cache.ts";
import type { PackageEntry } from "../../../runtime/cache/entry.ts";
import { sealEntry } from "../../../runtime/cache/entry.ts";
import { contentFile, copyVerified, entryFile, isWhole } from "../../../runtime/cache/folder.ts";
import { latestSecretKey } from "../../../runtime/crypto/key-cache.ts";
import type { BuildEvent } from "../../../runtime/events.ts";
import { habc } from "../../cli/habc.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-cache-"));
const keys = join(folder, "keys");
const results = join(folder, "results");
const cache = join(folder, "cache");
const key = "ab".repeat(32);
const target = "x86_64-linux";
const ident = "acme/x/1.0/20240101000000";
const name = "acme-x-1.0-20240101000000-x86_64-linux.hart";
const content = "the package";
const sha256 = execFileSync("sha256sum", { input: content, encoding: "utf8" }).slice(0, 64);
const entry: PackageEntry = {
  kind: "package",
  key,
  ident,
  target,
  blake2b: "00",
  content: "11",
  files: [{ name, bytes: content.length, sha256 }],
  findings: [],
};

beforeAll(async () => {
  for (const origin of ["acme", "other"]) {
    habc(["origin", "key", "generate", origin], { env: { HAB_CACHE_KEY_PATH: keys } });
  }
  execFileSync("mkdir", [results]);
  writeFileSync(join(results, name), content);
  await keep([cache], { entry, results, origin: "acme", keys, replace: false });
});

async function find(wanted: object = {}, folders = [cache]) {
  const told: string[] = [];
  const events = (event: BuildEvent) => {
    if (event.type === "diagnostic") told.push(event.diagnostic.message);
  };
  const { found } = await findEntry(folders, {
    key,
    origin: "acme",
    target,
    keys,
    events,
    ...wanted,
  });
  return { found, told };
}

/** Another folder, with an entry of these bytes under the key. */
function cacheWith(bytes: Uint8Array): string {
  const other = mkdtempSync(join(folder, "other-"));
  execFileSync("mkdir", ["-p", join(entryFile(other, key), "..")]);
  writeFileSync(entryFile(other, key), bytes);
  return other;
}

describe("an entry", () => {
  test("is found as it was kept, with its files", async () => {
    const { found, told } = await find();
    expect({ entry: found?.entry, told }).toEqual({
      entry: expect.objectContaining(entry),
      told: [],
    });
    expect(readFileSync(contentFile(cache, { sha256 }), "utf8")).toBe(content);
  });

  test("of another key is none", async () => {
    expect(await find({ key: "cd".repeat(32) })).toEqual({ found: undefined, told: [] });
  });

  test("with any bit flipped is refused", async () => {
    const whole = readFileSync(entryFile(cache, key));
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const { found, told } = await find({}, [cacheWith(bytes)]);
      expect(found, `byte ${at}`).toBeUndefined();
      expect(told).toHaveLength(1);
    }
  });

  test("cut short, empty or far too long is refused", async () => {
    const whole = readFileSync(entryFile(cache, key));
    for (const bytes of [
      whole.subarray(0, -1),
      Buffer.alloc(0),
      Buffer.concat([whole, Buffer.alloc(1 << 21)]),
    ]) {
      const { found, told } = await find({}, [cacheWith(bytes)]);
      expect({ found, told: told.length }).toEqual({ found: undefined, told: 1 });
    }
  });

  test.each([
    ["signed by another origin", "other", {}],
    ["of another key", "acme", { key: "cd".repeat(32) }],
    ["of another target", "acme", { target: "aarch64-linux" }],
    ["of a package of another origin", "acme", { ident: "other/x/1.0/20240101000000" }],
    [
      "with a file elsewhere",
      "acme",
      { files: [entry.files[0], { ...entry.files[0], name: `${name}/../../x` }] },
    ],
    [
      "with files of another package",
      "acme",
      { files: [{ ...entry.files[0], name: "acme-y.hart" }] },
    ],
    ["of another version of habc", "acme", { format: 99 }],
  ])("%s is refused", async (_, origin, change) => {
    const bytes = await sealEntry(
      { ...entry, ...change } as PackageEntry,
      await latestSecretKey(keys, origin),
    );
    const { found, told } = await find({}, [cacheWith(bytes)]);
    expect(found).toBeUndefined();
    expect(told).toHaveLength(1);
  });

  test("that is a pipe is none, and does not hold a build up", async () => {
    const other = mkdtempSync(join(folder, "pipe-"));
    execFileSync("mkdir", ["-p", join(entryFile(other, key), "..")]);
    execFileSync("mkfifo", [entryFile(other, key)]);
    expect(await find({}, [other, cache])).toMatchObject({ found: { folder: cache } });
  });

  test("is not replaced by a later one, unless it is to be", async () => {
    const put = (replace: boolean) =>
      keep([cache], { entry: { ...entry, content: "22" }, results, origin: "acme", keys, replace });
    expect(await put(false)).toBe(false);
    expect((await find()).found?.entry).toMatchObject({ content: "11" });
    expect(await put(true)).toBe(true);
    expect((await find()).found?.entry).toMatchObject({ content: "22" });
  });

  test("goes to the next folder where the first cannot be written to", async () => {
    const second = mkdtempSync(join(folder, "second-"));
    const blocked = join(results, name);
    expect(
      await keep([blocked, second], { entry, results, origin: "acme", keys, replace: false }),
    ).toBe(true);
    expect(await find({}, [blocked, second])).toMatchObject({
      found: { folder: second },
      told: [],
    });
  });
});

describe("a file of the cache", () => {
  const [file] = entry.files;

  test("is copied only where it is what it should be", async () => {
    const from = join(folder, "from");
    const to = join(folder, "to");
    for (const [bytes, expected] of [
      [content, true],
      ["the packagE", false],
      ["the", false],
    ] as const) {
      writeFileSync(from, bytes);
      expect(await copyVerified(from, to, file)).toBe(expected);
      expect(await isWhole(to, file)).toBe(expected);
      execFileSync("rm", ["-f", to]);
    }
    expect(await copyVerified(join(folder, "nothing"), to, file)).toBe(false);
  });
});
