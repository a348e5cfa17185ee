/** Copies of source trees for second builds: each made once, however many plans are in a tree. */
import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { asideName, sweepAside, unwritable } from "../crypto/aside.ts";
import { removeTree } from "../studio/remove-tree.ts";

/** What is copied, and where to. */
export interface CopyRequest {
  readonly tree: string;
  /** Folders that are left out, such as results and caches. */
  readonly left: readonly string[];
  /** The folder that gets the copy. */
  readonly into: string;
}

/** The copies of one command. */
export interface TreeCopies {
  /**
   * @returns The copy of a tree, which nobody may write to but builds to their results.
   * @throws HabcError `results-unwritable`.
   */
  of(request: CopyRequest): Promise<string>;
  /** Removes all copies. Never throws. */
  close(): Promise<void>;
}

export function openTreeCopies(): TreeCopies {
  const copies = new Map<string, { readonly folder: string; readonly made: Promise<string> }>();
  return {
    of({ tree, left, into }) {
      const known = copies.get(tree);
      if (known !== undefined) return known.made;
      const folder = secondPlace(into);
      const made = copyTo(join(folder, basename(tree)), tree, [...left, folder]);
      copies.set(tree, { folder, made });
      return made;
    },
    async close() {
      for (const { folder, made } of copies.values()) {
        await made.catch(() => {});
        await removeTree(folder).catch(() => {});
      }
    },
  };
}

const stem = "habc-again";

/** A hidden name for what only a second build needs. */
export function secondPlace(into: string): string {
  return asideName(join(into, stem));
}

/** Removes what killed processes left of second builds. Never throws. */
export function sweepSecondPlaces(into: string): Promise<void> {
  return sweepAside(join(into, stem), removeTree);
}

async function copyTo(copy: string, tree: string, left: readonly string[]): Promise<string> {
  try {
    await mkdir(join(copy, ".."), { mode: 0o755 });
    await copyTree(tree, copy, (path) => left.includes(path));
    return copy;
  } catch (error) {
    throw unwritable(copy, error);
  }
}

/** The copy may lie in the tree, where it is left out. Sockets and pipes are no source. */
async function copyTree(
  from: string,
  to: string,
  isLeft: (path: string) => boolean,
): Promise<void> {
  await mkdir(to, { recursive: true, mode: (await lstat(from)).mode });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (isLeft(source) || entry.name.startsWith(`.${stem}.`)) continue;
    if (entry.isDirectory()) await copyTree(source, copy, isLeft);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), copy);
    else if (entry.isFile()) await copyFile(source, copy, constants.COPYFILE_FICLONE);
  }
}
