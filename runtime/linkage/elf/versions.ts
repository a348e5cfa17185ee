/**
 * Symbol versions: which a library defines, and which a file needs of others.
 *
 * Source: Linux Standard Base Core, "Symbol Versioning".
 */
import type { ByteText } from "../../package/archive-tree.ts";
import type { Fields } from "./fields.ts";
import type { FileBytes } from "./file-bytes.ts";

/** What is needed of one library. */
export interface VersionNeed {
  /** The library, as in `DT_NEEDED`. */
  readonly file: ByteText;
  readonly versions: readonly {
    readonly name: ByteText;
    /** The loader only warns where the version is missing. */
    readonly isWeak: boolean;
  }[];
}

/** The file, and its texts by their offset in the string table. */
export interface VersionSource {
  readonly bytes: FileBytes;
  readonly fields: Fields;
  readonly text: (offset: number) => ByteText;
}

const weak = 0x2;
/** More records than any library has; a chain of more goes in circles. */
const mostRecords = 65_536;

/** `DT_VERNEED`. Throws Unreadable. */
export function readNeeds(
  { bytes, fields, text }: VersionSource,
  offset: number | undefined,
  count = 0,
): readonly VersionNeed[] {
  const { half, full } = fields;
  return chain(offset, { count, next: (at) => full(bytes.view(at, 16), 12) }).map((at) => {
    const need = bytes.view(at, 16);
    const versions = chain(at + full(need, 8), {
      count: half(need, 2),
      next: (aux) => full(bytes.view(aux, 16), 12),
    }).map((aux) => {
      const version = bytes.view(aux, 16);
      return { name: text(full(version, 8)), isWeak: (half(version, 4) & weak) !== 0 };
    });
    return { file: text(full(need, 4)), versions };
  });
}

/** `DT_VERDEF`: the names, without those of the versions that one inherits. Throws Unreadable. */
export function readDefinitions(
  { bytes, fields, text }: VersionSource,
  offset: number | undefined,
  count = 0,
): readonly ByteText[] {
  const { half, full } = fields;
  return chain(offset, { count, next: (at) => full(bytes.view(at, 20), 16) }).flatMap((at) => {
    const definition = bytes.view(at, 20);
    if (half(definition, 6) === 0) return [];
    return text(full(bytes.view(at + full(definition, 12), 8), 0));
  });
}

/** The offsets of the records of a chain in which each says how far away the next one is. */
function chain(
  start: number | undefined,
  { count, next }: { readonly count: number; readonly next: (at: number) => number },
): number[] {
  const offsets: number[] = [];
  for (let at = start; at !== undefined && offsets.length < Math.min(count, mostRecords); ) {
    offsets.push(at);
    const step = offsets.length < count ? next(at) : 0;
    at = step === 0 ? undefined : at + step;
  }
  return offsets;
}
