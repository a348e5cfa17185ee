/** One member of a tar archive as bytes, in the form that GNU tar writes. */
import { Header } from "tar";
import { type ByteText, pathOf } from "./archive-tree.ts";

export const blockBytes = 512;
/** What ends an archive. */
export const archiveEnd = Buffer.alloc(2 * blockBytes);

const nameBytes = 100;

/** What a member is. Owners are nameless. */
export interface Member {
  readonly type: "Directory" | "File" | "SymbolicLink" | "Link";
  /** The path in the archive; for a folder with a slash at its end. */
  readonly path: ByteText;
  /** What a link leads to. */
  readonly linkPath?: ByteText;
  readonly size: number;
  readonly mode: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** The number of the user and the group. Absent: 0. */
  readonly owner?: number;
}

/** The blocks that precede a member's content. */
export function memberHeader(member: Member): Buffer {
  const { path, linkPath = "" } = member;
  return Buffer.concat([
    ...(fits(linkPath) ? [] : longName("NextFileHasLongLinkpath", linkPath)),
    ...(fits(path) ? [] : longName("NextFileHasLongPath", path)),
    header({
      ...member,
      path: fits(path) ? path : asciiStart(path),
      linkPath: fits(linkPath) ? linkPath : asciiStart(linkPath),
    }),
  ]);
}

/** The zeros that fill the last block of a content of this size. */
export function padding(size: number): Buffer {
  return archiveEnd.subarray(0, (blockBytes - (size % blockBytes)) % blockBytes);
}

/** Whether a name can stand in the header itself: short, and the same bytes in any encoding. */
function fits(name: ByteText): boolean {
  return name.length < nameBytes && isAscii(name);
}

function isAscii(text: string): boolean {
  return Buffer.from(text).length === text.length;
}

/** GNU's record for a name that does not fit: the name as content of a member before it. */
function longName(
  type: "NextFileHasLongPath" | "NextFileHasLongLinkpath",
  name: ByteText,
): Buffer[] {
  const content = Buffer.concat([pathOf(name), Buffer.of(0)]);
  const size = content.length;
  const record = { path: "././@LongLink", size, mode: 0, mtime: 0 };
  return [header({ ...record, type }), content, padding(size)];
}

function header(
  member: Omit<Member, "type"> & { readonly type: NonNullable<Header["type"]> },
): Buffer {
  const { linkPath, mtime, owner = 0, ...rest } = member;
  const encoded = new Header({ ...rest, uid: owner, gid: owner, mtime: new Date(mtime * 1000) });
  if (linkPath) encoded.linkpath = linkPath;
  const block = Buffer.alloc(blockBytes);
  encoded.encode(block);
  return block;
}

/** What readers that do not know the long form see. */
function asciiStart(name: ByteText): string {
  return Array.from(name.slice(0, nameBytes - 1), (byte) => (isAscii(byte) ? byte : "_")).join("");
}
