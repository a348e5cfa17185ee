/** What the commands of a step have printed lately, for what an error can say about it. */
import type { BuildEvent } from "../events.ts";

/** Tools tell what is wrong at the end, and configure a few screens before it. */
const mostBytes = 64 * 1024;

export interface RecentOutput {
  /** Takes an event of the build. A step that starts begins anew. */
  readonly take: (event: BuildEvent) => void;
  /** The end of what the step printed, both streams as they came. */
  readonly text: () => string;
}

export function recentOutput(): RecentOutput {
  let chunks: Buffer[] = [];
  let length = 0;
  const whole = () => Buffer.concat(chunks).subarray(-mostBytes);
  return {
    take(event) {
      if (event.type === "step-started") {
        chunks = [];
        length = 0;
      } else if (event.type === "output") {
        const last = Buffer.from(event.bytes.subarray(-mostBytes));
        chunks.push(last);
        length += last.length;
        // Now and then only: this runs for every piece of output.
        if (length > 4 * mostBytes) {
          chunks = [whole()];
          length = mostBytes;
        }
      }
    },
    text: () => whole().toString("utf8"),
  };
}
