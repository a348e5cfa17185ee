import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";
import { visible } from "../display.ts";

const mostLines = 20;
/** Enough for 20 lines that are worth reading; one endless line must not fill the memory. */
const mostCharacters = 16 * 1024;

/** Keeps the last lines of a build's output. */
export interface Tail {
  readonly push: (stream: "stdout" | "stderr", bytes: Uint8Array) => void;
  /** The lines kept, in the order of their output, without control characters. */
  readonly lines: () => string[];
  readonly clear: () => void;
}

/** @returns A tail that has seen nothing yet. */
export function outputTail(): Tail {
  const decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  let text = "";
  return {
    push(stream, bytes) {
      text = (text + decoders[stream].write(Buffer.from(bytes))).slice(-mostCharacters);
    },
    lines: () => text.trimEnd().split("\n").slice(-mostLines).map(shown).filter(isFirstOrText),
    clear() {
      text = "";
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
