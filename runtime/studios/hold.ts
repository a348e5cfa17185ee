/** A hold on a folder: the kernel's lock (flock(2)), of which nothing is left when its holder dies. */
import { spawn } from "node:child_process";
import { program } from "../studio/programs.ts";

/** So long the kernel is asked again: `habc studio list` tries each lock for a moment. */
const patienceSeconds = "0.5";

/**
 * @param kind `shared` where others may hold the folder in the same way.
 * @returns What lets go of the folder; undefined where another process holds it.
 * @throws HabcError `tool-missing`.
 */
export async function holdFolder(
  folder: string,
  kind: "exclusive" | "shared" = "exclusive",
): Promise<(() => Promise<void>) | undefined> {
  // The lock lives as long as `cat` does, which ends when this process does: its pipe is closed.
  const child = spawn(
    program("flock"),
    [`--${kind}`, "--wait", patienceSeconds, folder, "sh", "-c", "echo; exec cat"],
    {
      // A session of its own: Ctrl-C must not take the lock away before the work has ended.
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    },
  );
  child.stdin.on("error", () => {});
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const isHeld = await new Promise<boolean>((resolve, reject) => {
    child.stdout.once("data", () => resolve(true));
    child.once("close", () => resolve(false));
    child.once("error", reject);
  });
  if (!isHeld) return undefined;
  return async () => {
    child.stdin.end();
    await ended;
  };
}
