/** Compares two packages. */
import type { NamedPackage } from "../package/named-package.ts";
import { type PackageContent, readContent } from "./content.ts";
import { type DependencyChanges, dependencyChanges } from "./dependencies.ts";
import { type FileChange, fileChanges } from "./files.ts";
import { type MetadataChange, metadataChanges } from "./metadata.ts";

/** One of the two packages. */
export interface ComparedPackage {
  /** As it was named. */
  readonly name: string;
  readonly ident: string;
  /** Regular files, metadata among them, and the bytes in them. */
  readonly files: number;
  readonly bytes: number;
}

/** What is not the same. */
export interface PackageDifference {
  /** Whether the packages are the same, their signatures aside. */
  readonly same: boolean;
  readonly from: ComparedPackage;
  readonly to: ComparedPackage;
  readonly metadata: readonly MetadataChange[];
  readonly dependencies: DependencyChanges;
  readonly files: readonly FileChange[];
}

/**
 * Compares two packages by what is in them. Nothing of them is verified or run.
 *
 * @throws HabcError `hart-invalid`, `ident-invalid`, `package-content`, `tool-missing`; the
 *   reason of `signal`.
 */
export async function comparePackages(
  a: NamedPackage,
  b: NamedPackage,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<PackageDifference> {
  const read = ({ ident, read: open }: NamedPackage) =>
    open((entries) => readContent(entries, { ident, signal }));
  const [from, to] = [await read(a), await read(b)];
  const metadata = metadataChanges(a, b);
  const files = fileChanges(from, to, { from: a.ident, to: b.ident });
  return {
    same: a.ident === b.ident && files.length + metadata.length === 0,
    from: described(a, from),
    to: described(b, to),
    metadata,
    dependencies: dependencyChanges(a, b),
    files,
  };
}

function described({ name, ident }: NamedPackage, content: PackageContent): ComparedPackage {
  const files = [...content.values()].filter(({ kind }) => kind === "file");
  return {
    name,
    ident,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}
