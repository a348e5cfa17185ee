/** The content of a package, wherever it is: an installed folder or a `.hart`. */
import type { ReadAt } from "../linkage/elf/file-bytes.ts";
import { type ByteText, walkTree } from "./archive-tree.ts";

/** A regular file. */
export interface PackageFile {
  readonly kind: "file";
  readonly path: ByteText;
  readonly mode: number;
  readonly size: number;
  /** The content from its start, piece by piece. */
  readonly content: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Any part of it, where the file begins as an ELF file; else its first bytes alone. */
  readonly readAt: ReadAt;
}

/** Something in a package. It can be read until the next one is taken. */
export type PackageEntry = {
  /** The path below the package's folder, without a slash at either end; the folder itself is `""`. */
  readonly path: ByteText;
  /** The permissions, with the set-ID and sticky bits. */
  readonly mode: number;
} & (
  | { readonly kind: "folder" }
  | { readonly kind: "link"; readonly target: ByteText }
  /** A further name of an earlier file, where that is known. */
  | { readonly kind: "same"; readonly firstPath: ByteText }
  | PackageFile
);

/** The entries of a package, a folder before what is in it. */
export type PackageEntries = Iterable<PackageEntry> | AsyncIterable<PackageEntry>;

/**
 * The entries of a folder of this machine.
 *
 * @throws HabcError `package-content`.
 */
export function* folderEntries(folder: string): Generator<PackageEntry> {
  const firstNames = new Map<string, ByteText>();
  for (const entry of walkTree(folder)) {
    const { path, kind, stat } = entry;
    const mode = Number(stat.mode & 0o7777n);
    if (kind === "folder") yield { kind, path, mode };
    else if (kind === "link") yield { kind, path, mode, target: entry.target };
    else {
      const file = `${stat.dev}:${stat.ino}`;
      const firstPath = firstNames.get(file);
      if (stat.nlink > 1n && firstPath === undefined) firstNames.set(file, path);
      const { content, readAt } = entry;
      yield firstPath === undefined
        ? { kind, path, mode, size: Number(stat.size), content, readAt }
        : { kind: "same", path, mode, firstPath };
    }
  }
}
