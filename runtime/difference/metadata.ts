/** What changed in the metadata of a package, beside its own identifier. */
import { metadataFiles, wholePackageFiles } from "../../compiler/ir/index.ts";
import type { NamedPackage } from "../package/named-package.ts";
import { parseFullIdent } from "../store/ident.ts";
import { type LineChanges, lineChanges } from "./lines.ts";

/** A metadata file that is not the same. */
export interface MetadataChange extends LineChanges {
  readonly file: string;
}

/** Lists of dependencies, each in a file of identifiers. */
export const dependencyFiles = ["DEPS", "TDEPS", "BUILD_DEPS", "BUILD_TDEPS"] as const;

/** Files at the top of a package that are told as metadata and not as files. */
export const metadataNames: ReadonlySet<string> = new Set([
  ...Object.keys(metadataFiles),
  ...Object.keys(wholePackageFiles),
]);

/** Made from the content of all other files, and signed. */
const derivedFile = "FILES";

/** Lines that differ in the package's own identifier or release alone are the same. */
export function metadataChanges(a: NamedPackage, b: NamedPackage): MetadataChange[] {
  const same = { from: withoutIdent(a.ident), to: withoutIdent(b.ident) };
  return [...metadataNames]
    .filter((file) => file !== derivedFile)
    .map((file) => ({ file, ...lineChanges(linesOf(a, file), linesOf(b, file), same) }))
    .filter(({ removed, added }) => removed.length + added.length > 0);
}

function linesOf({ text }: NamedPackage, file: string): readonly string[] {
  return (text(file) ?? "").split("\n").filter((line) => line !== "");
}

function withoutIdent(ident: string): (line: string) => string {
  // Behind a slash it may be another package's, which was built in the same second.
  const release = new RegExp(`(?<![/0-9])${parseFullIdent(ident).release}(?![0-9])`, "g");
  return (line) => line.replaceAll(ident, "\0").replace(release, "\0");
}
