/**
 * The order of dependency lists. It decides which program and which library a build finds
 * first, and it is part of a package (`TDEPS`, `BUILD_TDEPS`, `RUNTIME_PATH`).
 *
 * Source: plan-build; conformance with its results is tested.
 */
import { formatIdent } from "./ident.ts";
import type { Package } from "./package.ts";

/** Each package once, where it first occurs. */
export function unique(packages: readonly Package[]): Package[] {
  return [...new Map(packages.map((found) => [found.name, found])).values()];
}

/**
 * Direct dependencies with all that they run with: the direct ones, then the transitive ones
 * of each. One that occurs again moves to the end, so that prerequisites come late.
 *
 * @param direct Each of them once.
 * @param installed Gives the package of a fully qualified identifier.
 */
export function withTransitive(
  direct: readonly Package[],
  installed: (ident: string) => Package,
): Package[] {
  const ordered = new Map(direct.map((found) => [found.name, found]));
  for (const ident of direct.flatMap((found) => found.tdeps())) {
    const found = installed(formatIdent(ident));
    ordered.delete(found.name);
    ordered.set(found.name, found);
  }
  return [...ordered.values()];
}
