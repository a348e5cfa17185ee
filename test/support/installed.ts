/** The package as users get it: packed, and installed without asking a registry. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { project } from "./workshop.ts";

/**
 * Installs the packed package with its dependencies, as npm would.
 *
 * @param folder The folder whose `node_modules/` gets it.
 * @returns The folder of the package.
 */
export function installPacked(folder: string): string {
  const modules = join(folder, "node_modules");
  const installed = join(modules, "habc");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  mkdirSync(installed);
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const tarball = execFileSync("npm", pack, { cwd: project, encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
  rmSync(join(folder, tarball));
  symlinkSync("../habc/dist/cli.js", join(modules, ".bin/habc"));
  const { dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(project, "node_modules", name), join(modules, name));
  }
  return installed;
}
