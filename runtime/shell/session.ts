/** Connects a program inside, which has a terminal of its own, with the terminal of the user. */
import { execFile } from "node:child_process";
import { constants, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { Socket } from "node:net";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { createMask } from "../build/mask.ts";
import { program } from "../studio/programs.ts";
import type { Terminal } from "./terminal.ts";

/** What a session needs of the build. */
export interface SessionPlace {
  readonly terminal: Terminal;
  /** A folder of the host for its pipes, which is shown inside. */
  readonly folder: string;
  /** Texts that nothing may show. */
  readonly secrets: readonly string[];
  /** The path under which the driver sees something inside. */
  readonly view: (insidePath: string) => string;
}

/** The names of the pipes of a session in its folder. */
export const pipeNames = { keys: "keys", screen: "screen" } as const;

/** What could become a secret is held back no longer than this: a person types letter by letter. */
const heldMs = 20;

/** script(1) passes on at once what is written; so long nothing comes when there is nothing more. */
const quietMs = 20;

/** A program at the user's terminal. */
export interface Session {
  /**
   * Makes the program's terminal like the user's, and keeps it so.
   *
   * @param number That of its `/dev/pts/N`.
   */
  follow(number: number): Promise<void>;
  /** Settles when what the program has written so far is shown, as it waits and writes nothing. */
  settled(): Promise<void>;
  /** Ends the session. Everything that the program has written is shown before. */
  close(how: "ended" | "broken"): Promise<void>;
}

/**
 * Opens a session: from now on what is typed goes to the pipe `keys`, and what comes out of the pipe
 * `screen` is shown.
 *
 * @throws HabcError `tool-missing`; errors of the file system.
 */
export async function openSession(place: SessionPlace): Promise<Session> {
  const { terminal, folder, secrets, view } = place;
  const pipes = [join(folder, pipeNames.keys), join(folder, pipeNames.screen)];
  const removePipes = () => Promise.all(pipes.map((pipe) => rm(pipe, { force: true })));
  await removePipes();
  await promisify(execFile)(program("mkfifo"), ["-m", "0600", "--", ...pipes]);
  // Both ways: opening a pipe one way waits for the other end, or is refused without it.
  const { O_NONBLOCK, O_RDWR } = constants;
  const [keys = -1, screen = -1] = pipes.map((pipe) => openSync(pipe, O_RDWR | O_NONBLOCK));
  const typed = new Socket({ fd: keys, readable: false, writable: true });
  const shown = new Socket({ fd: screen, readable: true, writable: false });
  const mask = createMask(secrets);
  let timer: NodeJS.Timeout | undefined;
  let device: string | undefined;

  const use = terminal.open({
    keys: (bytes) => void typed.write(bytes),
    resized: () => void resize(),
  });
  let arrived = 0;
  shown.on("data", (chunk: Uint8Array) => {
    arrived++;
    use.show(mask.push(chunk));
    clearTimeout(timer);
    timer = globalThis.setTimeout(() => use.show(mask.end()), heldMs);
  });
  for (const stream of [typed, shown]) stream.on("error", () => {});

  /** Changing the size tells the program, as the kernel sends SIGWINCH. */
  async function resize(...first: readonly string[]): Promise<void> {
    if (device === undefined) return;
    const { rows, columns } = use.size();
    const settings = [...first, "rows", String(rows), "cols", String(columns)];
    await promisify(execFile)(program("stty"), ["-F", device, ...settings]).catch(() => {});
  }

  return {
    async follow(number) {
      device = view(`/dev/pts/${number}`);
      await resize("sane");
    },
    async settled() {
      for (let before = -1; before !== arrived; ) {
        before = arrived;
        await setTimeout(quietMs);
      }
    },
    async close(how) {
      // What was written is in the kernel's buffer; each turn of the loop reads what there is.
      for (let before = -1; before !== arrived; ) {
        before = arrived;
        await setImmediate();
        await setImmediate();
      }
      clearTimeout(timer);
      use.show(mask.end());
      for (const stream of [typed, shown]) stream.destroy();
      use.close(how);
      await removePipes();
    },
  };
}
