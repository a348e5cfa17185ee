/**
 * The program headers: what the kernel and the loader read.
 *
 * Source: System V Application Binary Interface, "Program Header".
 */
import type { FileBytes } from "./file-bytes.ts";
import type { ElfHeader } from "./header.ts";

/** `p_type` of the segments that matter here. */
export const segmentTypes = { load: 1, dynamic: 2, interpreter: 3, note: 4 } as const;

/** One segment. */
export interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  /** How many bytes of it are in the file. */
  readonly size: number;
  readonly alignment: number;
}

const layout = {
  offset: [4, 8],
  address: [8, 16],
  size: [16, 32],
  alignment: [28, 48],
} as const;

/** @throws Unreadable */
export function readSegments(header: ElfHeader, bytes: FileBytes): readonly Segment[] {
  const { segments: table, fields } = header;
  const { at, full, word } = fields;
  if (table.count === 0) return [];
  const view = bytes.view(table.offset, table.entrySize * table.count);
  return Array.from({ length: table.count }, (_, index) => {
    const start = index * table.entrySize;
    const type = full(view, start);
    // Fields of segments of other kinds may hold anything.
    const matters = Object.values<number>(segmentTypes).includes(type);
    const read = (place: readonly [number, number]) =>
      matters ? word(view, start + at(place)) : 0;
    return {
      type,
      offset: read(layout.offset),
      address: read(layout.address),
      size: read(layout.size),
      alignment: read(layout.alignment),
    };
  });
}

/**
 * Where in the file an address is.
 *
 * @returns undefined where no loaded segment holds it.
 */
export function fileOffset(segments: readonly Segment[], address: number): number | undefined {
  const holder = segments.find(
    (segment) =>
      segment.type === segmentTypes.load &&
      address >= segment.address &&
      address < segment.address + segment.size,
  );
  return holder && holder.offset + address - holder.address;
}
