import { setImmediate } from "node:timers/promises";
import type { WriteStream } from "node:tty";
import type { Output } from "./context.ts";
import { wantsColours } from "./render/palette.ts";

/** The width for text that goes into a file or a pipe. */
const usualColumns = 100;

/**
 * @param onLost Called when the stream takes no more: its reader went away, or a disk is full.
 *   What is written from then on is dropped.
 */
export function processOutput(
  stream: NodeJS.WriteStream,
  onLost: (error: NodeJS.ErrnoException) => void,
): Output {
  let open = true;
  stream.on("error", (error) => {
    if (open) onLost(error);
    open = false;
  });
  const isTerminal = stream.isTTY === true;
  return {
    write: (data) => {
      if (open) stream.write(data);
    },
    isTerminal,
    colours: wantsColours(isTerminal, process.env),
    get columns() {
      return isTerminal ? (stream as WriteStream).columns || usualColumns : usualColumns;
    },
  };
}

/** Waits until everything written has left the process. */
export async function flushed(...streams: readonly NodeJS.WriteStream[]): Promise<void> {
  const waits = streams.map(
    (stream) =>
      new Promise<void>((resolve) => {
        if (stream.writableLength === 0 || stream.destroyed) resolve();
        else stream.write("", () => resolve());
      }),
  );
  await Promise.all(waits);
  // A write that failed says so only now.
  await setImmediate();
}

/** Reads the standard input to its end. */
export async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
