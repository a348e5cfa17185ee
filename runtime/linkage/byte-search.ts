/** Finds bytes in a stream of pieces, with little memory and in one pass. */

/** Bytes to look for. */
export interface Needle {
  readonly bytes: Buffer;
  /**
   * Told each place.
   *
   * @param text A part of the stream: up to {@link before} bytes before the place and at least
   *   {@link after} bytes from it, where the stream has as many.
   * @param at Where in `text` the place is.
   * @param position Where in the stream it is.
   */
  readonly found: (text: Buffer, at: number, position: number) => void;
}

/** How much around a place is there to be looked at. */
export const before = 16;
export const after = 1024;

/** Looks for all needles. Each may be at most {@link after} bytes long. */
export async function searchBytes(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  needles: readonly Needle[],
  each: (text: Buffer) => void = () => {},
): Promise<void> {
  let kept: Buffer = Buffer.alloc(0);
  /** Where in `kept` the search goes on, and where in the stream `kept` begins. */
  let from = 0;
  let start = 0;
  for await (const piece of pieces) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    each(chunk);
    const text = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    const end = Math.max(from, text.length - after);
    search(text, { from, end, start }, needles);
    const keep = Math.max(0, end - before);
    kept = text.subarray(keep);
    from = end - keep;
    start += keep;
  }
  search(kept, { from, end: kept.length, start }, needles);
}

function search(
  text: Buffer,
  { from, end, start }: { readonly from: number; readonly end: number; readonly start: number },
  needles: readonly Needle[],
): void {
  for (const { bytes, found } of needles) {
    for (let at = text.indexOf(bytes, from); at !== -1 && at < end; ) {
      found(text, at, start + at);
      at = text.indexOf(bytes, at + 1);
    }
  }
}
