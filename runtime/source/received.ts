import type { Readable } from "node:stream";

/** Bytes that may wait to be written. */
const most = 1 << 20;

/**
 * Takes what comes from a connection at once, and gives it in its order. A stream read by
 * `for await` forgets what it holds when the connection breaks, and that is what a later request
 * goes on from.
 *
 * @returns Ends with the stream's error, after all that came before it.
 */
export function received(stream: Readable): AsyncGenerator<Uint8Array> {
  const queue: Uint8Array[] = [];
  let waiting = 0;
  let ended = false;
  let error: unknown;
  let wake = () => {};
  stream.on("data", (bytes: Uint8Array) => {
    queue.push(bytes);
    waiting += bytes.length;
    if (waiting >= most) stream.pause();
    wake();
  });
  stream.on("error", (thrown) => {
    error ??= thrown;
  });
  stream.on("close", () => {
    ended = true;
    wake();
  });
  stream.on("end", () => {
    ended = true;
    wake();
  });

  async function* inOrder(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const bytes = queue.shift();
        if (bytes !== undefined) {
          waiting -= bytes.length;
          if (stream.isPaused() && waiting < most) stream.resume();
          yield bytes;
        } else if (ended) {
          if (error !== undefined) throw error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      stream.destroy();
    }
  }

  return inOrder();
}
