/**
 * Walks a package's folder. Its content is a plan's, so nothing in it is trusted: every folder
 * is opened without following a link and its children are reached through that open folder,
 * so that what is swapped for a link meanwhile leads nowhere.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { HabcError } from "../../compiler/ir/index.ts";
import { errorCode } from "../crypto/aside.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
const chunkBytes = 256 * 1024;

/**
 * A text of bytes: each character is one byte. File names on Linux are bytes, and not every
 * one is valid UTF-8.
 */
export type ByteText = string;

/** Something in the tree. It can be read until the walk goes on. */
export type TreeEntry = {
  /** The path below the tree's folder, without a slash at either end; the folder itself is `""`. */
  readonly path: ByteText;
  readonly stat: BigIntStats;
} & (
  | { readonly kind: "folder" }
  | { readonly kind: "link"; readonly target: ByteText }
  | {
      readonly kind: "file";
      readonly content: () => Generator<Uint8Array>;
      /** Up to `length` bytes from an offset; fewer at the end of the file. */
      readonly readAt: (position: number, length: number) => Uint8Array;
    }
);

/**
 * Every folder, file and link of a tree: a folder before what is in it, the names in a folder
 * in the order of their bytes.
 *
 * @param folder Path on the host.
 * @throws HabcError `package-content` for what cannot be in a package or cannot be read.
 */
export function* walkTree(folder: string): Generator<TreeEntry> {
  yield* walkFolder(bytesOf(folder), "", (path) => `${folder}/${textOf(path)}`);
}

type Naming = (path: ByteText) => string;

function* walkFolder(at: ByteText, path: ByteText, naming: Naming): Generator<TreeEntry> {
  const explain = (thrown: unknown) => unpackable(naming(path), thrown);
  const fd = attempt(() => openAt(at, O_DIRECTORY), explain);
  try {
    yield { kind: "folder", path, stat: attempt(() => fstatSync(fd, { bigint: true }), explain) };
    const inside = `/proc/self/fd/${fd}`;
    const names = attempt(() => readdirSync(inside, { encoding: "latin1" }), explain);
    for (const name of names.sort()) {
      yield* walkEntry(`${inside}/${name}`, path === "" ? name : `${path}/${name}`, naming);
    }
  } finally {
    closeSync(fd);
  }
}

function* walkEntry(at: ByteText, path: ByteText, naming: Naming): Generator<TreeEntry> {
  const explain = (thrown: unknown) => unpackable(naming(path), thrown);
  const stat = attempt(() => lstatSync(pathOf(at), { bigint: true }), explain);
  if (stat.isDirectory()) {
    yield* walkFolder(at, path, naming);
  } else if (stat.isSymbolicLink()) {
    const target = attempt(() => readlinkSync(pathOf(at), { encoding: "latin1" }), explain);
    yield { kind: "link", path, stat, target };
  } else if (stat.isFile()) {
    yield* walkFile(at, path, explain);
  } else {
    throw unpackable(naming(path), specialKind(stat));
  }
}

function* walkFile(
  at: ByteText,
  path: ByteText,
  explain: (thrown: unknown) => unknown,
): Generator<TreeEntry> {
  const fd = attempt(() => openAt(at, O_NONBLOCK), explain);
  try {
    const stat = attempt(() => fstatSync(fd, { bigint: true }), explain);
    if (!stat.isFile()) throw explain(specialKind(stat));
    yield {
      kind: "file",
      path,
      stat,
      content: () => readFile(fd, Number(stat.size), explain),
      readAt: (position, length) => attempt(() => readPart(fd, position, length), explain),
    };
  } finally {
    closeSync(fd);
  }
}

/** Exactly `size` bytes, in pieces. A file that shrinks while it is read is an error. */
function* readFile(
  fd: number,
  size: number,
  explain: (thrown: unknown) => unknown,
): Generator<Uint8Array> {
  for (let position = 0; position < size; ) {
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, size - position));
    const length = attempt(() => readSync(fd, chunk, 0, chunk.length, position), explain);
    if (length === 0) throw explain("it became shorter while it was read");
    yield chunk.subarray(0, length);
    position += length;
  }
}

/** Up to `length` bytes of an open file from an offset; fewer only at its end. */
export function readPart(fd: number, position: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

/** The bytes of a text that is a path of the host. */
export function bytesOf(text: string): ByteText {
  return Buffer.from(text).toString("latin1");
}

/** Bytes as a text for people. */
export function textOf(bytes: ByteText): string {
  return Buffer.from(bytes, "latin1").toString();
}

/** Bytes as `node:fs` takes them. */
export function pathOf(bytes: ByteText): Buffer {
  return Buffer.from(bytes, "latin1");
}

function openAt(at: ByteText, flags: number): number {
  return openSync(pathOf(at), O_RDONLY | O_NOFOLLOW | flags);
}

function attempt<T>(action: () => T, explain: (thrown: unknown) => unknown): T {
  try {
    return action();
  } catch (thrown) {
    throw explain(thrown);
  }
}

function specialKind(stat: BigIntStats): string {
  if (stat.isSocket()) return "it is a socket";
  if (stat.isFIFO()) return "it is a named pipe";
  return "it is a device";
}

function unpackable(path: string, reason: unknown): unknown {
  const text = typeof reason === "string" ? reason : readFailure(reason);
  if (text === undefined) return reason;
  return new HabcError("package-content", `${path} cannot be packed: ${text}`, {
    ...(reason instanceof Error ? { cause: reason } : {}),
  });
}

function readFailure(thrown: unknown): string | undefined {
  const code = errorCode(thrown);
  if (code === "EACCES") return "it cannot be read by this user";
  if (code === "ELOOP" || code === "ENOTDIR") return "it was replaced while it was read";
  if (code === "ENOENT") return "it is gone";
  return code;
}
