/** Which plans source a plan.sh, and could not do without it. */
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compileBashPlan, type ParseCache } from "../bash/index.ts";
import { planFolders } from "../graph/index.ts";
import { isHabcError } from "../ir/index.ts";

/**
 * The plans of a tree, each with the files that it sources, or is a link to, as absolute paths
 * without links. A plan that is a link has the name of the link.
 */
export type Sourcing = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads every plan.sh of a tree. One that cannot be read sources nothing.
 *
 * @throws HabcError `plan-not-found` where the root is no folder that can be read.
 */
export function sourcingIn(root: string, target: string, cache: ParseCache): Sourcing {
  const files = planFolders(root)
    .map((folder) => join(folder, "plan.sh"))
    .filter((file) => existsSync(file))
    .sort();
  return new Map(files.map((file) => [placeOf(file), sourcedBy(file, target, cache)]));
}

/** The path of a file without links above it. */
export function placeOf(file: string): string {
  return join(realpathSync(dirname(file)), basename(file));
}

function sourcedBy(file: string, target: string, cache: ParseCache): ReadonlySet<string> {
  try {
    const { files } = compileBashPlan({ file, target, cache });
    return new Set([file, ...files].map((one) => realpathSync(one)));
  } catch (error) {
    if (!isHabcError(error)) throw error;
    return new Set([realpathSync(file)]);
  }
}

/** A plan.sh that has to stay, and the plans that source it. */
export interface Needed {
  readonly file: string;
  readonly by: readonly string[];
}

/**
 * Which of these plans can go together.
 *
 * @param files Each plan.sh, by its place.
 * @param sourcing For each the plans of its tree.
 */
export function removable(
  files: readonly string[],
  sourcing: (file: string) => Sourcing,
): { readonly gone: readonly string[]; readonly needed: readonly Needed[] } {
  let gone = files;
  const needing = (file: string) =>
    [...sourcing(file)].flatMap(([plan, sourced]) =>
      sourced.has(file) && plan !== file && !gone.includes(plan) ? [plan] : [],
    );
  for (let before = -1; before !== gone.length; ) {
    before = gone.length;
    gone = gone.filter((file) => needing(file).length === 0);
  }
  const left = files.filter((file) => !gone.includes(file));
  return { gone, needed: left.map((file) => ({ file, by: needing(file) })) };
}
