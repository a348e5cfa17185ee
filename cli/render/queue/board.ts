/** Lines at the bottom of a terminal that change while the lines above them stay. */
import type { Output } from "../../context.ts";
import { clipped } from "../display.ts";

/** Where a queue is shown on a terminal. */
export interface Board {
  /** Writes ended lines above. */
  readonly say: (lines: string) => void;
  /** Shows these lines in place of those before. */
  readonly show: (lines: readonly string[]) => void;
}

export function openBoard(stdout: Output): Board {
  let shown: readonly string[] = [];
  // Line by line: terminals keep what is cleared as a whole in what can be scrolled back to.
  const erase = () => (shown.length === 0 ? "" : `${"\x1b[1A\x1b[2K".repeat(shown.length)}\r`);
  // One column less than there is: a full line would wrap.
  const fitted = (lines: readonly string[]) =>
    lines.map((line) => `${clipped(line, stdout.columns - 1)}\n`);
  return {
    say(lines) {
      stdout.write(`${erase()}${lines}${shown.join("")}`);
    },
    show(lines) {
      const next = fitted(lines);
      if (next.join("") === shown.join("")) return;
      stdout.write(`${erase()}${next.join("")}`);
      shown = next;
    },
  };
}
