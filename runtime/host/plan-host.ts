/** The driver's side of a phase host: one message at a time, helper calls answered in between. */
import { HabcError } from "../../compiler/ir/index.ts";
import { encodeFrame, type Frame, FrameReader } from "../../stdlib/protocol/frames.ts";
import {
  type Assignment,
  decodeAssignments,
  encodeAssignments,
} from "../../stdlib/protocol/messages.ts";
import type { StudioProcess } from "../studio/studio.ts";

/** A place in the plan, as the host's call stack names it. */
export interface StackFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** How a message to the host ended. */
export type Outcome =
  | { readonly kind: "done"; readonly status: number; readonly state: readonly Assignment[] }
  /** The host is at its end; it still runs a last callback. */
  | {
      readonly kind: "failed";
      readonly status: number;
      readonly command: string;
      readonly frames: readonly StackFrame[];
    }
  /** The process is gone without a word. */
  | { readonly kind: "gone"; readonly status: number };

/** What a helper of the driver answers. */
export interface Reply {
  readonly status: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly assignments?: readonly Assignment[];
}

/** A call of a helper by the host. */
export interface HelperCall {
  readonly helper: string;
  /** Options that are no arguments, such as `-f`. */
  readonly flags: string;
  /** The working directory of the caller, inside the studio. */
  readonly cwd: string;
  readonly args: readonly string[];
}

/** Answers calls. An error it throws ends the build. */
export type CallHandler = (call: HelperCall) => Promise<Reply>;

/** A phase host at work. */
export interface PlanHost {
  /** Sends a message that has no answer. */
  tell(...frame: string[]): void;
  assign(assignments: readonly Assignment[]): void;
  /** Sends a message and waits for how it ends; `calls` answers helper calls meanwhile. */
  ask(frame: Frame, calls: CallHandler): Promise<Outcome>;
  /** Settles with the exit status when the process is gone. */
  readonly exited: Promise<number>;
}

/** @param child A process that was started as a phase host. */
export function connectHost(child: StudioProcess): PlanHost {
  const reader = new FrameReader();
  const arrived: Frame[] = [];
  let wake: () => void = () => {};
  let broken: unknown;
  let gone: number | undefined;

  child.requests.on("data", (chunk: Uint8Array) => {
    try {
      arrived.push(...reader.push(chunk));
    } catch (error) {
      broken = error;
    }
    wake();
  });
  const exited = child.exited.then((status) => {
    // Frames that were written before the end may still be on their way.
    setImmediate(() => {
      gone = status;
      wake();
    });
    return status;
  });

  async function next(): Promise<Frame | undefined> {
    for (;;) {
      if (broken !== undefined) {
        throw new HabcError("phase-aborted", "what runs the plan sent something unreadable", {
          cause: broken,
        });
      }
      const frame = arrived.shift();
      if (frame !== undefined || gone !== undefined) return frame;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  function tell(...frame: string[]): void {
    child.replies.write(encodeFrame(frame));
  }

  async function ask(frame: Frame, calls: CallHandler): Promise<Outcome> {
    tell(...frame);
    for (;;) {
      const [kind, first = "", ...rest] = (await next()) ?? [];
      switch (kind) {
        case undefined:
          return { kind: "gone", status: gone ?? 1 };
        case "done":
          return { kind: "done", status: Number(first), state: decodeAssignments(rest) };
        case "failed":
          return failure(Number(first), rest);
        case "call": {
          const [flags = "", cwd = "", ...args] = rest;
          const reply = await calls({ helper: first, flags, cwd, args });
          tell(
            "reply",
            String(reply.status),
            reply.stdout ?? "",
            reply.stderr ?? "",
            ...encodeAssignments(reply.assignments ?? []),
          );
        }
      }
    }
  }

  return {
    tell,
    assign: (assignments) => tell("assign", ...encodeAssignments(assignments)),
    ask,
    exited,
  };
}

function failure(status: number, [command = "", ...places]: readonly string[]): Outcome {
  const frames: StackFrame[] = [];
  for (let at = 0; at + 2 < places.length; at += 3) {
    const [name = "", file = "", line] = places.slice(at, at + 3);
    frames.push({ name, file, line: Number(line) });
  }
  return { kind: "failed", status, command, frames };
}
