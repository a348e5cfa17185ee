/** habc on a pseudo-terminal, with keys typed and the screen read. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFailed } from "vitest";
import { cli } from "../cli/habc.ts";
import type { RunOptions, Workshop } from "./workshop.ts";

const bridge = fileURLToPath(new URL("terminal.py", import.meta.url));

export interface TerminalRun {
  /** The process on the terminal. */
  readonly pid: Promise<number>;
  readonly type: (keys: string) => void;
  readonly resize: (rows: number, columns: number) => void;
  /**
   * Waits until something is shown that was not asked for before.
   *
   * @returns All that was shown since, up to its end.
   */
  readonly shows: (what: string | RegExp) => Promise<string>;
  /** Settles with the exit status, and all that was shown and not waited for. */
  readonly ended: Promise<{ readonly status: number; readonly rest: string }>;
  readonly close: () => void;
}

/** Runs a command on a terminal of 24 rows and 80 columns, in the environment of a workshop. */
export function onTerminal(
  workshop: Workshop,
  command: readonly string[],
  { cwd = workshop.folder, env = {} }: Pick<RunOptions, "cwd" | "env"> = {},
): TerminalRun {
  const child = spawn("python3", [bridge, ...command], {
    cwd,
    env: { ...workshop.environment, ...env },
    stdio: ["pipe", "pipe", "inherit", "pipe"],
  }) as ChildProcessByStdio<Writable, Readable, null>;
  let screen = "";
  let look: () => void = () => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    look();
  });
  onTestFailed(() => console.error(`The screen since it was last read:\n${screen}`));
  const known = linesOf(child.stdio[3] as Readable);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const tell = (value: object) => void child.stdin.write(`${JSON.stringify(value)}\n`);
  tell({ size: [24, 80] });
  return {
    pid: known("pid"),
    type: (keys) => tell({ keys }),
    resize: (rows, columns) => tell({ size: [rows, columns] }),
    shows: (what) =>
      new Promise((resolve, reject) => {
        look = () => {
          const found =
            typeof what === "string"
              ? { index: screen.indexOf(what), 0: what }
              : (what.exec(screen) ?? { index: -1, 0: "" });
          if (found.index === -1) return;
          const end = found.index + found[0].length;
          const shown = screen.slice(0, end);
          screen = screen.slice(end);
          look = () => {};
          resolve(shown);
        };
        look();
        void closed.then(() => reject(new Error(`${what} was not shown, but:\n${screen}`)));
      }),
    ended: Promise.all([known("status"), closed]).then(([status]) => ({ status, rest: screen })),
    close: () => void child.kill(),
  };
}

/** `habc` with arguments, as a command. */
export function habcCommand(...args: readonly string[]): string[] {
  return [process.execPath, cli, ...args];
}

/** Reads objects of one field each. */
function linesOf(stream: Readable): (name: string) => Promise<number> {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return (name) =>
    new Promise((resolve) => {
      const read = () => {
        const line = text.split("\n").find((one) => one.startsWith(`{"${name}":`));
        if (line !== undefined) resolve(Object.values(JSON.parse(line))[0] as number);
      };
      stream.on("data", read);
      read();
    });
}
