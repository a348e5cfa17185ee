import { type FileHandle, open } from "node:fs/promises";
import { HabcError, systemReason } from "../../compiler/ir/index.ts";
import { createBlake2b, eachChunk } from "../crypto/digests.ts";
import { findPublicKey } from "../crypto/key-cache.ts";
import { formatKeyName } from "../crypto/key-name.ts";
import {
  checkSignature,
  maxHeaderBytes,
  parseSignedHeader,
  type SignedHeader,
} from "./signed-file.ts";

const chunkBytes = 256 * 1024;

/** An open signed file, read up to its payload. */
export interface OpenHart {
  readonly file: string;
  readonly handle: FileHandle;
  readonly header: SignedHeader;
}

/** A signed file whose signature holds. */
export interface VerifiedHart {
  readonly file: string;
  readonly header: SignedHeader;
  /** The payload's BLAKE2b-256: what was signed. Not the checksum of the file. */
  readonly digest: string;
}

/**
 * Opens a `.hart`, or another signed file, for the time of a function.
 *
 * @throws HabcError `usage` where it cannot be read; `hart-invalid`.
 */
export async function withHart<T>(file: string, use: (hart: OpenHart) => Promise<T>): Promise<T> {
  return await withInput(file, async (handle) => {
    const start = Buffer.alloc(maxHeaderBytes);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    const header = parseSignedHeader(start.subarray(0, bytesRead), file);
    return await use({ file, handle, header });
  });
}

/**
 * Opens a file that a user named, for the time of a function.
 *
 * @throws HabcError `usage` where it cannot be read.
 */
export async function withInput<T>(
  file: string,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const refuse = (reason = "unknown error", options = {}) =>
    new HabcError("usage", `${file} cannot be read: ${reason}`, options);
  const handle = await open(file).catch((cause: unknown) => {
    throw refuse(systemReason(cause), { cause });
  });
  try {
    if ((await handle.stat()).isDirectory()) throw refuse("it is a folder");
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/**
 * Checks the signature of a `.hart`, or of another signed file, against the keys of a cache.
 *
 * @param options.keys The folder of the key cache.
 * @throws HabcError `hart-signature`; `hart-invalid` for a file that is cut short or no signed
 *   file at all; `key-missing`; `key-invalid`.
 */
export async function verifyHart(
  file: string,
  options: { readonly keys: string },
): Promise<VerifiedHart> {
  return await withHart(file, (hart) => verifyOpenHart(hart, options));
}

/** {@link verifyHart} for a file that is open. */
export async function verifyOpenHart(
  { file, handle, header }: OpenHart,
  { keys }: { readonly keys: string },
): Promise<VerifiedHart> {
  const key = await findPublicKey(keys, header.signer);
  const hasher = await createBlake2b();
  await eachChunk(handle, (chunk) => hasher.update(chunk), header.length);
  const digest = hasher.hex();

  const verdict = checkSignature(header, { digest, key });
  if (verdict === "holds") return { file, header, digest };
  const signer = formatKeyName(header.signer);
  if (verdict === "other-key") {
    throw new HabcError(
      "hart-signature",
      `${file}: the signature was not made with the key ${signer}`,
    );
  }
  if (await isCutShort(handle, header.length)) {
    throw new HabcError("hart-invalid", `${file}: the file is cut short`, {
      hint: "download or copy it again",
    });
  }
  throw new HabcError("hart-signature", `${file}: the content is not what ${signer} signed`);
}

/** The payload of an open `.hart`, piece by piece; each has memory of its own. */
export async function* payloadOf({ handle, header }: OpenHart): AsyncGenerator<Uint8Array> {
  for (let position = header.length; ; ) {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return;
    yield chunk.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/**
 * Whether a payload begins as an xz stream and does not end as one.
 * Source: The .xz File Format, sections 2.1.1 and 2.1.2.
 */
async function isCutShort(handle: FileHandle, start: number): Promise<boolean> {
  const { size } = await handle.stat();
  const magic = "fd377a585a00";
  const head = await readHex(handle, start, magic.length / 2);
  if (!magic.startsWith(head)) return false;
  return size - start < 32 || (await readHex(handle, size - 2, 2)) !== "595a";
}

async function readHex(handle: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString("hex", 0, bytesRead);
}
