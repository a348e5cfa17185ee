/** Folders like those of large packages. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { sampleBytes } from "./sample.ts";

const metadata = (ident: string) => ({
  IDENT: `${ident}\n`,
  TARGET: "x86_64-linux\n",
  MANIFEST: "",
});

function beginPackage(folder: string, ident: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(metadata(ident)))
    writeFileSync(join(folder, name), text);
}

/** A package of many files of 2 kB: an interpreter's modules, a web application. */
export function manyFiles(folder: string, ident: string, count: number): void {
  beginPackage(folder, ident);
  const bytes = sampleBytes(8);
  for (let at = 0; at < count; at += 1) {
    const below = join(folder, "lib", `folder-${Math.floor(at / 100)}`);
    if (at % 100 === 0) mkdirSync(below, { recursive: true });
    const from = (at * 2003) % (bytes.length - 2000);
    writeFileSync(join(below, `file-${at}`), bytes.subarray(from, from + 2000));
  }
}

/** A package of one file: a model, an image of a disk. */
export function oneFile(folder: string, ident: string, megabytes: number): void {
  beginPackage(folder, ident);
  const bytes = sampleBytes(32);
  const file = openSync(join(folder, "data"), "w");
  for (let at = 0; at < megabytes; at += 32) {
    // So that no compressor finds the same block again.
    bytes.writeUInt32LE(at, 0);
    bytes.reverse();
    writeSync(file, bytes.subarray(0, Math.min(32, megabytes - at) * 1024 * 1024));
  }
  closeSync(file);
}
