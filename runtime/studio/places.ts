/** Where things of the host are seen inside, and the reverse. */
import { realpathSync } from "node:fs";
import { posix } from "node:path";
import { isWithin } from "./mounts.ts";

/** A path of the host and the path inside that leads to the same. */
export interface Pair {
  readonly host: string;
  readonly inside: string;
}

/**
 * @param pairs What is shown. Of several pairs that fit, the nearest one counts.
 * @returns The path inside; undefined where the path is not shown.
 */
export function insidePath(pairs: readonly Pair[], host: string): string | undefined {
  const path = posix.resolve(host);
  return exchange(pairs, path, "host", "inside") ?? exchange(pairs, real(path), "host", "inside");
}

/** @returns The path of the host; undefined where only the studio has it. */
export function hostPath(pairs: readonly Pair[], inside: string): string | undefined {
  return exchange(pairs, posix.resolve("/", inside), "inside", "host");
}

function exchange(
  pairs: readonly Pair[],
  path: string,
  from: keyof Pair,
  to: keyof Pair,
): string | undefined {
  const nearest = pairs
    .filter((pair) => isWithin(path, pair[from]))
    .reduce<Pair | undefined>(
      (best, pair) => (best === undefined || pair[from].length >= best[from].length ? pair : best),
      undefined,
    );
  return nearest && posix.join(nearest[to], posix.relative(nearest[from], path));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
