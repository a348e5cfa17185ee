import { Readable } from "node:stream";
import type { CommandContext, Output } from "../../cli/context.ts";
import { wantsColours } from "../../cli/render/palette.ts";

/** What the streams of a recorded context are. */
export interface RecordedStreams {
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** @returns A context that keeps what is written to it. */
export function recordedContext({
  terminal = false,
  columns = 80,
  environment = {},
}: RecordedStreams) {
  const written: { readonly stream: "stdout" | "stderr"; readonly bytes: Buffer }[] = [];
  const output = (stream: "stdout" | "stderr"): Output => ({
    write: (data) => void written.push({ stream, bytes: Buffer.from(data) }),
    isTerminal: terminal,
    colours: wantsColours(terminal, environment),
    columns,
  });
  const context: CommandContext = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    readInput: async () => Buffer.alloc(0),
    input: () => Readable.from([]),
    terminal: undefined,
    environment,
    cwd: "/w",
    signal: new AbortController().signal,
  };
  const raw = (name: "stdout" | "stderr") =>
    Buffer.concat(written.filter(({ stream }) => stream === name).map(({ bytes }) => bytes));
  return {
    context,
    raw,
    text: () => ({ stdout: raw("stdout").toString(), stderr: raw("stderr").toString() }),
    /** Both streams, in the order of the writes. */
    all: () => Buffer.concat(written.map(({ bytes }) => bytes)).toString(),
  };
}
