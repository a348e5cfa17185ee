import { dirname } from "node:path";

/**
 * Looks through a folder and those above it.
 *
 * @param from Absolute.
 * @returns The nearest that is meant; undefined where none is.
 */
export function findUp(from: string, isMeant: (folder: string) => boolean): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    if (isMeant(at)) return at;
    if (at === dirname(at)) return undefined;
  }
}
