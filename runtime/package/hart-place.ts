import { packageIdent } from "../../compiler/ir/rules.ts";
import { type ByteText, textOf } from "./archive-tree.ts";

/** Where a member of a `.hart` belongs. */
export interface MemberPlace {
  /** The package, `origin/name/version/release`. */
  readonly ident: string;
  /** The path below the release's folder, without a slash at either end; `""` is the folder. */
  readonly path: ByteText;
}

const identPattern = new RegExp(packageIdent.pattern);

/**
 * Reads the path of a member: `hab/pkgs/o/n/v/r/…`, where a leading slash and a leading `opt/`
 * are allowed, as for Habitat.
 *
 * @returns undefined for a path of any other form, and for one that does not go straight down.
 */
export function memberPlace(memberPath: ByteText): MemberPlace | undefined {
  const [, below = ""] = /^\/?(?:opt\/)?hab\/pkgs\/([\s\S]+?)\/?$/.exec(memberPath) ?? [];
  const parts = below.split("/");
  if (parts.length < 4 || parts.some((part) => ["", ".", ".."].includes(part))) return undefined;
  const ident = textOf(parts.slice(0, 4).join("/"));
  return identPattern.test(ident) ? { ident, path: parts.slice(4).join("/") } : undefined;
}

/** Whether a member is one of the folders that the release's folder lies in, such as `hab/pkgs/`. */
export function isAboveRelease(memberPath: ByteText, ident: string): boolean {
  const [, path = ""] = /^\/?(?:opt\/)?([\s\S]*?)\/?$/.exec(memberPath) ?? [];
  return `hab/pkgs/${ident}/`.startsWith(`${path}/`);
}
