/** Reads the entries of a `.hart` one after the other, without unpacking it. */
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { unwritable } from "../crypto/aside.ts";
import { elfStart, elfStartBytes } from "../linkage/elf/header.ts";
import { archiveMembers, type ReadMember } from "./archive-read.ts";
import { readPart, textOf } from "./archive-tree.ts";
import { expand } from "./archive-xz.ts";
import type { PackageEntries, PackageEntry, PackageFile } from "./entries.ts";
import { twoPackages } from "./hart-metadata.ts";
import { isAboveRelease, type MemberPlace, memberPlace } from "./hart-place.ts";
import { payloadOf, withHart } from "./hart-read.ts";

/**
 * Opens a `.hart` for the time of a function, which gets its entries in their order. Nothing is
 * verified. ELF files are laid aside one at a time, since they are not read from start to end.
 *
 * @throws HabcError `usage` where the file cannot be read; `hart-invalid`; `tool-missing`;
 *   `results-unwritable` where there is no room to lay a file aside.
 */
export async function withHartEntries<T>(
  file: string,
  use: (entries: PackageEntries) => Promise<T>,
): Promise<T> {
  const folder = await makeFolder();
  const aside = openSync(join(folder, "file"), "w+", 0o600);
  try {
    return await withHart(file, (hart) => {
      const members = archiveMembers(expand(payloadOf(hart), file), file);
      return use(entriesOf(members, { file, aside }));
    });
  } catch (thrown) {
    throw unwritable(folder, thrown);
  } finally {
    closeSync(aside);
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), "habc-hart-"));
  } catch (thrown) {
    throw unwritable(tmpdir(), thrown);
  }
}

interface Reading {
  readonly file: string;
  /** A file to write to, by its descriptor. */
  readonly aside: number;
}

async function* entriesOf(
  members: AsyncIterable<ReadMember>,
  { file, aside }: Reading,
): AsyncGenerator<PackageEntry> {
  const refuse = (what: string) => new HabcError("hart-invalid", `${file}: ${what}`);
  let ident: string | undefined;
  for await (const member of members) {
    const place = memberPlace(member.path);
    if (place === undefined) {
      const isAbove = ident === undefined || isAboveRelease(member.path, ident);
      if (member.type === "Directory" && isAbove) continue;
      throw refuse(`${textOf(member.path)} is outside the package`);
    }
    ident ??= place.ident;
    if (place.ident !== ident) throw twoPackages(file, [ident, place.ident]);
    yield await entryOf(member, place, { refuse, aside });
  }
  if (ident === undefined) throw refuse("it holds no package");
}

async function entryOf(
  member: ReadMember,
  { path, ident }: MemberPlace,
  { refuse, aside }: { readonly refuse: (what: string) => HabcError; readonly aside: number },
): Promise<PackageEntry> {
  const { mode } = member;
  switch (member.type) {
    case "Directory":
      return { kind: "folder", path, mode };
    case "SymbolicLink":
      return { kind: "link", path, mode, target: member.linkPath };
    case "Link": {
      const first = memberPlace(member.linkPath);
      if (first?.ident !== ident) throw refuse(`${textOf(path)} is a hard link out of the package`);
      return { kind: "same", path, mode, firstPath: first.path };
    }
    case "File":
      return { kind: "file", path, mode, size: member.size, ...(await contentOf(member, aside)) };
  }
}

/** What is before the first piece that is long enough to tell an ELF file. */
async function contentOf(
  member: ReadMember,
  aside: number,
): Promise<Pick<PackageFile, "content" | "readAt">> {
  const pieces = member.content();
  let head = new Uint8Array();
  while (head.length < elfStartBytes) {
    const next = await pieces.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const readAt = (position: number, length: number) => head.subarray(position, position + length);
  if (elfStart(head) === undefined) {
    return {
      readAt,
      async *content() {
        yield head;
        yield* pieces;
      },
    };
  }
  ftruncateSync(aside);
  let size = write(aside, head, 0);
  for await (const piece of pieces) size += write(aside, piece, size);
  return {
    readAt: (position, length) => readPart(aside, position, length),
    *content() {
      for (let position = 0; position < size; position += chunkBytes) {
        yield readPart(aside, position, Math.min(chunkBytes, size - position));
      }
    },
  };
}

const chunkBytes = 256 * 1024;

function write(fd: number, bytes: Uint8Array, position: number): number {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  }
  return bytes.length;
}
