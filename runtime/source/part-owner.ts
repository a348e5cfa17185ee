import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";

/**
 * The names of the folders that hold unfinished downloads:
 *
 *     .download-<key>.<boot>-<process ids>-<pid>-<start>.<random>
 *
 * They say what is being fetched and by which process, so that a process can go on with what a
 * dead one left, and two living ones stay apart without a lock that somebody could leave behind.
 */
const pattern = /^\.download-([0-9a-f]{16})\.(?:free|(\w+-\d+)-(\d+)-(\d+))\.[0-9a-f]{8}$/;

/** What a name says. */
export interface PartName {
  readonly key: string;
  /**
   * `alive` and `dead` are certain; `unknown` is the process of another machine, container or
   * boot, of which only time can tell.
   */
  readonly owner: "alive" | "dead" | "unknown";
}

/** The key of a file to fetch: the same for the same name and URL. */
export function partKey(name: string, url: URL): string {
  return createHash("sha256").update(`${name}\0${url.href}`).digest("hex").slice(0, 16);
}

/** A new name that says that this process is at work. */
export function ownPartName(key: string): string {
  return `.download-${key}.${place()}-${process.pid}-${startOf(process.pid) ?? 0}.${unique()}`;
}

/** A new name that says that nobody is at work. */
export function freePartName(key: string): string {
  return `.download-${key}.free.${unique()}`;
}

/** @returns Undefined where it is no such name. */
export function readPartName(name: string): PartName | undefined {
  const match = pattern.exec(name);
  if (match === null) return undefined;
  const [, key = "", where, pid, start] = match;
  if (where === undefined) return { key, owner: "dead" };
  if (where !== place()) return { key, owner: "unknown" };
  return { key, owner: startOf(Number(pid)) === start ? "alive" : "dead" };
}

/** Names this boot of this machine. */
export function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "unknown";
  }
}

/** A word for this boot and this set of process ids. */
function place(): string {
  try {
    return `${bootId().slice(0, 8)}-${readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")}`;
  } catch {
    return "unknown-0";
  }
}

/** When a process began, in ticks since the boot: process ids come again, this pair does not. */
function startOf(pid: number): string | undefined {
  try {
    // The second field, the name, may hold anything, so count from its end. proc(5): field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

function unique(): string {
  return randomBytes(4).toString("hex");
}
