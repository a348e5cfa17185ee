/** The folder that takes what is written to the prefix, and moves when the version changes. */
import { realpathSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import type { Init } from "./launch.ts";
import { prefixFolder, prefixInside, storeInside, studioFolder } from "./layout.ts";
import { belowStore, makeFolders, removeEmpty } from "./prefix-folders.ts";
import { removeTree } from "./remove-tree.ts";
import type { Studio, StudioSpec } from "./studio.ts";

export interface MovingPrefix {
  /** On the host. */
  readonly folder: string;
  /** Where it is seen now. */
  inside(): string;
  readonly open: Studio["openPrefix"];
  /** Removes from the store what is still empty, for good. Never throws. */
  removeFolders(): Promise<void>;
}

export function movingPrefix(spec: StudioSpec, init: Init): MovingPrefix {
  const store = realpathSync(spec.store);
  const folder = prefixFolder(spec.scratch);
  const targets: string[] = [];
  let place = prefixInside;
  let isOver = false;
  let turn: Promise<unknown> = Promise.resolve();

  async function move(next: string, content: "kept" | undefined): Promise<string> {
    const wanted = join(store, belowStore(next, storeInside));
    if (isOver) throw new HabcError("studio-failed", "the studio is closed");
    if (next === place) return folder;
    const [earlier] = targets;
    await makeFolders(wanted);
    if (spec.strict) await makeFolders(join(studioFolder(spec.scratch), "root", next));
    targets.unshift(wanted);
    await init.ask(["move", place, next]);
    place = next;
    const left = content === "kept" ? [] : await readdir(folder);
    if (left.length > 0) await removeTree(...left.map((name) => join(folder, name)));
    if (earlier !== undefined) await removeEmpty(earlier, store);
    return folder;
  }

  return {
    folder,
    inside: () => place,
    open(next, content) {
      const opened = turn.then(() => move(next, content));
      turn = opened.catch(() => {});
      return opened;
    },
    async removeFolders() {
      isOver = true;
      await turn;
      for (const target of targets) await removeEmpty(target, store);
    },
  };
}
