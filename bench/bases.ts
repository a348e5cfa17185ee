/** What it costs to build on another base than the host, and with less of it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare } from "./support/compare.ts";
import { makeSmallRoot } from "./support/small-root.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-bench-"));
const root = join(folder, "small-root");
makeSmallRoot(root);
const archive = join(folder, "small.tar");
execFileSync("tar", ["-C", root, "-cf", archive, "."]);
mkdirSync(join(folder, "plan"));
writeFileSync(
  join(folder, "plan/plan.sh"),
  "pkg_name=one\npkg_origin=acme\npkg_version=1\ndo_build() { return 0; }\ndo_install() { return 0; }\n",
);
const env = {
  PATH: process.env["PATH"],
  HOME: folder,
  FS_ROOT: join(folder, "fs"),
  HAB_CACHE_KEY_PATH: join(folder, "keys"),
  HAB_OUTPUT_PATH: join(folder, "results"),
};
const habc = (...args: string[]) =>
  execFileSync(process.execPath, ["dist/cli.js", ...args], { env, stdio: "ignore" });
habc("origin", "key", "generate", "acme");

const build = (name: string, ...args: string[]) => ({
  name,
  run: () => habc("build", "--no-cache", "--accounts", "none", ...args, join(folder, "plan")),
});

await compare(
  "A build of nothing",
  [
    build("on the host"),
    build("without network", "--network", "off"),
    build("--strict", "--strict"),
    build("on a folder", "--base", root),
    build("on an archive", "--base", archive),
  ],
  15,
);
rmSync(folder, { recursive: true });
