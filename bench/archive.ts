/** Writing a tar of a tree of many small files, as a package is. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { compare } from "./support/compare.ts";
import { sampleBytes } from "./support/sample.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-bench-"));
const bytes = sampleBytes(64);
for (let at = 0; at < 1500; at++) {
  const below = join(folder, "tree", `folder-${at % 40}`);
  mkdirSync(below, { recursive: true });
  writeFileSync(join(below, `file-${at}`), bytes.subarray(at * 40_000, (at + 1) * 40_000));
}
const out = join(folder, "out.tar");
const sorted = "--sort=name --owner=0 --group=0 --numeric-owner --mtime=@0".split(" ");

await compare("tar of 1,500 files, 60 MB", [
  {
    name: "GNU tar",
    run: () => execFileSync("tar", [...sorted, "-cf", out, "-C", folder, "tree"]),
  },
  {
    name: "tar (npm)",
    run: () => create({ file: out, cwd: folder, portable: true, mtime: new Date(0) }, ["tree"]),
  },
]);
rmSync(folder, { recursive: true });
