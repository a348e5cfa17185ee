/** The package store, as the environment of a command says where it is. */
import { join, resolve } from "node:path";
import { hostTarget } from "../runtime/build/target.ts";
import { type InstalledStore, openStore } from "../runtime/store/installed.ts";
import { type Locations, locations } from "../runtime/store/locations.ts";
import type { Package } from "../runtime/store/package.ts";
import type { CommandContext } from "./context.ts";

/** @returns The store as it is now, with packages of this machine's target. */
export function storeOf(context: CommandContext): {
  readonly store: InstalledStore;
  readonly places: Locations;
} {
  const { environment, cwd } = context;
  const places = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  return { store: openStore(places.packages, hostTarget()), places };
}

/**
 * The folder of links to programs: what is given, `HAB_BINLINK_DIR`, or `/bin`, below `FS_ROOT`;
 * for a store in the user's home the `bin` beside it.
 *
 * @param given A folder, relative to the working directory or absolute.
 */
export function binlinkFolder(given: string | undefined, context: CommandContext): string {
  const { environment, cwd } = context;
  const named = given || environment["HAB_BINLINK_DIR"];
  const root = environment["FS_ROOT"] ? resolve(cwd, environment["FS_ROOT"]) : "/";
  if (named) return named.startsWith("/") ? join(root, named) : resolve(cwd, named);
  const { packages } = storeOf(context).places;
  return packages === join(root, "hab/pkgs") ? join(root, "bin") : join(packages, "../bin");
}

/** The command that runs habc again with the same store, for scripts. */
export function habcCommand({ environment, cwd }: CommandContext): readonly string[] {
  const root = environment["FS_ROOT"];
  const program = [process.execPath, ...process.argv.slice(1, 2)];
  return root ? ["env", `FS_ROOT=${resolve(cwd, root)}`, ...program] : program;
}

/** What JSON tells of an installed package. */
export function packageValue({ ident, name, path, hostPath }: Package) {
  return { ident: name, ...ident, path, folder: hostPath };
}
