import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { unwritable } from "./aside.ts";

/**
 * The folder of the key cache: `HAB_CACHE_KEY_PATH`, else `/hab/cache/keys` for root and
 * `~/.hab/cache/keys` for everyone else.
 *
 * @param options.root Whether it is root who asks; absent: the user of this process.
 * @returns An absolute path. The folder need not exist.
 */
export function keyCacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly root?: boolean } = {},
): string {
  const given = environment["HAB_CACHE_KEY_PATH"];
  if (given) return resolve(given);
  if (options.root ?? process.geteuid?.() === 0) return "/hab/cache/keys";
  return join(environment["HOME"] || homedir(), ".hab/cache/keys");
}

/** Makes the folder where it is missing, for its owner alone; those above it as usual. */
export async function makeKeyFolder(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}
