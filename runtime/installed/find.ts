/** Finds the installed package that somebody names. */
import { HabcError } from "../../compiler/ir/index.ts";
import { closestNames } from "../store/closest.ts";
import { formatIdent, parseIdent } from "../store/ident.ts";
import type { InstalledStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";

/**
 * @param text An identifier of two to four parts.
 * @returns The newest release that satisfies it.
 * @throws HabcError `ident-invalid`, `package-missing`, `dep-broken`.
 */
export function findInstalled(store: InstalledStore, text: string): Package {
  const ident = parseIdent(text);
  const found = store.newest(ident);
  if (found !== undefined) return found;
  const { origin, name } = ident;
  const others = store.releases({ origin, name }).slice(0, 3).map(formatIdent);
  const close = closestNames(`${origin}/${name}`, store.names());
  throw new HabcError("package-missing", `${text} is not installed in ${store.folder}`, {
    hint:
      others.length > 0
        ? `installed: ${others.join(", ")}`
        : close.length > 0
          ? `did you mean ${close.join(" or ")}?`
          : "`habc pkg list` shows what is installed",
  });
}
