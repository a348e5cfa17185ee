/** Takes packages out of a store: each at once or not at all. */
import { rename, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { asideName, errorCode, syncFolder, unwritable } from "../crypto/aside.ts";
import type { InstalledStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";

/**
 * Gives a package a hidden name, under which nobody sees it, and removes the folders above it
 * that are empty then.
 *
 * @returns The hidden folder, for the caller to delete.
 * @throws HabcError `results-unwritable`.
 */
export async function takeOut(found: Package, store: InstalledStore): Promise<string> {
  const aside = asideName(join(store.folder, "removed"));
  try {
    await rename(found.hostPath, aside);
    let folder = dirname(found.hostPath);
    await syncFolder(folder);
    for (; folder !== store.folder; folder = dirname(folder)) {
      if (!(await removeEmpty(folder))) break;
    }
    store.forget(found.ident);
    return aside;
  } catch (thrown) {
    throw unwritable(found.hostPath, thrown);
  }
}

async function removeEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === "ENOTEMPTY" || code === "EEXIST") return false;
    // A build that gave its release back removed it meanwhile.
    if (code === "ENOENT") return true;
    throw thrown;
  }
}
