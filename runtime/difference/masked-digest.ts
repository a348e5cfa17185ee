/** Checksums that do not change with the place where a package is installed. */
import { createHash } from "node:crypto";

/** Takes a file's content piece by piece. */
export interface ContentDigest {
  update(piece: Uint8Array): void;
  /** Of the content as it is, and of the content without the mask; ends it. */
  digests(): { readonly exact: string; readonly masked: string };
}

/** What is left out of the second checksum. */
export interface Mask {
  /** Wherever these bytes stand. */
  readonly bytes: Buffer;
  /** And what is in this part, such as a build id. */
  readonly part?: { readonly offset: number; readonly length: number } | undefined;
}

const placeholder = Buffer.of(0);

/** Both checksums in one pass, with little memory. */
export function contentDigest({ bytes, part }: Mask): ContentDigest {
  const exact = createHash("sha256");
  const masked = createHash("sha256");
  /** What may be the beginning of the masked bytes. */
  let kept: Buffer = Buffer.alloc(0);
  let position = 0;
  const take = (text: Buffer, isEnd: boolean) => {
    let from = 0;
    for (let at = text.indexOf(bytes); at !== -1; at = text.indexOf(bytes, from)) {
      masked.update(text.subarray(from, at)).update(placeholder);
      from = at + bytes.length;
    }
    const end = isEnd ? text.length : Math.max(from, text.length - bytes.length + 1);
    masked.update(text.subarray(from, end));
    kept = text.subarray(end);
  };
  return {
    update(piece) {
      exact.update(piece);
      const chunk = without(piece, position, part);
      take(kept.length === 0 ? chunk : Buffer.concat([kept, chunk]), false);
      position += piece.length;
    },
    digests() {
      take(kept, true);
      return { exact: exact.digest("base64"), masked: masked.digest("base64") };
    },
  };
}

function without(piece: Uint8Array, position: number, part: Mask["part"]): Buffer {
  const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  if (part === undefined) return chunk;
  const start = Math.max(0, part.offset - position);
  const end = Math.min(chunk.length, part.offset + part.length - position);
  if (start >= end) return chunk;
  return Buffer.concat([chunk.subarray(0, start), Buffer.alloc(end - start), chunk.subarray(end)]);
}
