/**
 * The build id, which the linker makes of what it links.
 *
 * Source: System V Application Binary Interface, "Note Section"; `NT_GNU_BUILD_ID` of GNU ld.
 */
import type { Fields } from "./fields.ts";
import { type FileBytes, Unreadable } from "./file-bytes.ts";

/** A build id, and where its bytes are in the file. */
export interface BuildId {
  readonly hex: string;
  readonly offset: number;
  readonly length: number;
}

/** A part of the file that holds notes. */
export interface NotePlace {
  readonly offset: number;
  readonly size: number;
  readonly alignment?: number;
}

const buildIdType = 3;
const longestId = 64;
const mostNotes = 1024;

/** Looks through the places in order. What cannot be read holds no build id. */
export function findBuildId(
  places: readonly NotePlace[],
  fields: Fields,
  bytes: FileBytes,
): BuildId | undefined {
  for (const place of places) {
    try {
      const found = buildIdIn(place, fields, bytes);
      if (found !== undefined) return found;
    } catch (thrown) {
      if (!(thrown instanceof Unreadable)) throw thrown;
    }
  }
  return undefined;
}

function buildIdIn(
  { offset, size, alignment = 4 }: NotePlace,
  { full }: Fields,
  bytes: FileBytes,
): BuildId | undefined {
  const unit = alignment === 8 ? 8 : 4;
  const padded = (length: number) => Math.ceil(length / unit) * unit;
  let at = 0;
  for (let count = 0; count < mostNotes && at + 16 <= size; count += 1) {
    const note = bytes.view(offset + at, 16);
    const [nameSize, length, type] = [full(note, 0), full(note, 4), full(note, 8)];
    const content = at + padded(12 + nameSize);
    const isGnu = nameSize === 4 && note.getUint32(12) === 0x474e5500;
    if (isGnu && type === buildIdType && length > 0 && length <= longestId) {
      const view = bytes.view(offset + content, length);
      const hex = Buffer.from(view.buffer, view.byteOffset, length).toString("hex");
      return { hex, offset: offset + content, length };
    }
    at = padded(content + length);
  }
  return undefined;
}
