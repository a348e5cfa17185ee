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
 * @returns Gives what runs with the package of an ident, in the order of `packages`.
 */
export function dependents(
  packages: readonly Package[],
  { transitive }: RelationOptions,
): (ident: string) => readonly Package[] {
  const byDependency = new Map<string, Package[]>();
  for (const found of packages) {
    // Packages of other tools may list a dependency in one of the files only.
    const needs = transitive ? [...found.deps(), ...found.tdeps()] : found.deps();
    for (const ident of new Set(needs.map(formatIdent))) {
      const known = byDependency.get(ident);
      if (known === undefined) byDependency.set(ident, [found]);
      else known.push(found);
    }
  }
  return (ident) => byDependency.get(ident) ?? [];
}
