/**
 * A file that is not complete yet. It grows in a folder of its own beside its destination, with
 * what is needed to ask for the rest of it, and gets its name by a rename when it is whole.
 *
 * Everything goes through handles: builds can write in the source cache and could put a link in
 * the place of any name.
 */
import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { errorCode, unwritable } from "../crypto/aside.ts";
import { claimPart, removePart, removePartFrom } from "./part-leftovers.ts";
import { freePartName, ownPartName, partKey } from "./part-owner.ts";
import { readState, writeState } from "./part-state.ts";
import { pathOf } from "./regular-file.ts";
import type { Resume } from "./transfer.ts";

/** An unfinished file. Its methods throw `results-unwritable` where the disk refuses. */
export interface Part {
  /** Bytes that are there. */
  size(): number;
  /** What to ask the server for; undefined: the whole file. */
  resume(): Resume | undefined;
  /** Whether the beginning was fetched by an earlier run. */
  isInherited(): boolean;
  /** Starts over, with what the server now says of the file. */
  reset(validator: string | undefined): Promise<void>;
  write(bytes: Uint8Array): Promise<void>;
  /** A hash of all bytes, to be ended by the caller. */
  hash(): Hash;
  /** Gives the file its name. */
  settle(modified: Date | undefined): Promise<void>;
  /** Leaves it to a later run, if one can go on with it; else removes it. Never throws. */
  leave(): Promise<void>;
  /** Removes it. Never throws. */
  discard(): Promise<void>;
}

/** Which file is to be fetched. */
export interface PartSpec {
  /** The folder of the destination. */
  readonly folder: FileHandle;
  /** The absolute path of the destination, in that folder. */
  readonly destination: string;
  readonly url: URL;
  /** Whether a checksum will tell if an inherited beginning was damaged. */
  readonly verified: boolean;
}

/** Takes over what a dead process left of the same file, or begins a new one. */
export async function openPart(spec: PartSpec): Promise<Part> {
  const top = pathOf(spec.folder);
  const key = partKey(basename(spec.destination), spec.url);
  const mine = join(top, ownPartName(key));
  const claimed = await claimPart(top, key, mine);
  let opened = claimed ? await openParts(mine, spec).catch(() => undefined) : undefined;
  if (opened === undefined) {
    if (claimed) await removePart(mine);
    const fresh = join(top, ownPartName(key));
    await mkdir(fresh, 0o700);
    opened = await openParts(fresh, spec);
  }
  return partOf(opened, spec, key);
}

interface Opened {
  readonly path: string;
  readonly folder: FileHandle;
  readonly file: FileHandle;
  readonly hash: Hash;
  readonly size: number;
  readonly validator: string | undefined;
}

async function openParts(path: string, { verified }: PartSpec): Promise<Opened> {
  const { O_CREAT, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;
  const folder = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    const flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK;
    const file = await open(join(pathOf(folder), "part"), flags, 0o666);
    try {
      const stat = await file.stat();
      // A second name could be that of a file somewhere else.
      if (!stat.isFile() || stat.nlink !== 1) throw new Error("not a file of a download");
      const validator = stat.size === 0 ? undefined : await readState(folder, verified);
      const hash = createHash("sha256");
      if (validator === undefined) return { path, folder, file, hash, size: 0, validator };
      const stream = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 });
      for await (const chunk of stream) hash.update(chunk);
      return { path, folder, file, hash, size: stat.size, validator };
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  } catch (thrown) {
    await folder.close();
    throw thrown;
  }
}

function partOf(opened: Opened, { folder: target, destination }: PartSpec, key: string): Part {
  const { path, folder, file } = opened;
  const top = pathOf(target);
  let { hash, size, validator } = opened;
  let inherited = size > 0;

  async function close(): Promise<void> {
    await file.close().catch(() => {});
    await folder.close().catch(() => {});
  }

  return {
    size: () => size,
    resume: () => (size === 0 || validator === undefined ? undefined : { offset: size, validator }),
    isInherited: () => inherited,
    hash: () => hash.copy(),
    async reset(next) {
      await onDisk(destination, async () => {
        await file.truncate(0);
        await writeState(folder, next);
      });
      hash = createHash("sha256");
      size = 0;
      validator = next;
      inherited = false;
    },
    async write(bytes) {
      await onDisk(destination, async () => {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, done, bytes.length - done, size + done);
          done += bytesWritten;
        }
      });
      hash.update(bytes);
      size += bytes.length;
    },
    async settle(modified) {
      await onDisk(destination, async () => {
        if (modified !== undefined) await file.utimes(modified, modified);
        await file.sync();
        await rename(join(pathOf(folder), "part"), join(top, basename(destination)));
        await target.sync().catch(() => {});
      });
      await removePartFrom(folder, path);
      await close();
    },
    async leave() {
      if (size === 0 || validator === undefined) await removePartFrom(folder, path);
      else await rename(path, join(top, freePartName(key))).catch(() => {});
      await close();
    },
    async discard() {
      await removePartFrom(folder, path);
      await close();
    },
  };
}

/** Tells what the disk refuses. */
async function onDisk(path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    throw errorCode(thrown) === undefined ? thrown : unwritable(path, thrown);
  }
}
