/** Which plans a set of changed files has to do with. */
import { realpathSync } from "node:fs";
import { planFiles } from "../source/inputs.ts";
import { sourceTree, type Whereabouts } from "../source/source-tree.ts";
import type { PlanGraph, PlanNode } from "./graph.ts";

/**
 * The plans whose own files changed; those that need them are {@link dependents}. A file may be
 * gone: its path tells whose it was.
 *
 * @param files Absolute paths.
 * @param where Where builds of the tree are started.
 * @returns In the order of their ids.
 */
export function touched(
  graph: PlanGraph,
  files: readonly string[],
  where: Whereabouts,
): { readonly node: PlanNode; readonly files: readonly string[] }[] {
  return graph.nodes.flatMap((node) => {
    const counted = planFiles(node.plan, node.ir, sourceTree(node.plan, where));
    const folders = counted.folders.flatMap((folder) => [folder, real(folder)]);
    const single = new Set(counted.files);
    const own = files.filter(
      (file) => single.has(file) || folders.some((folder) => file.startsWith(`${folder}/`)),
    );
    return own.length === 0 ? [] : { node, files: own };
  });
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
