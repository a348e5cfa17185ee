/**
 * Packages that a running build uses, so that nobody uninstalls them under it.
 *
 * A build writes a hidden file into the store that names them, and removes it when it ends. The name
 * of the file says which process wrote it: what a killed build left holds nothing. It is written
 * while no other process removes packages, so that what a build has found is still there.
 */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asideName, errorCode, sweepAside, unwritable } from "../crypto/aside.ts";
import type { Package } from "../store/package.ts";

const stem = "held";

/** Gives the packages back. Never throws. */
export type Hold = () => Promise<void>;

/**
 * Holds packages. The caller has the shared lock of the store since before it looked for them.
 *
 * @param store The folder of the packages.
 * @param builder The identifier of what is built with them.
 * @throws HabcError `results-unwritable`.
 */
export async function holdPackages(
  store: string,
  builder: string,
  packages: readonly Package[],
): Promise<Hold> {
  const file = asideName(join(store, stem));
  const names = new Set(packages.map(({ name }) => name));
  try {
    await writeFile(file, [builder, ...names].join("\n"));
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
  return () => rm(file, { force: true }).catch(() => {});
}

/**
 * Reads what running builds use. Read it before the store is listed: a build that ends in between has
 * published its package by then, which needs them in its turn.
 *
 * @returns Which build uses a package: identifiers, by identifier.
 */
export async function heldPackages(store: string): Promise<ReadonlyMap<string, string>> {
  await sweepAside(join(store, stem));
  const holders = new Map<string, string>();
  const names = await readdir(store).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(`.${stem}.`))) {
    const [builder = name, ...held] = await linesOf(join(store, name));
    for (const ident of held) holders.set(ident, builder);
  }
  return holders;
}

async function linesOf(file: string): Promise<readonly string[]> {
  try {
    return (await readFile(file, "utf8")).split("\n");
  } catch (thrown) {
    // Its build ended just now.
    if (errorCode(thrown) === "ENOENT") return [];
    throw thrown;
  }
}
