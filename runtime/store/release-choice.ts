/** Which release of a package a build gets, where that is not simply the newest installed one. */
import type { DependencySource } from "./dependency-source.ts";
import { type FullIdent, isFullIdent, type PackageIdent, satisfies } from "./ident.ts";
import { compareReleases } from "./version-order.ts";

/** Stands between a build and the sources of its dependencies. */
export type ReleaseChoice = (sources: readonly DependencySource[]) => readonly DependencySource[];

/** Every source gives the newest release that it has. */
export const usualChoice: ReleaseChoice = (sources) => sources;

/**
 * Takes certain releases before newer ones: those that the same run has built. What none of them
 * satisfies is resolved as usual.
 *
 * @param releases Asked each time, so that it may grow while builds go on.
 */
export function preferring(releases: () => Iterable<FullIdent>): ReleaseChoice {
  const chosen = (ident: PackageIdent): PackageIdent => {
    if (isFullIdent(ident)) return ident;
    const [newest] = [...releases()]
      .filter((release) => satisfies(release, ident))
      .sort((a, b) => compareReleases(b, a));
    return newest ?? ident;
  };
  return (sources) =>
    sources.map((source) => ({ ...source, find: (ident) => source.find(chosen(ident)) }));
}
