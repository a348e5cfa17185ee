/** Finds the plans of a tree. */
import { type Dirent, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { HabcError, isHabcError } from "../ir/index.ts";
import { type DiscoveredPlan, discoverPlan } from "../source/discover.ts";
import { isTargetName } from "../source/targets.ts";

/** Folders that hold no plans of the tree: dependencies, and what builds leave. */
const skipped = new Set(["node_modules", "results"]);

/** The plans of a tree, in the order of their folders, and why some are not among them. */
export interface FoundPlans {
  readonly plans: readonly DiscoveredPlan[];
  readonly refused: readonly { readonly folder: string; readonly error: HabcError }[];
}

/**
 * Looks through a folder and all below it, without hidden folders, `node_modules`, `results` and
 * what links lead to. Plans for other targets do not count.
 *
 * @param root An absolute folder.
 * @throws HabcError `plan-not-found` where it is no folder that can be read.
 */
export function findPlans(root: string, target: string): FoundPlans {
  return plansIn(planFolders(root), target);
}

/**
 * The plans for one target in folders that were found, for those who ask for several targets.
 *
 * @param folders What `planFolders` gives.
 */
export function plansIn(folders: readonly string[], target: string): FoundPlans {
  const sources = new Set(folders.flatMap((context) => sourceOf(context, target) ?? []));
  const plans: DiscoveredPlan[] = [];
  const refused: { folder: string; error: HabcError }[] = [];
  for (const folder of [...sources].sort()) {
    try {
      plans.push(discoverPlan(folder, target));
    } catch (error) {
      if (!isHabcError(error)) throw error;
      refused.push({ folder, error });
    }
  }
  return { plans, refused };
}

/**
 * The folders that hold a plan file of any target, looked for as `findPlans` does.
 *
 * @throws HabcError `plan-not-found` where it is no folder that can be read.
 */
export function planFolders(root: string): string[] {
  const found: string[] = [];
  const pending = [resolve(root)];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const entries = entriesOf(folder, folder === resolve(root));
    const isPlan = (entry: Dirent) => /^plan\.(sh|ts)$/.test(entry.name) && !entry.isDirectory();
    if (entries.some(isPlan)) found.push(folder);
    for (const entry of entries) {
      const isOurs = !entry.name.startsWith(".") && !skipped.has(entry.name);
      if (entry.isDirectory() && isOurs) pending.push(join(folder, entry.name));
    }
  }
  return found;
}

function entriesOf(folder: string, isRoot: boolean): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    // What cannot be read below the tree cannot be built from either.
    if (!isRoot) return [];
    throw new HabcError("plan-not-found", `there is no folder ${folder} that can be read`, {
      cause,
    });
  }
}

/** The folder to give to a build for a plan that lies here; undefined for one of another target. */
function sourceOf(context: string, target: string): string | undefined {
  const name = basename(context);
  if (name !== target && isTargetName(name)) return undefined;
  const outer = name === target ? dirname(context) : context;
  return basename(outer) === "habitat" ? dirname(outer) : outer;
}
