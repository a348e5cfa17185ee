/** Everything that a store holds. */
import { type Diagnostic, isHabcError } from "../../compiler/ir/index.ts";
import { tryParseIdent } from "../store/ident.ts";
import type { InstalledStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";

/** The packages of a store, and what is wrong with others. */
export interface Inventory {
  /** By origin and name, the oldest release of each first. */
  readonly packages: readonly Package[];
  /** A damaged package does not keep the others from being seen. */
  readonly problems: readonly Diagnostic[];
}

/** @throws HabcError `dep-broken` where the store itself cannot be read. */
export function inventory(store: InstalledStore): Inventory {
  const packages: Package[] = [];
  const problems: Diagnostic[] = [];
  for (const name of store.names()) {
    const ident = tryParseIdent(name);
    if (ident === undefined) continue;
    for (const release of store.releases(ident).toReversed()) {
      try {
        const found = store.newest(release);
        if (found !== undefined) packages.push(found);
      } catch (thrown) {
        if (!isHabcError(thrown)) throw thrown;
        problems.push(thrown.diagnostic);
      }
    }
  }
  return { packages, problems };
}
