/** The host's end of the protocol: file descriptor 3 to the driver, 4 from it. */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { encodeFrame, type Frame, FrameReader } from "../protocol/frames.ts";

/** Frames to and from the driver. */
export interface Channel {
  send(...frame: string[]): void;
  /** @returns The next frame; undefined when the driver is gone. */
  receive(): Promise<Frame | undefined>;
}

export function openChannel(): Channel {
  const reader = new FrameReader();
  const arrived: Frame[] = [];
  const waiting: ((frame: Frame | undefined) => void)[] = [];
  let gone = false;

  function hand(): void {
    while (waiting.length > 0 && (arrived.length > 0 || gone)) waiting.shift()?.(arrived.shift());
  }

  const socket = new Socket({ fd: 4, readable: true, writable: false });
  socket.on("data", (chunk) => {
    arrived.push(...reader.push(chunk));
    hand();
  });
  socket.on("close", () => {
    gone = true;
    hand();
  });

  return {
    send: (...frame) => writeAll(3, encodeFrame(frame)),
    receive: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        hand();
      }),
  };
}

/** Writes before it returns, so that nothing is lost where the process ends. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      // A full pipe that does not block: the reader takes its time.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
