/**
 * The mounts of this process. Source of the format: proc_pid_mountinfo(5).
 */
import { readFileSync } from "node:fs";

/** A mount as `/proc/PID/mountinfo` tells it. */
export interface Mount {
  /** Where it is mounted: an absolute path. */
  readonly point: string;
  /** The options of this mount point, such as `ro` and `nosuid`. */
  readonly options: readonly string[];
}

/** @param file The table to read; that of this process if left out. */
export function readMounts(file = "/proc/self/mountinfo"): Mount[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, , , , point = "", options = ""] = line.split(" ");
      return { point: unmangle(point), options: options.split(",") };
    });
}

/** The file writes space, tab, line feed and backslash as `\ooo`. */
function unmangle(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** Whether `path` is `folder` or lies below it. Both absolute, without `..`. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** Without those that a later mount, over the same place or around it, makes unreachable. */
export function reachable(mounts: readonly Mount[]): Mount[] {
  return mounts.filter(
    ({ point }, at) => !mounts.slice(at + 1).some((later) => isWithin(point, later.point)),
  );
}

/** The mount that a path lies on. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const nearer = found === undefined || mount.point.length >= found.point.length;
    if (nearer && isWithin(path, mount.point)) found = mount;
  }
  return found;
}

/** The places below a path at which something else is mounted, outermost first. */
export function mountsBelow(mounts: readonly Mount[], path: string): string[] {
  const points = mounts.map(({ point }) => point);
  return [...new Set(points)].filter((point) => point !== path && isWithin(point, path)).sort();
}

/**
 * The options of a mount that stay when it is mounted again elsewhere: an ordinary user may
 * not take them away, and a read-only remount that leaves them out is refused.
 */
export function lockedOptions(mount: Mount | undefined): string[] {
  const locked = ["nosuid", "nodev", "noexec"];
  return (mount?.options ?? []).filter((option) => locked.includes(option));
}
