import { isUtf8 } from "node:buffer";

/**
 * The bytes of a file as text. Bytes that are no UTF-8 become lone surrogates U+DC80 to U+DCFF,
 * one each, so that nothing is lost; the convention of Python's `surrogateescape`.
 */
export function decodeBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString("utf8");
  let text = "";
  for (let at = 0; at < buffer.length; ) {
    const length = sequenceLength(buffer[at] ?? 0);
    const sequence = buffer.subarray(at, at + length);
    if (length > 0 && sequence.length === length && isUtf8(sequence)) {
      text += sequence.toString("utf8");
      at += length;
    } else {
      text += String.fromCharCode(0xdc00 + (buffer[at] ?? 0));
      at += 1;
    }
  }
  return text;
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/** Whether a text has ASCII characters only, so that every locale counts it the same. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** Whether a text is a name that a variable can have. */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** A piece of source for a message: one line, not too long. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
