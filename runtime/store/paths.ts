/**
 * The search paths for programs that dependencies bring along.
 *
 * Source: plan-build; the values are part of a package (`RUNTIME_PATH`).
 */
import type { Package } from "./package.ts";

/** The part of a package that search paths need. */
type Programs = Pick<Package, "pathEntries">;

/**
 * The `PATH` of a build.
 *
 * @param own The package's own program folders, below its future prefix.
 * @param allTdeps Every dependency, as `ResolvedDependencies` orders them.
 * @param initial The `PATH` of the base toolchain.
 */
export function buildPath(
  own: readonly string[],
  allTdeps: readonly Programs[],
  initial: string,
): string {
  return [...withEntries(own, allTdeps), initial].join(":");
}

/**
 * `RUNTIME_PATH`: the package's own program folders, then those of its run dependencies, the
 * direct ones first.
 *
 * @returns Empty where there are none: the package then has no such file.
 */
export function runtimePath(
  own: readonly string[],
  { deps, tdeps }: { readonly deps: readonly Programs[]; readonly tdeps: readonly Programs[] },
): string {
  return withEntries(own, [...deps, ...tdeps]).join(":");
}

/** The own folders as they are declared, and behind them each entry once. */
function withEntries(own: readonly string[], packages: readonly Programs[]): string[] {
  const entries = new Set(packages.flatMap((found) => found.pathEntries()));
  return [...own, ...[...entries].filter((entry) => !own.includes(entry))];
}
