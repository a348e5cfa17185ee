/** The files of a kept build as they were when each of its phases began. */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asideName, unwritable } from "../crypto/aside.ts";
import { removeTree } from "../studio/remove-tree.ts";
import { copyTrees, linkTrees } from "./copy-trees.ts";
import { compareTrees, indexTrees, type TreeIndex } from "./tree-index.ts";

/** What plans write to, as folders of the scratch folder: what `restore` brings back. */
const trees = [
  "prefix",
  "sources",
  "studio/copy",
  "studio/upper",
  "studio/writable/root",
  "studio/writable/tmp",
  "studio/writable/var/tmp",
];

export interface Snapshots {
  /** Notes what there is now. Nothing may be at work in it. */
  take(phase: string): Promise<void>;
  /** Brings back what there was. Takes no longer than what changed since is large. */
  restore(phase: string): Promise<void>;
  /** @returns Whether the build has a copy of its own of a file, by its path in the source tree. */
  sourceFiles(phase: string): Promise<(path: string) => boolean>;
  /** Forgets all but these. */
  keep(phases: readonly string[]): Promise<void>;
}

/** What is known of a snapshot. Files that did not change are the same file in several trees. */
interface Snapshot {
  /** The name of the folder that holds its files. */
  readonly tree: string;
  readonly index: TreeIndex;
}

/**
 * @param folder Where they lie; made where it is missing.
 * @param scratch What they are of.
 */
export function snapshotsIn(folder: string, scratch: string): Snapshots {
  /** That from which the files have come to be what they are. */
  let latest: Snapshot | undefined;

  const fileOf = (phase: string) => join(folder, `${phase}.json`);

  async function read(phase: string): Promise<Snapshot> {
    const { tree, index } = JSON.parse(await readFile(fileOf(phase), "utf8"));
    return { tree, index: new Map(index) };
  }

  async function write(phase: string, snapshot: Snapshot): Promise<void> {
    const aside = asideName(fileOf(phase));
    try {
      await writeFile(aside, JSON.stringify({ tree: snapshot.tree, index: [...snapshot.index] }));
      await rename(aside, fileOf(phase));
    } catch (error) {
      throw unwritable(fileOf(phase), error);
    }
    latest = snapshot;
  }

  async function takeTree(phase: string, index: TreeIndex): Promise<string> {
    const difference = compareTrees(latest?.index ?? new Map(), index);
    if (latest !== undefined && difference.copy.length + difference.remove.length === 0) {
      return latest.tree;
    }
    const tree = `${phase}.${Date.now()}`;
    const to = join(folder, tree);
    await mkdir(to, { recursive: true });
    if (latest !== undefined) await linkTrees({ from: join(folder, latest.tree), to });
    await copyTrees({ from: scratch, to, lists: folder }, difference);
    return tree;
  }

  return {
    async take(phase) {
      const index = indexTrees(scratch, trees);
      await write(phase, { tree: await takeTree(phase, index), index });
    },
    async restore(phase) {
      const { tree, index } = await read(phase);
      const difference = compareTrees(indexTrees(scratch, trees), index);
      await copyTrees({ from: join(folder, tree), to: scratch, lists: folder }, difference);
      await write(phase, { tree, index: indexTrees(scratch, trees) });
    },
    async sourceFiles(phase) {
      const { index } = await read(phase);
      return (path) => index.has(`studio/upper/${path}`) || index.has(`studio/copy/${path}`);
    },
    async keep(phases) {
      const names = await readdir(folder).catch(() => []);
      const kept = await Promise.all(phases.map(read));
      const wanted = new Set([
        ...phases.map((phase) => `${phase}.json`),
        ...kept.map(({ tree }) => tree),
      ]);
      await Promise.all(
        names.filter((name) => !wanted.has(name)).map((name) => removeTree(join(folder, name))),
      );
    },
  };
}
