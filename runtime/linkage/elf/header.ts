/**
 * The header of an ELF file.
 *
 * Source: System V Application Binary Interface, edition 4.1 and its 64-bit extension, "ELF
 * Header" and "Sections".
 */

import { type Fields, fieldsOf } from "./fields.ts";
import { type FileBytes, Unreadable } from "./file-bytes.ts";

/** The bytes that {@link elfStart} needs. */
export const elfStartBytes = 20;

/** `e_type`. */
export const elfTypes = { relocatable: 1, fixed: 2, shared: 3, core: 4 } as const;

/** What the first bytes of an ELF file say. */
export interface ElfStart {
  /** The size of addresses. */
  readonly bits: 32 | 64;
  readonly order: "little" | "big";
  /** `EI_OSABI`: 0 is System V, 3 is Linux. */
  readonly osAbi: number;
  /** `e_type`, one of {@link elfTypes} or a number of the system's own. */
  readonly type: number;
  /** `e_machine`: 62 is x86-64, 183 is AArch64. */
  readonly machine: number;
}

/** A table in the file: offsets and sizes in bytes. */
export interface Table {
  readonly offset: number;
  readonly entrySize: number;
  readonly count: number;
}

/** The header, with the numbers of the file's order and size. */
export interface ElfHeader extends ElfStart {
  readonly fields: Fields;
  readonly segments: Table;
  readonly sections: Table;
}

/**
 * @param bytes The start of a file, of any length.
 * @returns What the file says it is; undefined where it is no ELF file.
 */
export function elfStart(bytes: Uint8Array): ElfStart | undefined {
  if (bytes.length < elfStartBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0) !== 0x7f454c46) return undefined;
  const little = view.getUint8(5) !== 2;
  return {
    bits: view.getUint8(4) === 1 ? 32 : 64,
    order: little ? "little" : "big",
    osAbi: view.getUint8(7),
    type: view.getUint16(16, little),
    machine: view.getUint16(18, little),
  };
}

/** Where fields are, in bytes: for 32 bits, for 64 bits. */
const layout = {
  size: [52, 64],
  segmentsOffset: [28, 32],
  sectionsOffset: [32, 40],
  segmentSize: [42, 54],
  segmentCount: [44, 56],
  sectionSize: [46, 58],
  sectionCount: [48, 60],
  leastSegment: [32, 56],
  leastSection: [40, 64],
  /** In a section: its size and info, which hold counts that do not fit into the header. */
  sizeInSection: [20, 32],
  infoInSection: [28, 44],
} as const;

/** Where the address size and the byte order are said: 1 or 2 each. */
const identity = { size: 4, order: 5 } as const;

const countElsewhere = 0xffff;

/** @throws Unreadable */
export function readHeader(start: ElfStart, bytes: FileBytes): ElfHeader {
  const fields = fieldsOf(start);
  const { at, half, full, word } = fields;
  const view = bytes.view(0, at(layout.size));
  for (const field of [identity.size, identity.order]) {
    const value = view.getUint8(field);
    if (value !== 1 && value !== 2) throw new Unreadable("it is of an unknown kind");
  }
  const section = {
    offset: word(view, at(layout.sectionsOffset)),
    entrySize: half(view, at(layout.sectionSize)),
    count: half(view, at(layout.sectionCount)),
  };
  const segment = {
    offset: word(view, at(layout.segmentsOffset)),
    entrySize: half(view, at(layout.segmentSize)),
    count: half(view, at(layout.segmentCount)),
  };
  if (segment.count > 0 && segment.entrySize < at(layout.leastSegment)) {
    throw new Unreadable("its program headers are too small");
  }
  if (section.offset === 0 || section.entrySize < at(layout.leastSection)) {
    return { ...start, fields, segments: segment, sections: { ...section, count: 0 } };
  }
  // Counts that do not fit into 16 bits are in the first section.
  const isLarge = section.count === 0 || segment.count === countElsewhere;
  const first = isLarge ? bytes.view(section.offset, at(layout.leastSection)) : undefined;
  return {
    ...start,
    fields,
    sections:
      first !== undefined && section.count === 0
        ? { ...section, count: word(first, at(layout.sizeInSection)) }
        : section,
    segments:
      first !== undefined && segment.count === countElsewhere
        ? { ...segment, count: full(first, at(layout.infoInSection)) }
        : segment,
  };
}
