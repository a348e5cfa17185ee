import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

/** Gives the lines of a file that spans point into; undefined where there is nothing to show. */
export type SourceLines = (file: string) => readonly string[] | undefined;

/** Larger files are no plans, and not worth the time to quote. */
const largest = 4 * 1024 * 1024;

/**
 * Reads each file once.
 *
 * @param cwd The folder that relative paths start from.
 */
export function sourceReader(cwd: string): SourceLines {
  const known = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, readLines(resolve(cwd, file)));
    return known.get(file);
  };
}

function readLines(path: string): readonly string[] | undefined {
  try {
    const info = statSync(path);
    if (!info.isFile() || info.size > largest) return undefined;
    return readFileSync(path, "utf8").split(/\r?\n/);
  } catch {
    // The message stands without the frame: the file may be gone, or seen only in the studio.
    return undefined;
  }
}
