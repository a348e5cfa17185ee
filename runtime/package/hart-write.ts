import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { asideName, sweepAside, syncFolder, unwritable } from "../crypto/aside.ts";
import { createBlake2b, digestsOf, type FileDigests } from "../crypto/digests.ts";
import type { KeyFile } from "../crypto/key-file.ts";
import { archivePieces } from "./archive-write.ts";
import { type CompressOptions, compress } from "./archive-xz.ts";
import { signedHeader, signedHeaderLength } from "./signed-file.ts";

/** What to pack, and where to. */
export interface PackOptions extends CompressOptions {
  /** The release's folder on the host. */
  readonly folder: string;
  /** The full identifier, `origin/name/version/release`. */
  readonly ident: string;
  /** The `.hart` to write; one that is there is replaced. */
  readonly destination: string;
  /** The secret signing key of the origin. */
  readonly key: KeyFile;
  /** The time of every member, in seconds since 1970. Absent: as on disk. */
  readonly sourceDateEpoch?: number | undefined;
  /** Told how many bytes of the tree's archive are read. Must not throw. */
  readonly onProgress?: (bytes: number) => void;
}

/** A file that was written, with the checksums of all of it. */
export interface WrittenHart extends FileDigests {
  readonly file: string;
}

/**
 * Packs an installed release into a signed `.hart`: tar, xz and hash in one pass over the tree,
 * in little memory. Until all of it is on the disk, nothing has the destination's name.
 *
 * @throws HabcError `package-content`, `results-unwritable`, `tool-missing`, `tool-failed`;
 *   the reason of `signal`.
 */
export async function packHart(options: PackOptions): Promise<WrittenHart> {
  const pieces = archivePieces({
    folder: options.folder,
    root: `hab/pkgs/${options.ident}`,
    mtime: options.sourceDateEpoch,
  });
  const payload = compress(counted(pieces, options.onProgress), options);
  return await writeSigned(payload, options);
}

/**
 * Writes a header and a payload that is still being made.
 *
 * The header's length is known before its content, so the payload goes behind the room for it.
 */
export async function writeSigned(
  payload: AsyncIterable<Uint8Array>,
  { destination, key }: Pick<PackOptions, "destination" | "key">,
): Promise<WrittenHart> {
  const aside = asideName(destination);
  try {
    await sweepAside(destination);
    const handle = await open(aside, "wx+", 0o644);
    let digests: FileDigests;
    try {
      await fill(handle, payload, key);
      digests = await digestsOf(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, destination);
    await syncFolder(dirname(destination));
    return { file: destination, ...digests };
  } catch (thrown) {
    await rm(aside, { force: true });
    throw unwritable(destination, thrown);
  }
}

async function fill(
  handle: FileHandle,
  payload: AsyncIterable<Uint8Array>,
  key: KeyFile,
): Promise<void> {
  const hasher = await createBlake2b();
  let position = signedHeaderLength(key);
  for await (const chunk of payload) {
    hasher.update(chunk);
    await writeAt(handle, chunk, position);
    position += chunk.length;
  }
  await writeAt(handle, Buffer.from(await signedHeader(hasher.hex(), key)), 0);
}

/** Writes all of a piece: a nearly full disk takes part of it without an error. */
async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const rest = bytes.length - done;
    done += (await handle.write(bytes, done, rest, position + done)).bytesWritten;
  }
}

function* counted(
  pieces: Iterable<Uint8Array>,
  onProgress: ((bytes: number) => void) | undefined,
): Generator<Uint8Array> {
  let bytes = 0;
  for (const piece of pieces) {
    bytes += piece.length;
    onProgress?.(bytes);
    yield piece;
  }
}
