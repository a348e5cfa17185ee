/** The sources that a build asks for its dependencies. */
import { dirname } from "node:path";
import { type DependencySource, installedSource } from "./dependency-source.ts";
import { hartSource } from "./hart-source.ts";
import { openStore } from "./installed.ts";
import type { Locations } from "./locations.ts";
import type { Surroundings } from "./missing.ts";
import { type ReleaseChoice, usualChoice } from "./release-choice.ts";

/** What the sources follow from. */
export interface SourceOptions {
  readonly locations: Locations;
  /** The platform that is built for. */
  readonly target: string;
  /** The caller's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder of the plan: other plans may lie near it. */
  readonly plan: string;
  /** Which releases to take, where not simply the newest. */
  readonly choice?: ReleaseChoice | undefined;
}

/**
 * The package store, as it is now, and unless `NO_INSTALL_DEPS` is set the packages as files in
 * the results folder and the artifact cache.
 *
 * @returns What `resolveDependencies` needs of its context.
 */
export function dependencySources(options: SourceOptions): {
  readonly sources: readonly DependencySource[];
  readonly surroundings: Surroundings;
} {
  const { locations, target, environment, plan, choice = usualChoice } = options;
  const { packages, results, artifactCache, keyCache } = locations;
  const store = openStore(packages, target);
  // The plan may lie in `habitat/`, in the folder of its target, or in both.
  const planFolders = [dirname(plan), dirname(dirname(plan)), dirname(dirname(dirname(plan)))];
  if (!mayInstall(environment)) {
    return { sources: choice([installedSource(store)]), surroundings: { store, planFolders } };
  }
  const harts = hartSource({ folders: [results, artifactCache], store, keys: keyCache });
  return {
    sources: choice([installedSource(store), harts]),
    surroundings: { store, planFolders, results },
  };
}

function mayInstall({ NO_INSTALL_DEPS: refused }: SourceOptions["environment"]): boolean {
  return refused === undefined || refused === "" || refused === "false";
}
