import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { asideName, sweepAside, unwritable } from "../crypto/aside.ts";

/** A file that was written, with its SHA-256 in hexadecimal. */
export interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A compressed file, with the SHA-256 of what is in it as well. */
export interface WrittenGzip extends WrittenFile {
  readonly contentSha256: string;
}

/**
 * Compresses pieces with gzip into a file, which has its name only when it is whole. The same
 * pieces give the same bytes: gzip's header has neither a name nor a time.
 *
 * @param name Gives the path for the SHA-256 of the file.
 * @throws HabcError `results-unwritable`; what the pieces throw.
 */
export async function writeGzip(
  pieces: Iterable<Uint8Array>,
  { folder, name }: { readonly folder: string; readonly name: (sha256: string) => string },
): Promise<WrittenGzip> {
  const aside = asideName(`${folder}/export`);
  await sweepAside(`${folder}/export`);
  const content = createHash("sha256");
  const whole = createHash("sha256");
  let bytes = 0;
  function* counted() {
    for (const piece of pieces) {
      content.update(piece);
      yield piece;
    }
  }
  try {
    const handle = await open(aside, "wx", 0o644);
    try {
      await pipeline(counted, createGzip({ level: 6 }), async (compressed) => {
        for await (const chunk of compressed as AsyncIterable<Buffer>) {
          whole.update(chunk);
          bytes += chunk.length;
          await handle.writeFile(chunk);
        }
      });
      await handle.sync();
    } finally {
      await handle.close();
    }
    const sha256 = whole.digest("hex");
    const file = name(sha256);
    await rename(aside, file);
    return { file, bytes, sha256, contentSha256: content.digest("hex") };
  } catch (error) {
    await rm(aside, { force: true });
    throw unwritable(folder, error);
  }
}
