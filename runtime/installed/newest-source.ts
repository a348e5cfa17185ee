/** Where an installation takes packages from. */
import { type HabcError, isHabcError } from "../../compiler/ir/index.ts";
import type { DependencySource, Found } from "../store/dependency-source.ts";
import { isFullIdent, type PackageIdent } from "../store/ident.ts";
import { compareReleases } from "../store/version-order.ts";

/**
 * Makes one source of several. Unlike a build, which takes what is installed, it gives the newest
 * release of all; where two have the same, that of the earlier source.
 *
 * A source that cannot read what it has is passed over where another one has the package.
 */
export function newestSource(sources: readonly DependencySource[]): DependencySource {
  const where = sources.flatMap((source) => source.where ?? []).join(", nor is ");
  return {
    ...(where === "" ? {} : { where }),
    async find(ident) {
      let newest: Found | undefined;
      let refusal: HabcError | undefined;
      for (const source of sources) {
        const found = await tryFind(source, ident);
        if (isHabcError(found)) refusal ??= found;
        else if (found && (!newest || compareReleases(found.ident, newest.ident) > 0)) {
          newest = found;
        }
        if (newest !== undefined && isFullIdent(ident)) break;
      }
      if (newest === undefined && refusal !== undefined) throw refusal;
      return newest;
    },
  };
}

/** Tells each time something of a source is put into the store, or found there. */
export function toldSource(
  source: DependencySource,
  tell: (ident: Found["ident"]) => void,
): DependencySource {
  return {
    ...source,
    async find(ident) {
      const found = await source.find(ident);
      if (found === undefined) return undefined;
      return {
        ...found,
        async install() {
          const installed = await found.install();
          tell(found.ident);
          return installed;
        },
      };
    },
  };
}

async function tryFind(
  source: DependencySource,
  ident: PackageIdent,
): Promise<Found | HabcError | undefined> {
  try {
    return await source.find(ident);
  } catch (thrown) {
    if (isHabcError(thrown)) return thrown;
    throw thrown;
  }
}
