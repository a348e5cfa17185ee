/** What lies at a path, for paths that people give: whatever keeps one from being seen. */
import { accessSync, type Stats, statSync } from "node:fs";
import { systemReason } from "../ir/index.ts";

/** @returns Undefined where nothing can be seen: not there, not allowed, below a file, a loop. */
export function seenAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** @returns Why nothing can be seen at a path, as a message. */
export function unseen(path: string): string {
  try {
    accessSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing) return `${path} cannot be looked at: ${systemReason(error)}`;
  }
  return `there is no ${path}`;
}

/** Whether a path leads to a regular file. */
export function isFile(path: string): boolean {
  return seenAt(path)?.isFile() ?? false;
}

/** Whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  return seenAt(path)?.isDirectory() ?? false;
}
