/**
 * Where things lie on this machine.
 *
 * Source: Habitat's core: the caches of root are below `/hab/cache`, those of anybody else
 * below `~/.hab/cache`, the same with `etc/cli.toml`, and `FS_ROOT` stands in front of `/hab`.
 */
import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Folders of this machine; all absolute, none of them made here. */
export interface Locations {
  /** The package store: builds see it at `/hab/pkgs`. */
  readonly packages: string;
  /** Sources: builds see it at `/hab/cache/src`. */
  readonly sourceCache: string;
  /** Finished packages as files: builds see it at `/hab/cache/artifacts`. */
  readonly artifactCache: string;
  /** Keys. No build sees it. */
  readonly keyCache: string;
  /** The settings of Habitat's own `hab`, of which the origin is one. */
  readonly cliConfig: string;
  /** Where a build leaves what it made. */
  readonly results: string;
}

/** What the places follow from. */
export interface Whereabouts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's number; 0 is root. */
  readonly uid: number;
  readonly cwd: string;
  /** Whether a folder can be written to, or made. Absent: asks the file system. */
  readonly writable?: (folder: string) => boolean;
}

/**
 * `HAB_OUTPUT_PATH` and `HAB_CACHE_KEY_PATH` are taken relative to the working directory. The
 * store is `/hab/pkgs` for root and wherever it can be written, else `~/.hab/pkgs`.
 */
export function locations({ environment, uid, cwd, writable = canWrite }: Whereabouts): Locations {
  const { FS_ROOT, HOME, HAB_CACHE_KEY_PATH, HAB_OUTPUT_PATH } = environment;
  const shared = join(resolve(cwd, FS_ROOT || "/"), "hab");
  const own = uid === 0 ? shared : join(resolve(cwd, HOME || homedir()), ".hab");
  const common = uid === 0 || writable(join(shared, "pkgs"));
  return {
    packages: join(common ? shared : own, "pkgs"),
    sourceCache: join(own, "cache/src"),
    artifactCache: join(own, "cache/artifacts"),
    keyCache: resolve(cwd, HAB_CACHE_KEY_PATH || join(own, "cache/keys")),
    cliConfig: join(own, "etc/cli.toml"),
    results: resolve(cwd, HAB_OUTPUT_PATH || "results"),
  };
}

/** A folder that is not there can be made where the nearest one above it can be written to. */
function canWrite(folder: string): boolean {
  if (!existsSync(folder)) return folder !== dirname(folder) && canWrite(dirname(folder));
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
