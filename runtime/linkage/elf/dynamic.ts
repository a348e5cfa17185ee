/**
 * The dynamic section: what the loader is to do.
 *
 * Source: System V Application Binary Interface, "Dynamic Section"; the GNU C library's `elf.h`
 * for `DT_FLAGS_1` and the version tables.
 */
import type { ByteText } from "../../package/archive-tree.ts";
import { type FileBytes, Unreadable } from "./file-bytes.ts";
import type { ElfHeader } from "./header.ts";
import { fileOffset, type Segment } from "./segments.ts";
import { readDefinitions, readNeeds, type VersionNeed } from "./versions.ts";

const tags = {
  end: 0,
  needed: 1,
  strings: 5,
  stringsSize: 10,
  soname: 14,
  rpath: 15,
  runpath: 29,
  flags: 30,
  flags1: 0x6ffffffb,
  definitions: 0x6ffffffc,
  definitionCount: 0x6ffffffd,
  needs: 0x6ffffffe,
  needCount: 0x6fffffff,
} as const;

/** `DF_1_NODEFLIB`: the system's folders are not searched. */
export const noDefaultFolders = 0x800;

/** What the loader is told. Texts are bytes, as they stand in the file. */
export interface ElfDynamic {
  /** `DT_NEEDED`, in order. */
  readonly needed: readonly ByteText[];
  readonly soname: ByteText | undefined;
  /** Without effect where there is a `runpath`. */
  readonly rpath: ByteText | undefined;
  readonly runpath: ByteText | undefined;
  /** `DT_FLAGS`. */
  readonly flags: number;
  /** `DT_FLAGS_1`. */
  readonly flags1: number;
  /** The versions that it needs of each library. */
  readonly needs: readonly VersionNeed[];
  /** The versions that it defines itself. */
  readonly defines: readonly ByteText[];
  /** Where in the file the texts of `rpath` and `runpath` are. */
  readonly runPathPlaces: readonly { readonly offset: number; readonly length: number }[];
}

/** @throws Unreadable */
export function readDynamic(
  { fields }: ElfHeader,
  { segment, segments }: { readonly segment: Segment; readonly segments: readonly Segment[] },
  bytes: FileBytes,
): ElfDynamic {
  const { word, at } = fields;
  const half = at([4, 8]);
  const view = bytes.view(segment.offset, segment.size - (segment.size % (2 * half)));
  const values = new Map<number, number[]>();
  for (let start = 0; start < view.byteLength; start += 2 * half) {
    const tag = tagAt(view, start, fields.full, half);
    if (tag === tags.end) break;
    if (!known.has(tag)) continue;
    const list = values.get(tag);
    if (list === undefined) values.set(tag, [word(view, start + half)]);
    else list.push(word(view, start + half));
  }
  const last = (tag: number) => values.get(tag)?.at(-1);
  const table = strings(values, segments);
  const text = (offset: number | undefined) =>
    offset === undefined ? undefined : bytes.text(table.offset + offset, table.end);
  const placed = (address: number | undefined) =>
    address === undefined ? undefined : fileOffset(segments, address);
  const versions = {
    bytes,
    fields,
    text: (offset: number) => bytes.text(table.offset + offset, table.end),
  };
  const rpath = text(last(tags.rpath));
  const runpath = text(last(tags.runpath));
  return {
    needed: (values.get(tags.needed) ?? []).map((offset) =>
      bytes.text(table.offset + offset, table.end),
    ),
    soname: text(last(tags.soname)),
    rpath,
    runpath,
    flags: last(tags.flags) ?? 0,
    flags1: last(tags.flags1) ?? 0,
    needs: readNeeds(versions, placed(last(tags.needs)), last(tags.needCount)),
    defines: readDefinitions(versions, placed(last(tags.definitions)), last(tags.definitionCount)),
    runPathPlaces: (
      [
        [last(tags.rpath), rpath],
        [last(tags.runpath), runpath],
      ] as const
    ).flatMap(([offset, found]) =>
      offset === undefined || found === undefined
        ? []
        : { offset: table.offset + offset, length: found.length },
    ),
  };
}

const known: ReadonlySet<number> = new Set(Object.values(tags));

/** Of a 64-bit tag that does not fit into 32 bits only the fact that it is none of these matters. */
function tagAt(
  view: DataView,
  start: number,
  full: (view: DataView, offset: number) => number,
  size: number,
): number {
  if (size === 4) return full(view, start);
  const [first, second] = [full(view, start), full(view, start + 4)];
  // One half is zero in either byte order.
  if (first === 0) return second;
  return second === 0 ? first : -1;
}

function strings(values: ReadonlyMap<number, readonly number[]>, segments: readonly Segment[]) {
  const address = values.get(tags.strings)?.at(-1);
  const offset = address === undefined ? undefined : fileOffset(segments, address);
  if (offset === undefined) {
    const asked = [tags.needed, tags.soname, tags.rpath, tags.runpath, tags.needs];
    if (asked.some((tag) => values.has(tag))) throw new Unreadable("its texts are not in it");
    return { offset: 0, end: 0 };
  }
  const size = values.get(tags.stringsSize)?.at(-1);
  return { offset, end: size === undefined ? undefined : offset + size };
}
