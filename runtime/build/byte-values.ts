/**
 * Values of environment variables that are no UTF-8. Node.js loses their bytes; here a byte that is
 * no ASCII becomes a surrogate of its own (PEP 383 does it so), which no other text has.
 */
import { readFileSync } from "node:fs";

const escapes = 0xdc00;
const replacement = "\ufffd";

/** Whether a text stands for bytes that are no UTF-8. */
export function holdsBytes(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** The bytes that a text stands for. */
export function bytesOfValue(text: string): Buffer {
  if (!holdsBytes(text)) return Buffer.from(text);
  return Buffer.from([...text].map((character) => character.charCodeAt(0) & 0xff));
}

/**
 * @param name A variable of this process.
 * @param value As Node.js has it.
 * @returns The value with nothing lost, where the process was started with that very one.
 */
export function wholeValue(name: string, value: string): string {
  if (!value.includes(replacement)) return value;
  const bytes = startedWith(name);
  if (bytes === undefined || bytes.toString("utf8") !== value) return value;
  if (Buffer.from(value).equals(bytes)) return value;
  return [...bytes]
    .map((byte) => String.fromCharCode(byte < 0x80 ? byte : escapes + byte))
    .join("");
}

function startedWith(name: string): Buffer | undefined {
  try {
    const all = readFileSync("/proc/self/environ", "latin1").split("\0");
    const found = all.find((entry) => entry.startsWith(`${name}=`));
    return found === undefined ? undefined : Buffer.from(found.slice(name.length + 1), "latin1");
  } catch {
    return undefined;
  }
}
