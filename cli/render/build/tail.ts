import { stripVTControlCharacters } from "node:util";
import { visible } from "../display.ts";

const mostLines = 20;
/** Enough for 20 lines that are worth reading; one endless line must not fill the memory. */
const mostBytes = 16 * 1024;

/** Keeps the last lines of a build's output. */
export interface Tail {
  readonly push: (bytes: Uint8Array) => void;
  /** The lines kept, in the order of their output, without control characters. */
  readonly lines: () => string[];
  readonly clear: () => void;
}

/** @returns A tail that has seen nothing yet. */
export function outputTail(): Tail {
  let chunks: Buffer[] = [];
  let length = 0;
  return {
    push(bytes) {
      const last = Buffer.from(bytes.subarray(-mostBytes));
      chunks.push(last);
      length += last.length;
      // Now and then only: this runs for every piece of output.
      if (length > 4 * mostBytes) {
        chunks = [Buffer.concat(chunks).subarray(-mostBytes)];
        length = mostBytes;
      }
    },
    lines() {
      const text = Buffer.concat(chunks).subarray(-mostBytes).toString("utf8");
      return text.trimEnd().split("\n").slice(-mostLines).map(shown).filter(isFirstOrText);
    },
    clear() {
      chunks = [];
      length = 0;
    },
  };
}

/** What a terminal shows of a line in the end: programs redraw their progress after a CR. */
function shown(line: string): string {
  const drawn = line.replace(/\r+$/, "").split("\r").at(-1) ?? "";
  return visible(stripVTControlCharacters(drawn).replaceAll("\t", "    "));
}

function isFirstOrText(line: string, index: number): boolean {
  return index > 0 || line !== "";
}
