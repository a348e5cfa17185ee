import { spend } from "../budget.ts";
import { inSet } from "../glob/bracket.ts";
import type { Shell } from "../shell.ts";
import type { Regex } from "./parse.ts";

/** One search: the text, and what is known of it so far. */
export interface Matcher {
  readonly shell: Shell;
  readonly text: string;
  readonly found: Map<Regex, Map<number, readonly number[]>>;
}

/** All places where a match of an expression from `start` can end. */
export function endsOf(matcher: Matcher, regex: Regex, start: number): readonly number[] {
  const known = matcher.found.get(regex)?.get(start);
  if (known !== undefined) return known;
  spend(matcher.shell.budget, 1, matcher.shell.here);
  const ends = computeEnds(matcher, regex, start);
  const table = matcher.found.get(regex) ?? new Map<number, readonly number[]>();
  table.set(start, ends);
  matcher.found.set(regex, table);
  return ends;
}

function computeEnds(matcher: Matcher, regex: Regex, start: number): readonly number[] {
  const { text } = matcher;
  switch (regex.kind) {
    case "start":
      return start === 0 ? [start] : [];
    case "end":
      return start === text.length ? [start] : [];
    case "character":
      return text[start] === regex.character ? [start + 1] : [];
    case "any":
      return start < text.length ? [start + 1] : [];
    case "set":
      return start < text.length && inSet(regex.set, text.charAt(start)) ? [start + 1] : [];
    case "group":
      return endsOf(matcher, regex.item, start);
    case "choice":
      return unique(regex.items.flatMap((item) => endsOf(matcher, item, start)));
    case "sequence":
      return regex.items.reduce<readonly number[]>(
        (starts, item) => unique(starts.flatMap((at) => endsOf(matcher, item, at))),
        [start],
      );
    case "repeat":
      return repeatEnds(matcher, regex, start);
  }
}

function unique(numbers: readonly number[]): readonly number[] {
  return numbers.length < 2 ? numbers : [...new Set(numbers)];
}

function repeatEnds(
  matcher: Matcher,
  regex: Regex & { kind: "repeat" },
  start: number,
): readonly number[] {
  const result = new Set<number>();
  let current: readonly number[] = [start];
  for (let count = 0; current.length > 0 && count <= regex.most; count += 1) {
    if (count >= regex.least) {
      const fresh = current.filter((at) => !result.has(at));
      for (const at of fresh) result.add(at);
      current = fresh;
    }
    spend(matcher.shell.budget, current.length, matcher.shell.here);
    current = unique(current.flatMap((at) => endsOf(matcher, regex.item, at)));
  }
  return [...result];
}
