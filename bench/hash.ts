/** BLAKE2b-256, the hash of packages and of the files in them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blake2b } from "blakejs";
import { createBLAKE2b } from "hash-wasm";
import { compare } from "./support/compare.ts";
import { sampleBytes } from "./support/sample.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-bench-"));
const file = join(folder, "sample");
const bytes = sampleBytes(32);
writeFileSync(file, bytes);
const hasher = await createBLAKE2b(256);

await compare("BLAKE2b-256 of 32 MB", [
  { name: "b2sum -l 256", run: () => execFileSync("b2sum", ["-l", "256", file]) },
  { name: "hash-wasm", run: () => hasher.init().update(bytes).digest() },
  { name: "blakejs", run: () => blake2b(bytes, undefined, 32) },
]);

const small = Array.from({ length: 2500 }, (_, at) => bytes.subarray(at * 1400, at * 1400 + 1400));
await compare("BLAKE2b-256 of 2,500 files of 1.4 kB, in memory", [
  { name: "hash-wasm", run: () => small.map((part) => hasher.init().update(part).digest()) },
  { name: "blakejs", run: () => small.map((part) => blake2b(part, undefined, 32)) },
]);
rmSync(folder, { recursive: true });
