/** Finds the names that somebody may have meant. */

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
      distance: known.endsWith(`/${name}`) ? 0 : distance(wanted, known, limit),
    }))
    .filter(({ known, distance }) => known !== wanted && distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.known < b.known ? -1 : 1))
    .slice(0, 3)
    .map(({ known }) => known);
}

/** The Levenshtein distance, or something above the limit. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row[b.length] ?? limit + 1;
}
