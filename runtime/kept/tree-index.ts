/** What lies in some folders, so precisely that nothing can change without a trace. */
import { type BigIntStats, chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A stamp for each path. The time of the last change, which the kernel alone sets, is part of it. */
export type TreeIndex = ReadonlyMap<string, string>;

/** What changes within a tick of the kernel's clock after a look could keep its stamp. */
const tick = 20_000_000n;

/**
 * Looks at everything in some trees, in which nothing may be at work meanwhile.
 *
 * @param folder The folder that holds them; paths are relative to it.
 * @param trees Those that are not there are left out.
 */
export function indexTrees(folder: string, trees: readonly string[]): TreeIndex {
  const index = new Map<string, string>();
  const doubtful = BigInt(Date.now()) * 1_000_000n - tick;

  function visit(path: string): void {
    const stats = statOf(path);
    if (stats === undefined) return;
    // What holds others stands before them; its stamp is that which it has at the end.
    index.set(path, "");
    if (stats.isDirectory()) visitBelow(path, Number(stats.mode));
    index.set(path, stampOf(statOf(path) ?? stats, doubtful));
  }

  /** A folder that even its owner may not use is opened for a while. */
  function visitBelow(path: string, mode: number): void {
    const isOpen = (mode & 0o500) === 0o500 || process.geteuid?.() === 0;
    if (!isOpen) chmodSync(join(folder, path), mode | 0o500);
    for (const name of readdirSync(join(folder, path))) visit(`${path}/${name}`);
    if (!isOpen) chmodSync(join(folder, path), mode);
  }

  function statOf(path: string): BigIntStats | undefined {
    return lstatSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
  }

  for (const tree of trees) visit(tree);
  return index;
}

/** Ends in `?` where it may be that of two states. */
function stampOf({ ino, ctimeNs, mode, size, uid, gid }: BigIntStats, doubtful: bigint): string {
  const end = ctimeNs > doubtful ? "?" : "";
  return `${mode} ${ino} ${ctimeNs} ${size} ${uid} ${gid}${end}`;
}

/** What makes one tree like another. */
export interface TreeDifference {
  /** What must go first; what lies in a folder that goes is named too. */
  readonly remove: readonly string[];
  /** What is copied then, each without what lies below it. */
  readonly copy: readonly string[];
}

/**
 * @param from What the tree is like.
 * @param to What it is to be like.
 */
export function compareTrees(from: TreeIndex, to: TreeIndex): TreeDifference {
  const differs = (path: string, stamp: string) => stamp.endsWith("?") || from.get(path) !== stamp;
  const copy = [...to].flatMap(([path, stamp]) => (differs(path, stamp) ? [path] : []));
  const remove = [...from].flatMap(([path, stamp]) => {
    const next = to.get(path);
    if (next !== undefined && !differs(path, next)) return [];
    // A folder that stays a folder keeps what lies in it; only its attributes are copied.
    return next !== undefined && isFolder(stamp) && isFolder(next) ? [] : [path];
  });
  return { remove, copy };
}

function isFolder(stamp: string): boolean {
  return (Number.parseInt(stamp, 10) & 0o170000) === 0o040000;
}
