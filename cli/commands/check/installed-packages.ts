import type { KnownPackage } from "../../../compiler/check/known-packages.ts";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { formatIdent, tryParseIdent } from "../../../runtime/store/ident.ts";
import type { CommandContext } from "../../context.ts";
import { storeOf } from "../../store.ts";

/** @returns What the package store says of the newest release that satisfies an identifier. */
export function installedPackages(
  context: CommandContext,
): (ident: string) => KnownPackage | undefined {
  const { store } = storeOf(context);
  return (text) => {
    const ident = tryParseIdent(text);
    if (ident === undefined) return undefined;
    try {
      const found = store.newest(ident);
      if (found === undefined) return undefined;
      return {
        from: found.name,
        exports: [...found.pairs("EXPORTS").keys()],
        binds: new Map([...found.pairs("BINDS_OPTIONAL"), ...found.pairs("BINDS")]),
        isService: found.isService(),
        deps: found.deps().map(formatIdent),
      };
    } catch (thrown) {
      // A damaged package is no finding about a plan.
      if (isHabcError(thrown)) return undefined;
      throw thrown;
    }
  };
}
