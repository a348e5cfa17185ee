import { HabcError } from "../../compiler/ir/index.ts";
import { formatIdent, parseIdent } from "../store/ident.ts";
import type { InstalledStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";

/** An installed package and all that it runs with. */
export interface Closure {
  readonly main: Package;
  /** Prerequisites first, the package itself last. */
  readonly packages: readonly Package[];
}

/**
 * @param ident Two to four parts; the newest release that satisfies it is taken.
 * @throws HabcError `ident-invalid`, `dep-missing`, `dep-broken`.
 */
export function closureOf(store: InstalledStore, ident: string): Closure {
  const main = store.newest(parseIdent(ident));
  if (main === undefined) throw missing(ident, "install it or build it first");
  const dependencies = main.tdeps().map((dependency) => {
    const found = store.newest(dependency);
    if (found === undefined) throw missing(formatIdent(dependency), `${main.name} runs with it`);
    return found;
  });
  return { main, packages: [...dependencies.toReversed(), main] };
}

function missing(name: string, hint: string): HabcError {
  return new HabcError("dep-missing", `${name} is not installed`, { hint });
}

/** When a package was made, in seconds since 1970: its release. */
export function releaseTime({ ident }: Pick<Package, "ident">): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(ident.release)?.map(Number) ?? [];
  return Date.UTC(year ?? 1970, (month ?? 1) - 1, day, hour, minute, second) / 1000;
}
