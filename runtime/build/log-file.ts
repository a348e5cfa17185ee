/**
 * The file of a log. While a build runs it has a hidden name in the results folder, as plans look
 * at what lies there; then it goes to `logs/`, by the hand of another process if this one is killed.
 */
import { spawn } from "node:child_process";
import {
  closeSync,
  constants,
  fchownSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { asideName, errorCode, sweepAside, unwritable } from "../crypto/aside.ts";
import { inLogFolder, type Owner } from "./log-folder.ts";

/** A file that grows. */
export interface LogFile {
  /** Writes at once. @throws Node's error once, and then writes nothing more. */
  write(bytes: Uint8Array): void;
  /** What the file is to be called before its time. */
  name(stem: string): void;
  /**
   * Puts it into `logs/`.
   *
   * @returns Its path. @throws HabcError `results-unwritable`.
   */
  finish(): Promise<string>;
}

/** @throws HabcError `results-unwritable`. */
export async function openLogFile(results: string, owner: Owner): Promise<LogFile> {
  const hidden = join(results, "log");
  await sweepAside(hidden, (left) => rescue(left, results, owner));
  const time = timeText(Date.now());
  const aside = asideName(hidden);
  let fd = openAside(aside, owner);
  let stem = "habc";
  const rescuer = startRescuer(aside, `${stem}.${time}.log`);

  function close(): void {
    if (fd !== -1) closeSync(fd);
    fd = -1;
  }

  return {
    write(bytes) {
      try {
        for (let rest = bytes; fd !== -1 && rest.length > 0; ) {
          rest = rest.subarray(writeSync(fd, rest));
        }
      } catch (error) {
        close();
        throw error;
      }
    },
    name(next) {
      stem = next;
      rescuer.name(`${stem}.${time}.log`);
    },
    async finish() {
      close();
      let name = "";
      try {
        await inLogFolder(results, owner, (folder) => {
          name = move(aside, { folder, stem, time });
        });
        return join(results, "logs", name);
      } finally {
        rescuer.dismiss();
      }
    },
  };
}

function openAside(file: string, { uid, gid }: Owner): number {
  const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;
  try {
    const fd = openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o644);
    if (process.getuid?.() === 0) fchownSync(fd, uid, gid);
    return fd;
  } catch (error) {
    throw unwritable(dirname(file), error);
  }
}

/** Gives the file the first name that no other build of the same second has. */
function move(
  aside: string,
  { folder, stem, time }: Readonly<Record<"folder" | "stem" | "time", string>>,
): string {
  for (let number = 1; ; number += 1) {
    const name = `${stem}.${time}${number === 1 ? "" : `-${number}`}.log`;
    try {
      linkSync(aside, join(folder, name));
      unlinkSync(aside);
      return name;
    } catch (error) {
      const code = errorCode(error);
      if (code === "EEXIST") continue;
      // A file system without links.
      if (code !== "EPERM" && code !== "EOPNOTSUPP") throw error;
      renameSync(aside, join(folder, name));
      return name;
    }
  }
}

/** What a build and its rescuer left that were killed together. */
async function rescue(left: string, results: string, owner: Owner): Promise<void> {
  const { mtimeMs } = await stat(left);
  await inLogFolder(results, owner, (folder) => {
    move(left, { folder, stem: "habc", time: timeText(mtimeMs) });
  });
}

/** Reads names until the end of its input, which comes with the end of habc however it comes. */
const rescuerScript = `while IFS= read -r line; do name=$line; done
cd -- "$0" && [ -f "$1" ] && mkdir -p logs && cd -P logs && [ "$PWD" = "$(cd -P .. && pwd)/logs" ] &&
  mv -n -- "../$1" "./$name"`;

function startRescuer(aside: string, first: string) {
  const child = spawn("sh", ["-c", rescuerScript, dirname(aside), basename(aside)], {
    cwd: "/",
    // A session of its own: Ctrl-C must not end it.
    detached: true,
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without it a build does not fail.
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  child.unref();
  const name = (text: string) => child.stdin.write(`${text}\n`);
  name(first);
  return { name, dismiss: () => child.stdin.destroy() };
}

/** As the helper `record` writes it: `2026-01-31-235959`. */
function timeText(milliseconds: number): string {
  const [date = "", time = ""] = new Date(milliseconds).toISOString().split(/[T.]/);
  return `${date}-${time.replaceAll(":", "")}`;
}
