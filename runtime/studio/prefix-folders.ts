/** The folders in the store that lead to a package's prefix. */
import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname, posix } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { errorCode, unwritable } from "../crypto/aside.ts";
import { isWithin } from "./mounts.ts";

/**
 * @param prefix An absolute path.
 * @param store The folder that it must lie in, seen from the same side.
 * @returns The path below the store.
 * @throws HabcError `studio-failed`.
 */
export function belowStore(prefix: string, store: string): string {
  const isPlain = posix.normalize(prefix) === prefix && !prefix.endsWith("/");
  if (isPlain && prefix !== store && isWithin(prefix, store)) return posix.relative(store, prefix);
  throw new HabcError("studio-failed", `the prefix ${prefix} does not lie below ${store}`);
}

/**
 * Makes a folder and those above it, up to the store.
 *
 * @returns Those that were not there before, innermost first.
 * @throws HabcError `results-unwritable`.
 */
export async function makeFolders(folder: string, store: string, tries = 5): Promise<string[]> {
  const made: string[] = [];
  const levels: string[] = [];
  for (let level = folder; level !== store; level = dirname(level)) levels.unshift(level);
  try {
    for (const level of levels) {
      if (await makeOne(level)) made.unshift(level);
    }
    return made;
  } catch (error) {
    await removeEmpty(made);
    // Another build that ended at this moment takes its own empty folders away.
    if (errorCode(error) === "ENOENT" && tries > 1) return makeFolders(folder, store, tries - 1);
    throw unwritable(folder, error);
  }
}

async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, 0o755);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST" && (await stat(folder)).isDirectory()) return false;
    throw error;
  }
}

/** Removes the folders that are still empty, innermost first. Never throws. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rmdir(folder).catch(() => {});
}
