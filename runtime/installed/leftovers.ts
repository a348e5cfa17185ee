/** What processes that were killed left in a package store. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { sweepAside } from "../crypto/aside.ts";
import { removeTree } from "../studio/remove-tree.ts";

/** The form of a hidden name that says who made it: `.NAME.BOOT-PROCESSES-PID-RANDOM`. */
const hidden = /^\.(.+)\.\w+-\d+-\d+-[0-9a-f]{8}$/;

/**
 * Removes half-unpacked and half-removed packages that no living process works on. Never throws.
 *
 * @param store The folder of the packages.
 */
export async function sweepStore(store: string): Promise<void> {
  const names = await readdir(store).catch(() => []);
  const stems = names.flatMap((name) => hidden.exec(name)?.[1] ?? []);
  for (const stem of new Set(stems)) await sweepAside(join(store, stem), removeTree);
}
