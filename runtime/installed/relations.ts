/** Which installed packages run with which. */
import { formatIdent } from "../store/ident.ts";
import type { Package } from "../store/package.ts";

/** What a package asks for. */
export interface RelationOptions {
  /** Also what the dependencies, or the dependents, are related to. */
  readonly transitive: boolean;
}

/** @returns The idents of what a package runs with, in the order of `DEPS` or `TDEPS`. */
export function dependenciesOf(found: Package, { transitive }: RelationOptions): string[] {
  return (transitive ? found.tdeps() : found.deps()).map(formatIdent);
}

/**
 * @param packages Where to look.
 * @returns What runs with a package, in the order of `packages`.
 */
export function dependentsOf(
  found: Pick<Package, "name">,
  packages: readonly Package[],
  { transitive }: RelationOptions,
): Package[] {
  return packages.filter((other) => {
    // Packages of other tools may list a dependency in one of the files only.
    const needs = transitive ? [...other.deps(), ...other.tdeps()] : other.deps();
    return needs.some((ident) => formatIdent(ident) === found.name);
  });
}
