/**
 * Writing aside: what becomes a file or a folder is made under a hidden name in the same place
 * and gets its real name only when it is whole.
 *
 * A killed process leaves its hidden file behind. Its name says who made it, so that the next
 * one to write there can clear it away without touching what a living process is writing.
 */
import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { lstat, open, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { HabcError, systemReason } from "../../compiler/ir/index.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** So that the whole name stays below the 255 bytes that a file name may have. */
const stemLength = 120;

/** A hidden path beside `path`, unique to this call. */
export function asideName(path: string): string {
  return join(dirname(path), `${stem(path)}${machine()}-${process.pid}-${unique()}`);
}

/**
 * Removes what dead processes left of writing `path`. Never throws.
 *
 * @param before Called with each path before it is removed.
 */
export async function sweepAside(
  path: string,
  before: (left: string) => Promise<void> = async () => {},
): Promise<void> {
  const folder = dirname(path);
  const start = stem(path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(start)) continue;
    const left = join(folder, name);
    if (await isAbandoned(left, name.slice(start.length))) {
      await before(left)
        .then(() => rm(left, { recursive: true, force: true }))
        .catch(() => {});
    }
  }
}

/** Makes a rename or a link in a folder survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } catch (thrown) {
    // Some file systems cannot sync a folder: then there is nothing to be done.
    if (errorCode(thrown) !== "EINVAL") throw thrown;
  } finally {
    await handle.close();
  }
}

/** The `code` of a system error, such as `ENOENT`. */
export function errorCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string"
    ? thrown.code
    : undefined;
}

/** Turns a system error of writing into a refusal, and leaves every other error as it is. */
export function unwritable(path: string, thrown: unknown): unknown {
  const code = errorCode(thrown);
  if (code === undefined || !(thrown instanceof Error) || !("syscall" in thrown)) return thrown;
  const reason = reasons[code] ?? systemReason(thrown);
  return new HabcError("results-unwritable", `${path} cannot be written: ${reason}`, {
    cause: thrown,
  });
}

/** What means something else where something is to be written. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  EEXIST: "there is something of that name",
  EISDIR: "there is a folder of that name",
};

function stem(path: string): string {
  return `.${basename(path).slice(0, stemLength)}.`;
}

function unique(): string {
  return randomBytes(4).toString("hex");
}

/** A word for this boot of this machine and this set of process ids. */
function machine(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
    const processes = readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
    return `${boot}-${processes}`;
  } catch {
    return "unknown-0";
  }
}

async function isAbandoned(path: string, owner: string): Promise<boolean> {
  const [, from, pid] = /^(\w+-\d+)-(\d+)-[0-9a-f]{8}$/.exec(owner) ?? [];
  if (from === undefined) return false;
  if (from === machine() && from !== "unknown-0") return !isAlive(Number(pid));
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > dayMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errorCode(thrown) !== "ESRCH";
  }
}
