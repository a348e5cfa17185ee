/** Finds the names that somebody may have meant. */
import { editDistance } from "../../compiler/ir/edit-distance.ts";

/**
 * @param wanted `origin/name`.
 * @param names `origin/name` of everything there is.
 * @returns At most three, the closest first: the same name in another origin, then names that
 * are a few letters away.
 */
export function closestNames(wanted: string, names: readonly string[]): readonly string[] {
  const name = wanted.slice(wanted.indexOf("/") + 1);
  const limit = Math.max(1, Math.floor(wanted.length / 4));
  return names
    .map((known) => ({
      known,
      distance: known.endsWith(`/${name}`) ? 0 : editDistance(wanted, known, limit),
    }))
    .filter(({ known, distance }) => known !== wanted && distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.known < b.known ? -1 : 1))
    .slice(0, 3)
    .map(({ known }) => known);
}
