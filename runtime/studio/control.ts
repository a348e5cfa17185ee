/** The conversation with process 1 of a studio, over its standard input and output. */
import type { ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { HabcError } from "../../compiler/ir/index.ts";
import { encodeFrame, type Frame, FrameReader } from "../../stdlib/protocol/frames.ts";

/** How the set-up of process 1 went. */
export type Begun =
  | { readonly kind: "ready"; readonly pid: number }
  /** `step` is that of init.bash, empty where it did not come to one; `words` are the program's. */
  | { readonly kind: "refused"; readonly step: string; readonly words: string };

export interface Control {
  readonly begun: Promise<Begun>;
  /** Each settles with the exit status of one process inside, counted from 0. */
  readonly exits: readonly Promise<number>[];
  /** Settles when process 1 and everything below it is gone. */
  readonly ended: Promise<void>;
  /**
   * Sends a command and waits until it is carried out.
   *
   * @throws HabcError `studio-failed`.
   */
  ask(command: Frame): Promise<void>;
}

/** Exit status of what was killed. */
const killed = 137;
/** What takes longer is held up by a process inside. */
const patienceMs = 10_000;
const keptWords = 4000;

export function converse(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  processes: number,
): Control {
  const begun = deferred<Begun>();
  const ended = deferred<void>();
  const exits = Array.from({ length: processes }, () => deferred<number>());
  let answered: (words: Frame) => void = () => {};
  let said = "";
  let turn: Promise<unknown> = Promise.resolve();

  child.stderr.on("data", (chunk: Uint8Array) => {
    said = (said + Buffer.from(chunk).toString()).slice(-keptWords);
  });
  const reader = new FrameReader();
  child.stdout.on("data", (chunk: Uint8Array) => {
    for (const frame of reader.push(chunk)) take(frame);
  });
  child.stdin.on("error", () => {});
  child.once("error", (error) => finish(error.message));
  child.once("close", () => finish(said.trim()));

  function take(frame: Frame): void {
    const [kind, first = "", second = ""] = frame;
    if (kind === "ready") begun.resolve({ kind: "ready", pid: Number(first) });
    else if (kind === "failed") begun.resolve({ kind: "refused", step: first, words: second });
    else if (kind === "exited") exits[Number(first)]?.resolve(Number(second));
    else answered(frame);
  }

  function finish(words: string): void {
    begun.resolve({ kind: "refused", step: "", words });
    for (const exit of exits) exit.resolve(killed);
    answered(["refused", "it has ended"]);
    ended.resolve();
  }

  async function exchange(command: Frame): Promise<void> {
    const answer = deferred<Frame>();
    answered = answer.resolve;
    const timer = setTimeout(() => answer.resolve(["refused", "it does not answer"]), patienceMs);
    if (child.stdin.writable) child.stdin.write(encodeFrame(command));
    else answer.resolve(["refused", "it has ended"]);
    const [kind, words] = await answer.promise;
    clearTimeout(timer);
    if (kind === "done") return;
    throw new HabcError("studio-failed", `the studio cannot ${command[0]}: ${words?.trim()}`);
  }

  return {
    begun: begun.promise,
    exits: exits.map(({ promise }) => promise),
    ended: ended.promise,
    ask(command) {
      const asked = turn.then(() => exchange(command));
      turn = asked.catch(() => {});
      return asked;
    },
  };
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
