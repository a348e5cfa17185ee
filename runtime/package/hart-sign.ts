/** Signing, hashing and reading the header of a single file: `pkg sign`, `pkg hash`, `pkg header`. */
import { createBlake2b, eachChunk } from "../crypto/digests.ts";
import { latestSecretKey } from "../crypto/key-cache.ts";
import { withHart, withInput } from "./hart-read.ts";
import { type WrittenHart, writeSigned } from "./hart-write.ts";
import type { SignedHeader } from "./signed-file.ts";

/** What to sign, where to, and as whom. */
export interface SignOptions {
  readonly source: string;
  readonly destination: string;
  readonly origin: string;
  /** The folder of the key cache. */
  readonly keys: string;
}

/**
 * Puts a signed header before any file, with the newest secret key of an origin.
 *
 * @throws HabcError `key-missing`; `key-invalid`; `usage` where the source cannot be read;
 *   `results-unwritable`.
 */
export async function signFile(options: SignOptions): Promise<WrittenHart> {
  const { source, destination, origin, keys } = options;
  const key = await latestSecretKey(keys, origin);
  return await withInput(source, async (handle) => {
    const payload = handle.createReadStream({ autoClose: false, start: 0 });
    return await writeSigned(payload, { destination, key });
  });
}

/**
 * BLAKE2b-256 of a file, in hexadecimal.
 *
 * @throws HabcError `usage` where it cannot be read.
 */
export async function hashFile(file: string): Promise<string> {
  return await withInput(file, async (handle) => {
    const hasher = await createBlake2b();
    await eachChunk(handle, (chunk) => hasher.update(chunk));
    return hasher.hex();
  });
}

/**
 * The header of a signed file. The signature is not checked.
 *
 * @throws HabcError `usage` where it cannot be read; `hart-invalid`.
 */
export async function readSignedHeader(file: string): Promise<SignedHeader> {
  return await withHart(file, async ({ header }) => header);
}
