/**
 * A folder of the build cache, which machines may share. `entries/` has one file for each key,
 * `files/` what builds left, each file named by its SHA-256. Files are written aside and renamed
 * or linked to their names, so that a writer that is killed leaves nothing that counts. Whatever
 * is read is verified: what a loss of power leaves half-written is not used either, and nothing
 * has to wait for the disk.
 */
import { createHash } from "node:crypto";
import { type FileHandle, link, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { asideName, errorCode, sweepAside } from "../crypto/aside.ts";
import { eachChunk } from "../crypto/digests.ts";
import { openRegular } from "../source/regular-file.ts";
import type { CachedFile } from "./entry.ts";

export function entryFile(folder: string, key: string): string {
  return join(folder, "entries", key.slice(0, 2), key);
}

export function contentFile(folder: string, { sha256 }: Pick<CachedFile, "sha256">): string {
  return join(folder, "files", sha256.slice(0, 2), sha256);
}

/**
 * Copies a file and makes sure of what was copied.
 *
 * @param from A file that anybody may have written.
 * @param to A path where there is nothing.
 * @returns Whether the copy is what it should be; where it is not, there is none.
 */
export async function copyVerified(from: string, to: string, wanted: CachedFile): Promise<boolean> {
  const source = await openRegular(from);
  if (source === undefined) return false;
  const hash = createHash("sha256");
  try {
    if ((await source.stat()).size !== wanted.bytes) return false;
    const target = await open(to, "wx", 0o644);
    try {
      await copyAll(source, target, (piece) => void hash.update(piece));
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
  if (hash.digest("hex") === wanted.sha256) return true;
  await rm(to, { force: true });
  return false;
}

async function copyAll(
  from: FileHandle,
  to: FileHandle,
  passing: (piece: Uint8Array) => void,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (let position = 0; ; ) {
    const { bytesRead } = await from.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    passing(buffer.subarray(0, bytesRead));
    // A nearly full disk takes part of a piece without an error.
    for (let done = 0; done < bytesRead; ) {
      const rest = bytesRead - done;
      done += (await to.write(buffer, done, rest, position + done)).bytesWritten;
    }
    position += bytesRead;
  }
}

/** Whether a file is what it should be. */
export async function isWhole(file: string, wanted: CachedFile): Promise<boolean> {
  const handle = await openRegular(file);
  if (handle === undefined) return false;
  try {
    if ((await handle.stat()).size !== wanted.bytes) return false;
    const hash = createHash("sha256");
    await eachChunk(handle, (chunk) => void hash.update(chunk));
    return hash.digest("hex") === wanted.sha256;
  } finally {
    await handle.close();
  }
}

/** Keeps a file, unless it is there already and whole. */
export async function keepFile(folder: string, file: string, wanted: CachedFile): Promise<void> {
  const place = contentFile(folder, wanted);
  if (await isWhole(place, wanted)) return;
  await asideThen(place, async (aside) => {
    if (!(await copyVerified(file, aside, wanted))) throw new Error(`${file} has changed`);
    await rename(aside, place);
  });
}

/**
 * Writes an entry.
 *
 * @param replace Whether one that is there gives way; otherwise it stays.
 * @returns Whether it was written.
 */
export async function keepEntry(
  place: string,
  bytes: Uint8Array,
  { replace }: { readonly replace: boolean },
): Promise<boolean> {
  let written = false;
  await asideThen(place, async (aside) => {
    await writeFile(aside, bytes, { flag: "wx", mode: 0o644 });
    written = replace ? await rename(aside, place).then(() => true) : await linkTo(aside, place);
  });
  return written;
}

/** A name is only taken once, however many writers there are. */
async function linkTo(aside: string, place: string): Promise<boolean> {
  try {
    await link(aside, place);
    return true;
  } catch (thrown) {
    const code = errorCode(thrown) ?? "";
    if (code === "EEXIST") return false;
    // Some network file systems have no links: there the last writer wins.
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes(code)) throw thrown;
    await rename(aside, place);
    return true;
  }
}

async function asideThen(place: string, work: (aside: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await sweepAside(place);
  const aside = asideName(place);
  try {
    await work(aside);
  } finally {
    await rm(aside, { force: true });
  }
}
