/** The folders in the store that lead to a package's prefix. */
import { mkdir, rmdir } from "node:fs/promises";
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
 * Makes a folder and those above it.
 *
 * @throws HabcError `results-unwritable`.
 */
export async function makeFolders(folder: string, tries = 5): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    // Another build that ends at this moment takes away what is empty.
    if (errorCode(error) === "ENOENT" && tries > 1) return makeFolders(folder, tries - 1);
    throw unwritable(folder, error);
  }
}

/** Removes a folder and those above it, up to the store, as far as they are empty. Never throws. */
export async function removeEmpty(folder: string, store: string): Promise<void> {
  for (let level = folder; isWithin(level, store) && level !== store; level = dirname(level)) {
    try {
      await rmdir(level);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") return;
    }
  }
}
