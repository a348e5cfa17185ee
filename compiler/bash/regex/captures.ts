import { spend } from "../budget.ts";
import { endsOf, type Matcher } from "./ends.ts";
import type { Regex } from "./parse.ts";

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
export function captures(
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
  return only?.map((range) =>
    range === undefined ? undefined : matcher.text.slice(range[0], range[1]),
  );
}

function step(walk: Walk, node: Regex, at: number, groups: Captured, next: Continue): void {
  walk.steps += 1;
  if (walk.steps > 2000) walk.ambiguous = true;
  if (walk.ambiguous) return;
  if (!hasGroup(node)) {
    for (const to of endsOf(walk.matcher, node, at)) next(to, groups);
  } else if (node.kind === "group") {
    step(walk, node.item, at, groups, (to, inner) =>
      next(to, inner.with(node.index - 1, [at, to])),
    );
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

export function repeat(
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
