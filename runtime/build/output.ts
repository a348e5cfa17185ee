/** Passes the output of a build on, byte for byte but for secrets. */
import type { Readable } from "node:stream";
import type { EventSink } from "../events.ts";
import { createMask } from "./mask.ts";

/** The output of the processes of a build. */
export interface Output {
  /** Settles when everything that was written before the call has been passed on. */
  drain(): Promise<void>;
  /** Passes on what was held back, when nothing more can come. */
  end(): void;
}

/** @param secrets Texts that must not be shown. */
export function passOutput(
  streams: Readonly<Record<"stdout" | "stderr", readonly Readable[]>>,
  { events, secrets }: { readonly events: EventSink; readonly secrets: readonly string[] },
): Output {
  let arrived = 0;
  const ends: (() => void)[] = [];
  for (const name of ["stdout", "stderr"] as const) {
    for (const stream of streams[name]) {
      const mask = createMask(secrets);
      const pass = (bytes: Uint8Array) => {
        if (bytes.length > 0) events({ type: "output", stream: name, bytes });
      };
      stream.on("data", (chunk: Uint8Array) => {
        arrived++;
        pass(mask.push(chunk));
      });
      // A process that is killed can leave its end of a socket reset.
      stream.on("error", () => {});
      ends.push(() => pass(mask.end()));
    }
  }
  return {
    // What was written is in the kernel's buffers; each turn of the loop reads what there is.
    async drain() {
      for (let before = -1; before !== arrived; ) {
        before = arrived;
        await new Promise(setImmediate);
        await new Promise(setImmediate);
      }
    },
    end: () => {
      for (const finish of ends) finish();
    },
  };
}
