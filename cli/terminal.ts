/** The terminal that habc was started at, for programs that speak with the user. */
import type { Terminal, TerminalListener } from "../runtime/shell/terminal.ts";

// Every command starts with this file, and few need what takes time to load.
const childProcess = () => process.getBuiltinModule("node:child_process");

/** What an interactive program may have switched: bracketed paste on, the cursor off. */
const inOrder = "\x1b[?2004l\x1b[?25h";

/**
 * Ctrl-], three times within a second, ends habc whatever the program makes of keys, as it ends the
 * containers of systemd-nspawn(1).
 */
const wayOut = { key: 0x1d, times: 3, ms: 1000 } as const;

/**
 * Waits for the word that all is well. Without it habc was killed, and the terminal is put in order
 * here; `TTOU` as the user's shell has taken the terminal back meanwhile.
 */
const guardScript = `trap '' HUP INT QUIT TERM TSTP TTIN TTOU
read -r word
[ "$word" = well ] || { stty "$1" <&3; printf '${inOrder.replaceAll("\x1b", "\\033")}' >&3; }`;

/** @returns Undefined where there is no terminal to read from and write to, or nobody is at it. */
export function userTerminal(
  environment: Readonly<Record<string, string | undefined>>,
): Terminal | undefined {
  const { isatty } = process.getBuiltinModule("node:tty");
  const { HAB_NONINTERACTIVE: batch, CI: ci = "" } = environment;
  const isAttended = batch !== "true" && ["", "0", "false"].includes(ci);
  if (!isAttended || !isatty(0) || !isatty(1)) return undefined;
  const users: TerminalListener[] = [];
  const { stdout } = process;
  let saved = "";
  let release = () => {};
  let presses: number[] = [];

  const keys = (bytes: Uint8Array) => {
    for (const byte of bytes) presses = byte === wayOut.key ? [...presses, Date.now()] : [];
    const before = presses.at(-wayOut.times);
    const isWayOut = before !== undefined && Date.now() - before < wayOut.ms;
    if (isWayOut) process.kill(process.pid, "SIGINT");
    else users.at(-1)?.keys(bytes);
  };
  const resized = () => {
    for (const user of users) user.resized();
  };

  function take(): void {
    const { stdin } = process;
    saved = stty("-g").trim();
    release = guard(saved);
    // Not that of Node.js, which goes on to change line feeds.
    stty("raw", "-echo");
    stdin.on("data", keys);
    // A terminal that is closed says so by SIGHUP too. The listener stays: that may come late.
    stdin.off("error", ignore).on("error", ignore);
    stdin.resume();
    stdout.on("resize", resized);
  }

  function giveBack(): void {
    const { stdin } = process;
    stdout.off("resize", resized);
    stdin.off("data", keys);
    stdin.pause();
    stty(saved);
    release();
  }

  return {
    open(listener) {
      if (users.length === 0) take();
      users.push(listener);
      return {
        size: () => ({ rows: stdout.rows || 24, columns: stdout.columns || 80 }),
        show: (bytes) => void stdout.write(bytes),
        close(how) {
          const at = users.indexOf(listener);
          if (at === -1) return;
          users.splice(at, 1);
          if (how === "broken") stdout.write(inOrder);
          if (users.length === 0) giveBack();
        },
      };
    },
  };
}

function ignore(): void {}

/** Runs stty(1) on the terminal. One that is gone has no settings. */
function stty(...args: readonly string[]): string {
  try {
    return childProcess().execFileSync("stty", args, {
      stdio: ["inherit", "pipe", "ignore"],
      encoding: "utf8",
    });
  } catch {
    return "";
  }
}

/** Starts what restores the settings of the terminal where habc cannot: it may be killed. */
function guard(saved: string): () => void {
  const child = childProcess().spawn("sh", ["-c", guardScript, "sh", saved], {
    stdio: ["pipe", "ignore", "ignore", 0],
  });
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  child.unref();
  return () => void child.stdin?.end("well\n");
}
