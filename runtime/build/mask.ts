/** Replaces secrets in a stream of bytes, also where one is cut in two. */
import { bytesOfValue } from "./byte-values.ts";

const cover = "[secret]";
const coverBytes = Buffer.from(cover);

/** Takes bytes as they come and gives them without the secrets. */
export interface Mask {
  push(chunk: Uint8Array): Uint8Array;
  /** What was held back because it might have become a secret. */
  end(): Uint8Array;
}

/** Shorter texts would hide half of everything; a line of a secret can be a usual word. */
const leastBytes = 3;
const leastLineBytes = 8;

/** What to hide, longest first: secrets, without white space around, and each line of long ones. */
function hidden(secrets: readonly string[]): Buffer[] {
  const whole = secrets.flatMap((text) => [text, text.trim()]).map(bytesOfValue);
  const lines = secrets
    .flatMap((text) => text.split("\n").map((line) => line.trim()))
    .map(bytesOfValue)
    .filter(({ length }) => length >= leastLineBytes);
  const each = new Map([...whole, ...lines].map((bytes) => [bytes.toString("latin1"), bytes]));
  return [...each.values()]
    .filter(({ length }) => length >= leastBytes)
    .sort((a, b) => b.length - a.length);
}

/** The text without the secrets. */
export function maskText(text: string, secrets: readonly string[]): string {
  return hidden(secrets).reduce(
    (rest, secret) => rest.replaceAll(secret.toString("utf8"), cover),
    text,
  );
}

/** @param secrets The texts to hide. */
export function createMask(secrets: readonly string[]): Mask {
  const wanted = hidden(secrets);
  if (wanted.length === 0) return { push: (chunk) => chunk, end: () => new Uint8Array() };
  let held: Buffer = Buffer.alloc(0);

  function covered(bytes: Buffer): { readonly done: Buffer[]; readonly rest: Buffer } {
    const done: Buffer[] = [];
    for (let rest = bytes; ; ) {
      const first = firstOf(rest, wanted);
      if (first === undefined) return { done, rest };
      done.push(rest.subarray(0, first.at), coverBytes);
      rest = rest.subarray(first.at + first.length);
    }
  }

  return {
    push(chunk) {
      const { done, rest } = covered(Buffer.concat([held, chunk]));
      const kept = Math.max(...wanted.map((secret) => startLength(rest, secret)));
      held = rest.subarray(rest.length - kept);
      return Buffer.concat([...done, rest.subarray(0, rest.length - kept)]);
    },
    end() {
      const rest = held;
      held = Buffer.alloc(0);
      return rest;
    },
  };
}

function firstOf(bytes: Buffer, secrets: readonly Buffer[]) {
  let first: { at: number; length: number } | undefined;
  for (const secret of secrets) {
    const at = bytes.indexOf(secret);
    if (at !== -1 && (first === undefined || at < first.at)) first = { at, length: secret.length };
  }
  return first;
}

/** How many bytes at the end may be the start of a secret. */
function startLength(bytes: Buffer, secret: Buffer): number {
  for (let length = Math.min(bytes.length, secret.length - 1); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(secret.subarray(0, length))) return length;
  }
  return 0;
}
