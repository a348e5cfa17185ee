/**
 * Two streams that show one text: output of the plan's commands as it is, habc's own lines
 * between, and on a terminal one line below them that changes while work goes on.
 */
import type { Output } from "../../context.ts";
import { clipped } from "../display.ts";

type StreamName = "stdout" | "stderr";

/** Where a build is shown. */
export interface Screen {
  /** Writes bytes of the plan's commands, unaltered. */
  readonly output: (stream: StreamName, bytes: Uint8Array) => void;
  /** Writes ended lines of habc's own; they start on a line of their own. */
  readonly own: (stream: StreamName, lines: string) => void;
  /** Shows a text below, in place of the one before; not in the middle of a line of output. */
  readonly status: (text: string) => void;
  readonly clearStatus: () => void;
}

/** What a screen writes to. */
export interface ScreenOptions {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether there may be a status line. */
  readonly live: boolean;
}

const lineEnd = 0x0a;
const eraseLine = "\r\x1b[K";

/** @returns A screen whose cursor is at the start of a line. */
export function screen({ stdout, stderr, live }: ScreenOptions): Screen {
  const outputs = { stdout, stderr };
  // Streams that are both shown on a terminal have one cursor between them.
  const shared = stdout.isTerminal && stderr.isTerminal;
  const midLine = { stdout: false, stderr: false };
  let shown = false;

  const isMidLine = (stream: StreamName) =>
    shared ? midLine.stdout || midLine.stderr : midLine[stream];
  const clearStatus = () => {
    if (shown) stdout.write(eraseLine);
    shown = false;
  };
  return {
    output(stream, bytes) {
      if (bytes.length === 0) return;
      clearStatus();
      outputs[stream].write(bytes);
      const ended = bytes.at(-1) === lineEnd;
      if (shared) midLine.stdout = midLine.stderr = false;
      midLine[stream] = !ended;
    },
    own(stream, lines) {
      clearStatus();
      outputs[stream].write(isMidLine(stream) ? `\n${lines}` : lines);
      if (shared) midLine.stdout = midLine.stderr = false;
      midLine[stream] = false;
    },
    status(text) {
      if (!live || isMidLine("stdout")) return;
      // One column less than there is: a full line would wrap.
      stdout.write(`${eraseLine}${clipped(text, stdout.columns - 1)}`);
      shown = true;
    },
    clearStatus,
  };
}
