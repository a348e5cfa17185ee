/** Building trees of plans of which nothing has changed: `npm run bench -- unchanged`. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compare } from "./support/compare.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-bench-"));

/** Each plan needs up to three of the ten before it, and has a hook. */
function makeTree(count: number): string {
  const tree = join(folder, String(count));
  for (let at = 0; at < count; at += 1) {
    const [run = "", ...build] = [2, 3, 7].flatMap((back) =>
      at < back ? [] : `acme/p${at - back}`,
    );
    const text = `pkg_name=p${at}\npkg_origin=acme\npkg_version=1.0\npkg_deps=(${run})\npkg_build_deps=(${build.join(" ")})\ndo_build() { return 0; }\ndo_install() { echo ${at} > "$pkg_prefix/data"; }\n`;
    const file = join(tree, `plans/p${at}/plan.sh`);
    mkdirSync(join(dirname(file), "hooks"), { recursive: true });
    writeFileSync(file, text);
    writeFileSync(join(dirname(file), "hooks/run"), "#!/bin/sh\nexec sleep 1\n");
  }
  execFileSync("git", ["init", "-q"], { cwd: tree });
  return tree;
}

function habc(tree: string, ...args: readonly string[]): void {
  const env = {
    PATH: process.env["PATH"],
    HOME: tree,
    FS_ROOT: join(tree, "root"),
    HAB_CACHE_KEY_PATH: join(folder, "keys"),
    HAB_OUTPUT_PATH: join(tree, "results"),
  };
  const cli = process.env["HABC_CLI"] ?? join(process.cwd(), "dist/cli.js");
  execFileSync(process.execPath, [cli, ...args], { cwd: tree, env, stdio: "ignore" });
}

const trees = [30, 120].map(makeTree);
habc(folder, "origin", "key", "generate", "acme");
for (const tree of trees) habc(tree, "build", "--all", "plans", "-j", "2");
await compare("habc build --all, nothing has changed", [
  { name: "node -e 0", run: () => execFileSync("node", ["-e", "0"]) },
  ...trees.map((tree, at) => ({
    name: `${[30, 120][at]} plans`,
    run: () => habc(tree, "build", "--all", "plans"),
  })),
]);
rmSync(folder, { recursive: true });
