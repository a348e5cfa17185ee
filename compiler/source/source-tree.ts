import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { DiscoveredPlan } from "./discover.ts";

/**
 * The tree that a build shows as `/src`: the working directory when the plan lies in it, else
 * the plan's git repository, else the folder that was given. Plans source their siblings.
 *
 * @returns An absolute path without links.
 */
export function sourceTree(plan: Pick<DiscoveredPlan, "source">, cwd: string): string {
  const source = realpathSync(plan.source);
  const here = realpathSync(cwd);
  if (isBelow(here, source)) return here;
  return repositoryOf(source) ?? source;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith("../");
}

function repositoryOf(folder: string): string | undefined {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
  }
  return undefined;
}
