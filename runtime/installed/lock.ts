/**
 * The lock on a package store, so that nothing is removed while another process adds what needs
 * it. It is the kernel's lock on the folder itself (flock(2)): nothing is left of it when its
 * holder dies, however that happens.
 */
import { spawn } from "node:child_process";
import { HabcError } from "../../compiler/ir/index.ts";
import { errorCode } from "../crypto/aside.ts";

/** What takes the lock, and where a system has it from. */
const locker = { program: "flock", from: "util-linux" } as const;

/** After this long a waiting process says so, in milliseconds. */
const patience = 1000;

/** How a lock is taken. */
export interface LockOptions {
  /** `shared` to add to the folder, `exclusive` to take from it. */
  readonly kind: "shared" | "exclusive";
  /** Called once where another process holds the lock for longer than a moment. */
  readonly waiting?: () => void;
}

/**
 * Does something while no other process removes from a folder, or while none does anything.
 *
 * @param folder It exists.
 * @throws HabcError `tool-missing`, `results-unwritable`, and what `work` throws.
 */
export async function withLock<T>(
  folder: string,
  { kind, waiting = () => {} }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const release = await lock(folder, kind, waiting);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function lock(
  folder: string,
  kind: LockOptions["kind"],
  waiting: () => void,
): Promise<() => Promise<void>> {
  // The lock lives as long as `cat` does, which ends when this process does: its pipe is closed.
  const args = [kind === "shared" ? "-s" : "-x", folder, "sh", "-c", "echo; exec cat"];
  const holder = spawn(locker.program, args, {
    // A session of its own: Ctrl-C must not take the lock away before the work has ended.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C" },
  });
  let complaint = "";
  holder.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  holder.stdin.on("error", () => {});
  const ended = new Promise<void>((resolve) => holder.once("close", () => resolve()));
  const timer = setTimeout(waiting, patience);
  try {
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once("data", () => resolve());
      holder.once("error", reject);
      holder.once("close", () => reject(new Error(complaint.trim())));
    });
  } catch (cause) {
    throw refusal(folder, cause);
  } finally {
    clearTimeout(timer);
  }
  return async () => {
    holder.stdin.end();
    await ended;
  };
}

function refusal(folder: string, cause: unknown): HabcError {
  if (errorCode(cause) === "ENOENT") {
    return new HabcError("tool-missing", `the program ${locker.program} is missing`, {
      hint: `install ${locker.from}`,
      cause,
    });
  }
  const words = cause instanceof Error ? cause.message : "";
  return new HabcError("results-unwritable", `${folder} cannot be locked: ${words}`, { cause });
}
