/** Writes the members of an archive below a folder that is empty and nobody else's. */
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  futimesSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import type { HabcError } from "../../compiler/ir/index.ts";
import type { ReadMember } from "./archive-read.ts";
import { type ByteText, bytesOf, pathOf, textOf } from "./archive-tree.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/** A folder that is being filled. */
export interface Extraction {
  /**
   * Writes one member.
   *
   * @param path Where, below the folder; parts are checked, so it goes straight down.
   * @param linkPath Where below the folder a hard link leads to.
   */
  add(
    member: ReadMember,
    places: { readonly path: ByteText; readonly linkPath: ByteText | undefined },
  ): Promise<void>;
  /** Gives every folder below the top one its mode and time, once nothing more is added. */
  seal(): void;
  /** Gives the top folder its mode and time, once it is in its place. */
  sealTop(folder: string): void;
  /** Removes everything, sealed or not. */
  discard(): void;
}

/**
 * Starts to fill an existing folder.
 *
 * Nothing is ever written through a link of the archive, since only what this extraction made
 * as a folder counts as one.
 *
 * @param refuse Makes the error for a member that must not be.
 */
export function startExtraction(folder: string, refuse: (what: string) => HabcError): Extraction {
  const top = bytesOf(folder);
  const made = new Map<ByteText, ReadMember["type"]>([["", "Directory"]]);
  const folders = new Map<ByteText, Pick<ReadMember, "mode" | "mtime"> | undefined>();
  const at = (path: ByteText) => pathOf(path === "" ? top : `${top}/${path}`);

  const makeFolder = (path: ByteText): void => {
    if (made.get(path) === "Directory") return;
    if (made.has(path)) throw refuse(`${textOf(path)} is a folder and something else at once`);
    makeFolder(parentOf(path));
    mkdirSync(at(path), 0o700);
    made.set(path, "Directory");
    folders.set(path, undefined);
  };

  const makers = {
    Directory: (member, path) => {
      makeFolder(path);
      folders.set(path, { mode: member.mode, mtime: member.mtime });
    },
    File: (member, path) => writeFile(member, at(path)),
    SymbolicLink: (member, path) => {
      symlinkSync(pathOf(member.linkPath), at(path));
      lutimesSync(at(path), member.mtime, member.mtime);
    },
    Link: (_member, path, linkPath) => {
      if (linkPath === undefined || made.get(linkPath) !== "File") {
        throw refuse(`${textOf(path)} is a hard link to what is no earlier file of the package`);
      }
      linkSync(at(linkPath), at(path));
    },
  } satisfies Record<
    ReadMember["type"],
    (member: ReadMember, path: ByteText, linkPath: ByteText | undefined) => void | Promise<void>
  >;

  return {
    async add(member, { path, linkPath }) {
      if (member.type !== "Directory") {
        if (made.has(path)) throw refuse(`${textOf(path)} occurs twice`);
        makeFolder(parentOf(path));
        made.set(path, member.type === "Link" ? "File" : member.type);
      }
      await makers[member.type](member, path, linkPath);
    },
    seal() {
      for (const [path, attributes] of [...folders].reverse()) {
        if (path !== "") applyTo(at(path), attributes);
      }
    },
    sealTop: (moved) => applyTo(Buffer.from(moved), folders.get("")),
    discard() {
      for (const path of folders.keys()) chmodSync(at(path), 0o700);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writeFile(member: ReadMember, path: Buffer): Promise<void> {
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    for await (const piece of member.content()) {
      for (let done = 0; done < piece.length; ) done += writeSync(fd, piece, done);
    }
    fchmodSync(fd, member.mode);
    futimesSync(fd, member.mtime, member.mtime);
  } finally {
    closeSync(fd);
  }
}

/** A folder that the archive does not name gets what a new folder usually has. */
function applyTo(path: Buffer, attributes: Pick<ReadMember, "mode" | "mtime"> | undefined): void {
  chmodSync(path, attributes?.mode ?? 0o755);
  if (attributes !== undefined) utimesSync(path, attributes.mtime, attributes.mtime);
}

function parentOf(path: ByteText): ByteText {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
