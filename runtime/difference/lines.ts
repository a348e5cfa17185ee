/** Which lines of a text were removed and which added. */

/** The changes between two texts, in their order. */
export interface LineChanges {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** More pairs of lines than this are not worth the time to find the smallest difference. */
const mostPairs = 4_000_000;

/**
 * @param same What a line is compared by; lines are given back as they are.
 * @returns The smallest difference, or for very long texts all that is not the same at both ends.
 */
export function lineChanges(
  from: readonly string[],
  to: readonly string[],
  same: { readonly from: (line: string) => string; readonly to: (line: string) => string },
): LineChanges {
  const [a, b] = [from.map(same.from), to.map(same.to)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1])
    [endA, endB] = [endA - 1, endB - 1];
  const [oldLines, newLines] = [from.slice(start, endA), to.slice(start, endB)];
  if (oldLines.length * newLines.length > mostPairs) return { removed: oldLines, added: newLines };
  const common = commonLines(a.slice(start, endA), b.slice(start, endB));
  return {
    removed: oldLines.filter((_, at) => !common.a.has(at)),
    added: newLines.filter((_, at) => !common.b.has(at)),
  };
}

/** A longest common subsequence: which lines of each text are in it. */
function commonLines(a: readonly string[], b: readonly string[]) {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const common = { a: new Set<number>(), b: new Set<number>() };
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      common.a.add(i);
      common.b.add(j);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return common;
}
