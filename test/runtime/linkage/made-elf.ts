/** Writes small ELF files of any address size and byte order, as a linker for them would. */

export interface MadeElf {
  readonly bits: 32 | 64;
  readonly order: "little" | "big";
  readonly interpreter: string;
  /** Tags and texts of the dynamic section. */
  readonly texts: readonly (readonly [tag: number, text: string])[];
}

const tags = { end: 0, strings: 5, stringsSize: 10 };

export function madeElf({ bits, order, interpreter, texts }: MadeElf): Buffer {
  const word = bits / 8;
  const [headerSize, segmentSize] = bits === 32 ? [52, 32] : [64, 56];
  const number = (value: number, size: number) => {
    const bytes = Buffer.alloc(size);
    if (order === "little") bytes.writeUIntLE(value, 0, Math.min(size, 6));
    else bytes.writeUIntBE(value, size - Math.min(size, 6), Math.min(size, 6));
    return bytes;
  };
  const half = (value: number) => number(value, 2);
  const full = (value: number) => number(value, 4);
  const wide = (value: number) => number(value, word);

  let table = "\0";
  const offsets = texts.map(([tag, text]) => {
    const offset = table.length;
    table += `${text}\0`;
    return [tag, offset] as const;
  });
  const interpreterAt = headerSize + 3 * segmentSize;
  const tableAt = interpreterAt + interpreter.length + 1;
  const dynamicAt = Math.ceil((tableAt + table.length) / 8) * 8;
  const base = 0x10000;
  const entries = [
    ...offsets,
    [tags.strings, base + tableAt] as const,
    [tags.stringsSize, table.length] as const,
    [tags.end, 0] as const,
  ];
  const dynamic = Buffer.concat(entries.flatMap(([tag, value]) => [wide(tag), wide(value)]));
  const size = dynamicAt + dynamic.length;
  const segment = (type: number, offset: number, length: number) => {
    const [address, flags] = [base + offset, 4];
    const rest = [wide(offset), wide(address), wide(address), wide(length), wide(length)];
    return Buffer.concat(
      bits === 32
        ? [full(type), ...rest, full(flags), wide(1)]
        : [full(type), full(flags), ...rest, wide(1)],
    );
  };
  const ident = Buffer.alloc(16);
  ident.set([0x7f, 0x45, 0x4c, 0x46, bits === 32 ? 1 : 2, order === "little" ? 1 : 2, 1]);
  const machine = bits === 32 ? 8 : 21;
  return Buffer.concat([
    ident,
    half(3),
    half(machine),
    full(1),
    wide(0),
    wide(headerSize),
    wide(0),
    full(0),
    half(headerSize),
    half(segmentSize),
    half(3),
    half(0),
    half(0),
    half(0),
    segment(1, 0, size),
    segment(2, dynamicAt, dynamic.length),
    segment(3, interpreterAt, interpreter.length + 1),
    Buffer.from(`${interpreter}\0${table}`, "latin1"),
    Buffer.alloc(dynamicAt - tableAt - table.length),
    dynamic,
  ]);
}
