/** Bounded reading of a file that may say anything about itself. */
import type { ByteText } from "../../package/archive-tree.ts";

/** Up to `length` bytes from an offset; fewer at the end of the file. */
export type ReadAt = (position: number, length: number) => Uint8Array;

/** Why a file cannot be read as what it claims to be. Never leaves this folder. */
export class Unreadable extends Error {}

/** What is read of one file, in all: its tables are smaller, and what asks for more lies. */
const mostBytes = 64 * 1024 * 1024;
/** No path or name is longer: a run path of many folders is the longest text there is. */
const longestText = 1024 * 1024;
const firstText = 256;

/** A file of which parts can be read; each method throws {@link Unreadable}. */
export interface FileBytes {
  /** Exactly these bytes. */
  view(position: number, length: number): DataView;
  /** The bytes from an offset up to the next zero byte, which must come before `end`. */
  text(position: number, end?: number): ByteText;
}

/** @param readAt Reads the file; what it throws is passed on. */
export function fileBytes(readAt: ReadAt): FileBytes {
  let budget = mostBytes;
  const some = (position: number, length: number): Uint8Array => {
    if (!Number.isSafeInteger(position + length)) throw new Unreadable("an offset is too large");
    budget -= length;
    if (budget < 0) throw new Unreadable("its tables are too large");
    return readAt(position, length);
  };
  return {
    view(position, length) {
      const bytes = some(position, length);
      if (bytes.length < length) throw new Unreadable("it is cut short");
      return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    },
    text(position, end = Number.MAX_SAFE_INTEGER) {
      const most = Math.min(longestText, end - position);
      for (
        let length = Math.min(firstText, most);
        length > 0;
        length = Math.min(length * 8, most)
      ) {
        const bytes = Buffer.from(some(position, length));
        const zero = bytes.indexOf(0);
        if (zero !== -1) return bytes.toString("latin1", 0, zero);
        if (bytes.length < length || length === most) break;
      }
      throw new Unreadable("a text in it has no end");
    },
  };
}
