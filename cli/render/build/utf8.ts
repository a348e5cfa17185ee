/**
 * @returns How many bytes there are before a UTF-8 character that is cut off by the end; all of
 *   them where none is, or where the end is no UTF-8 at all.
 */
export function completeLength(bytes: Uint8Array): number {
  const last = bytes.length - 1;
  for (let back = 0; back < 3 && back <= last; back += 1) {
    const byte = bytes[last - back] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back + 1 ? last - back : bytes.length;
  }
  return bytes.length;
}
