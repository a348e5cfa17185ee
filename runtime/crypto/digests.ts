/**
 * Checksums. Habitat's is BLAKE2b with a 32-byte digest as parameter (not a cut BLAKE2b-512),
 * written as 64 lower-case hexadecimal digits, as `b2sum -l 256` prints it.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { createBLAKE2b } from "hash-wasm";

const chunkBytes = 1 << 20;

/** Takes bytes bit by bit; `hex` ends it. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** The digest in hexadecimal. The hasher is used up. */
  hex(): string;
}

/** The checksums and the length of one file. */
export interface FileDigests {
  readonly bytes: number;
  readonly blake2b: string;
  readonly sha256: string;
}

/** Starts a BLAKE2b-256. Each call gives a hasher with a state of its own. */
export async function createBlake2b(): Promise<Hasher> {
  const state = (await createBLAKE2b(256)).init();
  return {
    update: (bytes) => {
      state.update(bytes);
    },
    hex: () => state.digest("hex"),
  };
}

/** BLAKE2b-256 of data in memory. */
export async function blake2b(bytes: Uint8Array): Promise<string> {
  const hasher = await createBlake2b();
  hasher.update(bytes);
  return hasher.hex();
}

/** BLAKE2b-256 of a file, streamed. Errors are those of `node:fs`. */
export async function blake2bOfFile(file: string): Promise<string> {
  const hasher = await createBlake2b();
  await withFile(file, (handle) => eachChunk(handle, (chunk) => hasher.update(chunk)));
  return hasher.hex();
}

/** Both checksums of an open file from its start, read once. */
export async function digestsOf(handle: FileHandle): Promise<FileDigests> {
  const hasher = await createBlake2b();
  const sha256 = createHash("sha256");
  let bytes = 0;
  await eachChunk(handle, (chunk) => {
    bytes += chunk.length;
    hasher.update(chunk);
    sha256.update(chunk);
  });
  return { bytes, blake2b: hasher.hex(), sha256: sha256.digest("hex") };
}

/**
 * Reads an open file piece by piece, whatever its read position is.
 *
 * @param take Gets each piece; its memory is used again for the next one.
 * @param from The offset to begin at, in bytes.
 */
export async function eachChunk(
  handle: FileHandle,
  take: (chunk: Uint8Array) => void,
  from = 0,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let position = from; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    take(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

async function withFile(file: string, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}
