import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Bytes to work on that are alike on every machine: a part looks random, a part repeats.
 *
 * @param megabytes How much.
 */
export function sampleBytes(megabytes: number): Buffer {
  const block = 32 * 1024;
  const bytes = Buffer.alloc(megabytes * 1024 * 1024);
  let seed = createHash("sha512").update("habc").digest();
  for (let at = 0; at < bytes.length; at += block) {
    for (let fresh = at; fresh < at + block / 4; fresh += seed.length) {
      seed = createHash("sha512").update(seed).digest();
      seed.copy(bytes, fresh);
    }
    for (let old = at + block / 4; old < at + block; old += block / 4)
      bytes.copy(bytes, old, at, at + block / 4);
  }
  return bytes;
}

/** @returns The texts of the files of that name anywhere below a folder. */
export function textsBelow(folder: string, name: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "utf8"));
}
