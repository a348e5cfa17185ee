/** Copies parts of trees with all that the kernel keeps of them: owners, times, attributes, links. */
import { spawn } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { assetPath } from "../assets.ts";
import { unwritable } from "../crypto/aside.ts";
import { program } from "../studio/programs.ts";
import { asOwner } from "../studios/as-owner.ts";
import type { TreeDifference } from "./tree-index.ts";

/** Two folders that hold trees of the same names. */
export interface TreePair {
  readonly from: string;
  readonly to: string;
  /** A folder for lists of files that are needed meanwhile. */
  readonly lists: string;
}

/**
 * Makes the trees in `to` like those in `from`.
 *
 * @throws HabcError `results-unwritable`, `tool-missing`.
 */
export async function copyTrees(
  { from, to, lists }: TreePair,
  work: TreeDifference,
): Promise<void> {
  if (work.remove.length + work.copy.length === 0) return;
  const [remove, copy] = [join(lists, "remove.list"), join(lists, "copy.list")];
  try {
    await writeFile(remove, work.remove.map((path) => `${path}\0`).join(""));
    await writeFile(copy, work.copy.map((path) => `${path}\0`).join(""));
  } catch (error) {
    throw unwritable(lists, error);
  }
  await runAsOwner(
    [
      program("bash"),
      assetPath("runtime/kept/copy-trees.bash"),
      program("rm"),
      program("tar"),
      from,
      to,
      remove,
      copy,
    ],
    to,
  );
  await Promise.all([rm(remove, { force: true }), rm(copy, { force: true })]);
}

/**
 * Makes a second tree of the same files. What is changed in one of them must be replaced, not
 * written to.
 *
 * @throws HabcError `results-unwritable`, `tool-missing`.
 */
export async function linkTrees({ from, to }: Pick<TreePair, "from" | "to">): Promise<void> {
  await runAsOwner([program("cp"), "-al", "--", `${from}/.`, to], to);
}

async function runAsOwner(command: readonly string[], to: string): Promise<void> {
  const [first = "", ...args] = [...asOwner(), ...command];
  const child = spawn(first, args, {
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-2000);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status === 0) return;
  const reason = words.trim().split("\n").at(-1) || `status ${status}`;
  throw new HabcError("results-unwritable", `${to} cannot be written: ${reason}`);
}
