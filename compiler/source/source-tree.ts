import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { DiscoveredPlan } from "./discover.ts";

/** Where a build is started. */
export interface Whereabouts {
  readonly cwd: string;
  /** The user's home, where there is one. */
  readonly home?: string | undefined;
}

/**
 * The tree that a build shows as `/src`: the working directory when the plan lies in it, else
 * the plan's git repository, else the folder that was given. Plans source their siblings. For a
 * plan that lies in the user's home, no more of the home is shown than that.
 *
 * @returns An absolute path without links.
 */
export function sourceTree(
  plan: Pick<DiscoveredPlan, "source">,
  { cwd, home }: Whereabouts,
): string {
  const source = realpathSync(plan.source);
  const candidates = [realpathSync(cwd), repositoryOf(source)];
  const place = home !== undefined && existsSync(home) ? realpathSync(home) : undefined;
  const showsHome = (folder: string) =>
    place !== undefined && isBelow(folder, place) && isBelow(place, source);
  const shown = candidates.find(
    (folder) => folder !== undefined && isBelow(folder, source) && !showsHome(folder),
  );
  return shown ?? source;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith("../");
}

/** The nearest folder, this one or above it, that is a git repository. */
export function repositoryOf(folder: string): string | undefined {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
  }
  return undefined;
}
