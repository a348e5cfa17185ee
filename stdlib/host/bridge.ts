/** Helpers and defaults that the driver carries out. */
import type { Frame } from "../protocol/frames.ts";
import { decodeAssignments } from "../protocol/messages.ts";
import { type Channel, writeAll } from "./channel.ts";
import { currentFolder } from "./folder.ts";
import type { Knowledge } from "./knowledge.ts";
import { setOrigin } from "./origins.ts";
import { PlanError } from "./plan-error.ts";

/** One call of the driver. */
export interface BridgeCall {
  readonly helper: string;
  readonly flags?: string;
  readonly args?: readonly string[];
}

/** Calls the driver. @throws PlanError with its status. */
export type Bridge = (call: BridgeCall) => Promise<void>;

export function openBridge(channel: Channel, knowledge: Knowledge): Bridge {
  let last: Promise<unknown> = Promise.resolve();

  /** What the other host changed meanwhile may come first. */
  async function nextReply(): Promise<Frame> {
    for (;;) {
      const frame = await channel.receive();
      if (frame === undefined) process.exit(1);
      if (frame[0] !== "assign") return frame;
      knowledge.tell(decodeAssignments(frame.slice(1)));
    }
  }

  async function exchange(call: BridgeCall, place: Error): Promise<void> {
    const { helper, flags = "", args = [] } = call;
    channel.send("call", helper, flags, currentFolder(), ...args);
    const reply = await nextReply();
    const [, status, stdout = "", stderr = "", ...texts] = reply;
    knowledge.tell(decodeAssignments(texts));
    writeAll(1, Buffer.from(stdout));
    writeAll(2, Buffer.from(stderr));
    if (status === "0") return;
    const command =
      helper === "eval"
        ? (args[0] ?? "")
        : [helper, flags, ...args].filter((word) => word !== "").join(" ");
    const error = new PlanError(`${helper} failed with status ${status}`, Number(status), command);
    setOrigin(error, { command, place });
    throw error;
  }

  return (call) => {
    // Made here, where the plan's function is still on the stack.
    const place = new Error();
    const turn = last.then(() => exchange(call, place));
    last = turn.catch(() => {});
    return turn;
  };
}
