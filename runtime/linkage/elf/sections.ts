/**
 * The section headers: what linkers and debuggers read. A program runs without them, so what is
 * wrong with them is no matter.
 *
 * Source: System V Application Binary Interface, "Sections".
 */
import { type FileBytes, Unreadable } from "./file-bytes.ts";
import type { ElfHeader } from "./header.ts";

const types = { symbols: 2, dynamic: 6, note: 7, empty: 8 } as const;

const layout = {
  type: [4, 4],
  address: [12, 16],
  offset: [16, 24],
  size: [20, 32],
} as const;

/** How many headers are read at a time. */
const batch = 1024;
/** Only relocatable files have more, one for each function. */
const mostSections = 1 << 17;

/** What the sections tell. */
export interface Sections {
  /** There is a table of symbols, which `strip` removes. */
  readonly hasSymbols: boolean;
  readonly notes: readonly { readonly offset: number; readonly size: number }[];
  /** The addresses of sections of which nothing is in the file. */
  readonly absent: ReadonlySet<number>;
}

/** Reads the headers as far as they can be read. */
export function readSections(header: ElfHeader, bytes: FileBytes): Sections {
  const { sections: table, fields } = header;
  const { at, full, word } = fields;
  const notes: { offset: number; size: number }[] = [];
  const absent = new Set<number>();
  let hasSymbols = false;
  try {
    const all = Math.min(table.count, mostSections);
    for (let done = 0; done < all; done += batch) {
      const count = Math.min(batch, all - done);
      const view = bytes.view(table.offset + done * table.entrySize, count * table.entrySize);
      for (let start = 0; start < count * table.entrySize; start += table.entrySize) {
        const type = full(view, start + at(layout.type));
        if (type === types.symbols) hasSymbols = true;
        if (type === types.empty) absent.add(word(view, start + at(layout.address)));
        if (type === types.note && notes.length < batch) {
          notes.push({
            offset: word(view, start + at(layout.offset)),
            size: word(view, start + at(layout.size)),
          });
        }
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown;
  }
  return { hasSymbols, notes, absent };
}
