/** Reads a tar archive as a stream, member by member, without trust in what it says. */
import { Header, Pax } from "tar";
import { HabcError } from "../../compiler/ir/index.ts";
import { blockBytes } from "./archive-member.ts";
import { type ByteText, bytesOf } from "./archive-tree.ts";

/** A path of 1 MiB is no path. */
const maxNameBytes = 1 << 20;

export type ReadMemberType = "File" | "Directory" | "SymbolicLink" | "Link";

/** One member. Its content is passed over unless it is taken before the next member. */
export interface ReadMember {
  readonly type: ReadMemberType;
  /** The path as it stands in the archive. */
  readonly path: ByteText;
  /** What a link leads to; else `""`. */
  readonly linkPath: ByteText;
  readonly size: number;
  readonly mode: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  readonly content: () => AsyncGenerator<Uint8Array>;
}

/**
 * The members of an archive, in its order. What follows the end of the archive is read and
 * ignored.
 *
 * @param file What to call the archive in errors.
 * @throws HabcError `hart-invalid`; what `data` throws.
 */
export async function* archiveMembers(
  data: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<ReadMember> {
  const refuse = (what: string) =>
    new HabcError("hart-invalid", `${file}: the archive is damaged: ${what}`);
  const bytes = byteSource(data, refuse);
  try {
    yield* readMembers(bytes, refuse);
    await bytes.drain();
  } finally {
    await bytes.close();
  }
}

async function* readMembers(
  bytes: ReturnType<typeof byteSource>,
  refuse: Refuse,
): AsyncGenerator<ReadMember> {
  let names: Names = {};
  for (;;) {
    const block = await bytes.take(blockBytes);
    // Without the whole name, a short form that is cut off behind a slash counts as a folder.
    const known = names.path === undefined ? names.pax : { ...names.pax, path: names.path };
    const header = new Header(block, 0, known);
    if (header.nullBlock) return;
    if (!header.cksumValid) throw refuse("a header has a wrong checksum");
    const { size, type } = header;
    if (size === undefined) throw refuse("a header has no valid size");

    const record = nameRecords[type];
    if (record !== undefined) {
      if (size > maxNameBytes) throw refuse("a name is too long");
      names = { ...names, ...record(await bytes.take(size), refuse) };
      await bytes.skip(paddingOf(size));
      continue;
    }
    if (type === "GlobalExtendedHeader") {
      await bytes.skip(size + paddingOf(size));
      continue;
    }
    const kind = memberTypes[type];
    if (kind === undefined) throw refuse(`a member is of the kind ${type}`);
    if (kind !== "File" && size !== 0) throw refuse(`a member of the kind ${type} has content`);
    const content = bytes.part(size);
    yield {
      type: kind,
      path: names.path ?? nameOf(block),
      linkPath: names.linkPath ?? textAt(block, 157, 100),
      size,
      mode: (header.mode ?? 0) & 0o7777,
      mtime: Math.floor((header.mtime?.getTime() ?? 0) / 1000),
      content: content.read,
    };
    await content.skip();
    await bytes.skip(paddingOf(size));
    names = {};
  }
}

type Refuse = (what: string) => HabcError;

/** What records before a member say about it. */
interface Names {
  readonly path?: ByteText;
  readonly linkPath?: ByteText;
  readonly pax?: Pax;
}

const nameRecords: Readonly<Record<string, (content: Buffer, refuse: Refuse) => Names>> = {
  NextFileHasLongPath: (content) => ({ path: textAt(content, 0, content.length) }),
  OldGnuLongPath: (content) => ({ path: textAt(content, 0, content.length) }),
  NextFileHasLongLinkpath: (content) => ({ linkPath: textAt(content, 0, content.length) }),
  ExtendedHeader: paxNames,
  OldExtendedHeader: paxNames,
};

function paxNames(content: Buffer, refuse: Refuse): Names {
  const text = content.toString();
  if (text.includes(" GNU.sparse.")) throw refuse("a member is a sparse file");
  const pax = Pax.parse(text);
  return {
    pax,
    ...(pax.path === undefined ? {} : { path: bytesOf(pax.path) }),
    ...(pax.linkpath === undefined ? {} : { linkPath: bytesOf(pax.linkpath) }),
  };
}

const memberTypes: Readonly<Record<string, ReadMemberType>> = {
  File: "File",
  OldFile: "File",
  ContiguousFile: "File",
  Directory: "Directory",
  SymbolicLink: "SymbolicLink",
  Link: "Link",
};

/** The name in a header itself, with POSIX's prefix. */
function nameOf(block: Buffer): ByteText {
  const name = textAt(block, 0, 100);
  const isPosix = block.toString("latin1", 257, 265) === "ustar\u000000";
  // The last 25 bytes of the prefix are two times in some archives.
  const prefix = isPosix ? textAt(block, 345, block[475] === 0 ? 130 : 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textAt(bytes: Buffer, start: number, length: number): ByteText {
  const text = bytes.toString("latin1", start, start + length);
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}

function paddingOf(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

/** Takes a stream apart by lengths. */
function byteSource(data: AsyncIterable<Uint8Array>, refuse: Refuse) {
  const chunks = data[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();

  /** At least one byte and at most `most`. */
  const some = async (most: number): Promise<Uint8Array> => {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done) throw refuse("it is cut short");
      rest = next.value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(taken.length);
    return taken;
  };

  const part = (length: number) => {
    let left = length;
    const next = async () => {
      const taken = await some(left);
      left -= taken.length;
      return taken;
    };
    return {
      async *read(): AsyncGenerator<Uint8Array> {
        while (left > 0) yield await next();
      },
      async skip(): Promise<void> {
        while (left > 0) await next();
      },
    };
  };

  return {
    part,
    skip: (length: number) => part(length).skip(),
    async take(length: number): Promise<Buffer> {
      const pieces: Uint8Array[] = [];
      for await (const piece of part(length).read()) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    async drain(): Promise<void> {
      while (!(await chunks.next()).done);
    },
    /** Lets go of the stream, whether or not it is at its end. */
    async close(): Promise<void> {
      await chunks.return?.();
    },
  };
}
