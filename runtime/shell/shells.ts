/** The interactive shells of one build: what the shell of the plan says to the driver of its terminal. */
import { join } from "node:path";
import type { EventSink } from "../events.ts";
import type { Reply } from "../host/plan-host.ts";
import { openSession, pipeNames, type Session, type SessionPlace } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** What the shells of a build are opened with. */
export interface ShellsOptions extends Omit<SessionPlace, "terminal"> {
  /** Absent: there is none, and no shell is opened. */
  readonly terminal: Terminal | undefined;
  /** The folder as it is seen inside. */
  readonly inside: string;
  /** How script(1) is started inside; undefined where there is no such program. */
  readonly script: readonly string[] | undefined;
  readonly events: EventSink;
}

export interface Shells {
  /** Whether somebody is at work in one. */
  readonly isOpen: boolean;
  /** Whether somebody was. */
  readonly wasOpened: boolean;
  /**
   * Answers a call of `terminal`:
   *
   *     open TITLE FILE LINE   connects the terminal → the pipe to read from, that to write to, and the
   *                            words that start script(1), a line each; refused with the reason where
   *                            there is no terminal
   *     is NUMBER              the shell has the terminal /dev/pts/NUMBER
   *     end STATUS CHANGES     the user is done: whether the build goes on (0), and bash that makes
   *                            the changes in the shell of the plan
   *     close                  → CHANGES and STATUS
   */
  answer(args: readonly string[]): Promise<Reply>;
  /** Settles when what the shell has shown so far is on the terminal. */
  settled(): Promise<void>;
  /** Gives the terminal back, whatever became of the shell. */
  close(): Promise<void>;
}

/** How a shell ended. */
interface End {
  readonly status: number;
  readonly changes: string;
}

const wentOn: End = { status: 0, changes: "" };

export function openShells(options: ShellsOptions): Shells {
  const { terminal, inside, script, events } = options;
  let session: Session | undefined;
  let wasOpened = false;
  let end = wentOn;

  async function open(title: string, place: string): Promise<Reply> {
    if (session !== undefined) return refusal(`No shell at ${place}: one is open already`);
    if (terminal === undefined) return refusal(`No shell at ${place}: the build has no terminal`);
    if (script === undefined) {
      return refusal(`No shell at ${place}: the program script of util-linux is missing`);
    }
    try {
      session = await openSession({ ...options, terminal });
      wasOpened = true;
      end = wentOn;
      events({ type: "shell", state: "opened", place, ...(title === "" ? {} : { title }) });
      const pipes = [pipeNames.keys, pipeNames.screen].map((name) => join(inside, name));
      return { status: 0, stdout: [...pipes, ...script].join("\n") };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return refusal(`No shell at ${place}: ${why}`);
    }
  }

  async function close(how: "ended" | "broken"): Promise<Reply> {
    const closing = session;
    session = undefined;
    if (closing !== undefined) {
      await closing.close(how);
      events({ type: "shell", state: "closed" });
    }
    return { status: end.status, stdout: end.changes };
  }

  return {
    get isOpen() {
      return session !== undefined;
    },
    get wasOpened() {
      return wasOpened;
    },
    async answer([action, first = "", second = "", third = ""]) {
      switch (action) {
        case "open":
          return open(first, second === "" ? "this point" : `${second}:${third}`);
        case "is":
          if (/^\d{1,9}$/.test(first)) await session?.follow(Number(first));
          return { status: 0 };
        case "end":
          end = { status: Number(first) & 255, changes: second };
          return { status: 0 };
        case "close":
          return close("ended");
        default:
          return { status: 2 };
      }
    },
    async settled() {
      await session?.settled();
    },
    async close() {
      await close("broken");
    },
  };
}

function refusal(words: string): Reply {
  return { status: 1, stdout: words };
}
