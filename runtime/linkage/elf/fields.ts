/** Numbers in the byte order and address size of an ELF file. */
import { Unreadable } from "./file-bytes.ts";

/** Where a field is: in 32-bit files, in 64-bit files. */
export type Place = readonly [bits32: number, bits64: number];

/** Reads numbers of one file. */
export interface Fields {
  /** The place that counts for this file. */
  at(place: Place): number;
  /** 16 bits. */
  half(view: DataView, offset: number): number;
  /** 32 bits. */
  full(view: DataView, offset: number): number;
  /** An address, an offset or a size: 32 or 64 bits. Throws {@link Unreadable} above 2^53. */
  word(view: DataView, offset: number): number;
}

/** @param file The address size and byte order. */
export function fieldsOf({
  bits,
  order,
}: {
  readonly bits: 32 | 64;
  readonly order: "little" | "big";
}): Fields {
  const little = order === "little";
  const full = (view: DataView, offset: number) => view.getUint32(offset, little);
  return {
    at: (place) => place[bits === 32 ? 0 : 1],
    half: (view, offset) => view.getUint16(offset, little),
    full,
    word: bits === 32 ? full : (view, offset) => safe(view.getBigUint64(offset, little)),
  };
}

function safe(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unreadable("an offset is too large");
  return Number(value);
}
