import { spend } from "../budget.ts";
import { NotKnown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { isAscii } from "../text/text.ts";
import { inSet } from "./bracket.ts";
import type { Element, Pattern } from "./pattern.ts";

/** Whether a pattern matches a whole text. Throws `NotKnown` where that depends on the locale. */
export function matches(shell: Shell, pattern: Pattern, text: string): boolean {
  checkLocale(shell, pattern, text);
  return ends(shell, pattern, text, 0)[text.length] === 1;
}

/** Where the longest or shortest match from `start` ends; -1 where there is none. */
export function matchFrom(
  shell: Shell,
  pattern: Pattern,
  text: string,
  start: number,
  which: "longest" | "shortest",
): number {
  const first = pattern.elements[0];
  if (first?.kind === "character" && first.character !== text[start]) return -1;
  const reached = ends(shell, pattern, text, start);
  return which === "longest" ? reached.lastIndexOf(1) : reached.indexOf(1);
}

/** Refuses what counts characters that not every locale counts alike. */
export function checkLocale(shell: Shell, pattern: Pattern, text: string): void {
  if (pattern.localized || (pattern.countsCharacters && !isAscii(text))) {
    throw new NotKnown({
      reason: "matches characters in a way that depends on the locale",
      span: shell.here,
    });
  }
  if (shell.state.options.has("nocasematch")) {
    throw new NotKnown({ reason: "matches under `shopt -s nocasematch`", span: shell.here });
  }
}

/** All places where a match from `start` can end: 1 at each such offset of the text. */
function ends(shell: Shell, pattern: Pattern, text: string, start: number): Uint8Array {
  let reached = new Uint8Array(text.length + 1);
  reached[start] = 1;
  for (const element of pattern.elements) {
    spend(shell.budget, 1 + ((text.length - start) >> 6), shell.here);
    const from = reached.indexOf(1);
    if (from < 0) return reached;
    reached = step(shell, element, text, reached, from);
  }
  return reached;
}

/** The offsets reached by one element from those reached so far, the lowest being `from`. */
function step(
  shell: Shell,
  element: Element,
  text: string,
  reached: Uint8Array,
  from: number,
): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(text.length + 1);
  if (element.kind === "star") return next.fill(1, from);
  if (element.kind === "extended") {
    for (let at = from; at >= 0; at = reached.indexOf(1, at + 1)) {
      addGroup(shell, element, text, at, next);
    }
    return next;
  }
  for (let at = from; at >= 0 && at < text.length; at = reached.indexOf(1, at + 1)) {
    const character = text.charAt(at);
    if (
      element.kind === "any" ||
      (element.kind === "character"
        ? element.character === character
        : inSet(element.set, character))
    ) {
      next[at + 1] = 1;
    }
  }
  return next;
}

function addGroup(
  shell: Shell,
  group: Element & { kind: "extended" },
  text: string,
  start: number,
  into: Uint8Array,
): void {
  const once = (at: number) => {
    const result = new Uint8Array(text.length + 1);
    for (const alternative of group.alternatives) {
      ends(shell, alternative, text, at).forEach((yes, end) => {
        if (yes === 1) result[end] = 1;
      });
    }
    return result;
  };
  const first = once(start);
  if (group.operator === "!") {
    for (let end = start; end <= text.length; end += 1) if (first[end] === 0) into[end] = 1;
    return;
  }
  if (group.operator === "?" || group.operator === "*") into[start] = 1;
  const pending: number[] = [];
  const seen = new Uint8Array(text.length + 1);
  const take = (result: Uint8Array) => {
    for (let end = result.indexOf(1); end >= 0; end = result.indexOf(1, end + 1)) {
      into[end] = 1;
      if (seen[end] === 0) pending.push(end);
      seen[end] = 1;
    }
  };
  take(first);
  if (group.operator === "?" || group.operator === "@") return;
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) take(once(at));
}
