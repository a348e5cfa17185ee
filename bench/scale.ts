/**
 * Large packages, each step beside the programs that are its limit, and how both grow:
 * `npm run bench -- scale [ROUNDS]`. It takes 8 GB of disk and a few minutes.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { latestSecretKey } from "../runtime/crypto/key-cache.ts";
import { generateKeyPair } from "../runtime/crypto/key-pair.ts";
import { foldersOfAnyBuild } from "../runtime/linkage/forbidden.ts";
import { inspectPackage } from "../runtime/linkage/inspect.ts";
import { usualLint } from "../runtime/linkage/levels.ts";
import { folderEntries } from "../runtime/package/entries.ts";
import { filesListBody } from "../runtime/package/files-list.ts";
import { verifyHart } from "../runtime/package/hart-read.ts";
import { unpackHart } from "../runtime/package/hart-unpack.ts";
import { packHart } from "../runtime/package/hart-write.ts";
import { manyFiles, oneFile } from "./support/large-package.ts";

const rounds = Number(process.argv[2] ?? 2);
const root = mkdtempSync(join(tmpdir(), "habc-bench-"));
const keys = join(root, "keys");
const ident = "acme/large/1.0/20240101000000";
const prefix = `/hab/pkgs/${ident}`;
const hart = join(root, "large.hart");
const store = join(root, "store");
await generateKeyPair(keys, { origin: "acme" });
const key = await latestSecretKey(keys, "acme");

interface Step {
  readonly name: string;
  /** A shell command, run in the folder of the package. */
  readonly limit: string;
  readonly run: (folder: string) => Promise<unknown>;
  /** Run before either. */
  readonly prepare?: () => void;
}

const none = { deps: [], tdeps: [], buildTdeps: [] };
const steps: readonly Step[] = [
  {
    name: "checksums of all files",
    limit: "find . -type f -print0 | xargs -0 b2sum -l 256",
    run: (folder) => filesListBody({ folder, prefix }),
  },
  {
    name: "inspecting",
    limit: "find . -type f -print0 | xargs -0 grep -lF /hab/cache/src || true",
    run: (folder) =>
      inspectPackage({
        entries: folderEntries(folder),
        prefix,
        target: "x86_64-linux",
        dependencies: none,
        store,
        forbidden: foldersOfAnyBuild(),
        licences: [],
        lint: usualLint,
      }),
  },
  {
    name: "packing and signing",
    limit: `tar -c --sort=name . | xz -6 -T0 --block-size=8MiB > ${root}/large.tar.xz`,
    run: (folder) => packHart({ folder, ident, destination: hart, key }),
  },
  {
    name: "verifying",
    limit: `b2sum -l 256 ${hart}`,
    run: () => verifyHart(hart, { keys }),
  },
  {
    name: "verifying and installing",
    limit: `mkdir -p ${store} && tail -n +6 ${hart} | xz -d -T0 | tar -x -C ${store} && sync -f ${store}`,
    run: () => unpackHart(hart, { into: store, keys }),
    prepare: () => rmSync(store, { recursive: true, force: true }),
  },
];

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** The most memory that this process has had since it was last asked to forget, in megabytes. */
function peakMegabytes(): number {
  const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

async function measure({ limit, run, prepare = () => {} }: Step, folder: string) {
  const best = { limit: Number.POSITIVE_INFINITY, habc: Number.POSITIVE_INFINITY, peak: 0 };
  for (let round = 0; round < rounds; round += 1) {
    prepare();
    const shell = () => execFileSync("sh", ["-c", limit], { cwd: folder, stdio: "ignore" });
    best.limit = Math.min(best.limit, await seconds(shell));
    prepare();
    writeFileSync("/proc/self/clear_refs", "5");
    best.habc = Math.min(best.habc, await seconds(() => run(folder)));
    best.peak = Math.max(best.peak, peakMegabytes());
  }
  return best;
}

const packages = [
  ...[12_500, 25_000, 50_000].map((count) => ({
    name: `${count} files of 2 kB`,
    make: (folder: string) => manyFiles(folder, ident, count),
  })),
  ...[512, 1024, 2048].map((size) => ({
    name: `one file of ${size} MB`,
    make: (folder: string) => oneFile(folder, ident, size),
  })),
];

for (const { name, make } of packages) {
  const folder = join(root, "package");
  make(folder);
  console.log(`\n${name.padEnd(28)}    limit     habc  ratio    peak`);
  for (const step of steps) {
    const { limit, habc, peak } = await measure(step, folder);
    const times = [limit, habc].map((time) => `${time.toFixed(2)} s`.padStart(9)).join("");
    const ratio = (habc / limit).toFixed(2).padStart(7);
    console.log(`  ${step.name.padEnd(26)}${times}${ratio}${peak.toFixed(0).padStart(5)} MB`);
  }
  console.log(`  (${(statSync(hart).size / 1e6).toFixed(0)} MB packed)`);
  for (const each of [folder, store]) rmSync(each, { recursive: true, force: true });
}
rmSync(root, { recursive: true });
