/** What a package holds, as far as a comparison needs it. */
import { setImmediate } from "node:timers/promises";
import { type ElfFile, readElf } from "../linkage/elf/read.ts";
import { type ByteText, textOf } from "../package/archive-tree.ts";
import type { PackageEntries, PackageFile } from "../package/entries.ts";
import { contentDigest } from "./masked-digest.ts";

/** What a binary tells its loader. */
export interface BinaryFacts {
  readonly interpreter: string | undefined;
  readonly soname: string | undefined;
  readonly needed: readonly string[];
  /** The run path that counts, entry by entry. */
  readonly runPath: readonly string[];
  readonly isStripped: boolean;
}

/** Something in a package. */
export interface ContentEntry {
  readonly kind: "file" | "folder" | "link";
  readonly mode: number;
  /** Of a file, in bytes; of others 0. */
  readonly size: number;
  /** What a link leads to. */
  readonly target: string | undefined;
  /** Checksums of a file: as it is, and without the package's own identifier and build id. */
  readonly exact: string | undefined;
  readonly masked: string | undefined;
  readonly binary: BinaryFacts | undefined;
}

/** The entries by path, the folder itself left out. */
export type PackageContent = ReadonlyMap<ByteText, ContentEntry>;

/** After so many bytes the rest of the program gets its turn. */
const turnBytes = 16 * 1024 * 1024;
/** What a file counts beside its bytes. */
const fileBytes = 64 * 1024;

/**
 * Reads everything once. Memory grows with the number of entries, not with their content.
 *
 * @param ident The package's own identifier, `origin/name/version/release`.
 * @throws HabcError what the entries throw; the reason of `signal`.
 */
export async function readContent(
  entries: PackageEntries,
  { ident, signal }: { readonly ident: string; readonly signal?: AbortSignal | undefined },
): Promise<PackageContent> {
  const content = new Map<ByteText, ContentEntry>();
  const own = Buffer.from(ident);
  let bytes = 0;
  for await (const entry of entries) {
    const { path, mode } = entry;
    if (path === "") continue;
    if (entry.kind === "file") {
      content.set(path, await fileFacts(entry, own));
      bytes += entry.size + fileBytes;
    } else if (entry.kind === "same") {
      const first = content.get(entry.firstPath);
      if (first !== undefined) content.set(path, { ...first, mode });
    } else {
      const target = entry.kind === "link" ? textOf(entry.target) : undefined;
      content.set(path, { ...nothing, kind: entry.kind, mode, target });
    }
    if (bytes >= turnBytes) {
      bytes = 0;
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return content;
}

const nothing = {
  size: 0,
  target: undefined,
  exact: undefined,
  masked: undefined,
  binary: undefined,
};

async function fileFacts(file: PackageFile, own: Buffer): Promise<ContentEntry> {
  const elf = readElf(file.readAt);
  const binary = elf?.readable ? elf : undefined;
  const digest = contentDigest({ bytes: own, part: binary?.buildId });
  for await (const piece of file.content()) digest.update(piece);
  return {
    ...nothing,
    ...digest.digests(),
    kind: "file",
    mode: file.mode,
    size: file.size,
    binary: binary && binaryFacts(binary),
  };
}

function binaryFacts({ interpreter, dynamic, isStripped }: ElfFile): BinaryFacts {
  const runPath = dynamic?.runpath ?? dynamic?.rpath;
  return {
    interpreter: interpreter && textOf(interpreter),
    soname: dynamic?.soname && textOf(dynamic.soname),
    needed: (dynamic?.needed ?? []).map(textOf),
    runPath: runPath === undefined ? [] : runPath.split(":").map(textOf),
    isStripped,
  };
}
