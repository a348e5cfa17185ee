import { spend } from "../budget.ts";
import { NotKnown } from "../cause.ts";
import { inSet } from "../glob/bracket.ts";
import type { Shell } from "../shell.ts";
import { excerpt, isAscii } from "../text.ts";
import { type Dialect, parseRegex, type Regex } from "./parse.ts";

/** A match: where it lies, and its groups, the whole first. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** Nothing for a group without a part; `unknown` where several ways to match give others. */
  readonly groups: readonly (string | undefined)[];
  readonly ambiguous: boolean;
}

/**
 * The leftmost and longest match of a regular expression, as POSIX has it.
 *
 * @param from where in the text to begin
 * @throws {NotKnown} where the expression is not understood, or the locale decides
 */
export function searchRegex(
  shell: Shell,
  source: string,
  dialect: Dialect,
  text: string,
  from = 0,
): Match | undefined {
  const parsed = parseRegex(source, dialect);
  if (parsed === undefined || (parsed.countsCharacters && !isAscii(text))) {
    throw new NotKnown({ reason: `matches the expression \`${excerpt(source)}\``, span: shell.here });
  }
  const matcher: Matcher = { shell, text, found: new Map() };
  for (let start = from; start <= text.length; start += 1) {
    const ends = endsOf(matcher, parsed.regex, start);
    if (ends.length === 0) continue;
    const end = Math.max(...ends);
    const groups = captures(matcher, parsed.regex, parsed.groups, start, end);
    return {
      start,
      end,
      groups: [text.slice(start, end), ...(groups ?? [])],
      ambiguous: groups === undefined,
    };
  }
  return undefined;
}

interface Matcher {
  readonly shell: Shell;
  readonly text: string;
  readonly found: Map<Regex, Map<number, readonly number[]>>;
}

/** All places where a match of an expression from `start` can end. */
function endsOf(matcher: Matcher, regex: Regex, start: number): readonly number[] {
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

function repeatEnds(matcher: Matcher, regex: Regex & { kind: "repeat" }, start: number): readonly number[] {
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

/** Where each group matched. */
type Captured = readonly (readonly [start: number, end: number] | undefined)[];

type Continue = (at: number, groups: Captured) => void;

/** Looks at the ways in which an expression matches, until two give other groups. */
interface Walk {
  readonly matcher: Matcher;
  steps: number;
  ambiguous: boolean;
}

/** The groups of a match, where every way to match gives the same; nothing where they differ. */
function captures(
  matcher: Matcher,
  regex: Regex,
  count: number,
  start: number,
  end: number,
): readonly (string | undefined)[] | undefined {
  if (count === 0) return [];
  const walk: Walk = { matcher, steps: 0, ambiguous: false };
  let only: Captured | undefined;
  const none: Captured = Array.from({ length: count }, () => undefined);
  step(walk, regex, start, none, (at, groups) => {
    if (at !== end) return;
    only ??= groups;
    if (JSON.stringify(only) !== JSON.stringify(groups)) walk.ambiguous = true;
  });
  spend(matcher.shell.budget, walk.steps, matcher.shell.here);
  if (walk.ambiguous) return undefined;
  return only?.map((range) => (range === undefined ? undefined : matcher.text.slice(range[0], range[1])));
}

function step(walk: Walk, node: Regex, at: number, groups: Captured, next: Continue): void {
  walk.steps += 1;
  if (walk.steps > 2000) walk.ambiguous = true;
  if (walk.ambiguous) return;
  if (!hasGroup(node)) {
    for (const to of endsOf(walk.matcher, node, at)) next(to, groups);
  } else if (node.kind === "group") {
    step(walk, node.item, at, groups, (to, inner) => next(to, inner.with(node.index - 1, [at, to])));
  } else if (node.kind === "choice") {
    for (const item of node.items) step(walk, item, at, groups, next);
  } else if (node.kind === "sequence") follow(walk, node.items, 0, at, groups, next);
  else if (node.kind === "repeat") repeat(walk, node, 0, at, groups, next);
}

function follow(
  walk: Walk,
  items: readonly Regex[],
  index: number,
  at: number,
  groups: Captured,
  next: Continue,
): void {
  const item = items[index];
  if (item === undefined) next(at, groups);
  else step(walk, item, at, groups, (to, inner) => follow(walk, items, index + 1, to, inner, next));
}

function repeat(
  walk: Walk,
  node: Regex & { kind: "repeat" },
  done: number,
  at: number,
  groups: Captured,
  next: Continue,
): void {
  // What a group holds after rounds that differ, or match nothing, is not the same everywhere.
  const plain = node.item.kind === "group" && !hasGroup(node.item.item);
  const empty = endsOf(walk.matcher, node.item, at).includes(at);
  if (empty || (node.most > 1 && !plain)) walk.ambiguous = true;
  if (done >= node.least) next(at, groups);
  if (done >= node.most) return;
  step(walk, node.item, at, groups, (to, inner) => repeat(walk, node, done + 1, to, inner, next));
}

const withGroups = new WeakMap<Regex, boolean>();

function hasGroup(node: Regex): boolean {
  const known = withGroups.get(node);
  if (known !== undefined) return known;
  const result =
    node.kind === "group" ||
    (node.kind === "repeat" && hasGroup(node.item)) ||
    ((node.kind === "sequence" || node.kind === "choice") && node.items.some(hasGroup));
  withGroups.set(node, result);
  return result;
}
