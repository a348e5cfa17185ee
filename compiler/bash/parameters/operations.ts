import { spend, spendText } from "../budget.ts";
import { type Cause, isUnknown, knownOr, NotKnown, type Text, unknown } from "../cause.ts";
import { checkLocale, matchFrom } from "../glob/match.ts";
import type { Pattern } from "../glob/pattern.ts";
import type { Shell } from "../shell.ts";
import { isAscii } from "../text/text.ts";

/** Applies `compute` to a text that may be unknown, or make something unknown. */
export function mapText(text: Text, compute: (text: string) => string): Text {
  if (isUnknown(text)) return text;
  return knownOr<Text>(
    () => compute(text),
    (cause) => unknown(cause),
  );
}

/** `${name#pattern}` and the three like it. */
export function removeMatch(
  shell: Shell,
  text: string,
  pattern: Pattern,
  operator: "#" | "##" | "%" | "%%",
): string {
  checkLocale(shell, pattern, text);
  const which = operator.length === 2 ? "longest" : "shortest";
  if (operator.startsWith("#")) {
    const end = matchFrom(shell, pattern, text, 0, which);
    return end < 0 ? text : text.slice(end);
  }
  for (let step = 0; step <= text.length; step += 1) {
    const start = which === "longest" ? step : text.length - step;
    if (matchFrom(shell, pattern, text, start, "longest") === text.length)
      return text.slice(0, start);
  }
  return text;
}

/** `${name/pattern/replacement}` and the three like it. */
export function replaceMatches(
  shell: Shell,
  text: string,
  pattern: Pattern,
  operator: "/" | "//" | "/#" | "/%",
  replacement: Text,
): Text {
  checkLocale(shell, pattern, text);
  const put = (found: string) => {
    if (isUnknown(replacement)) throw new NotKnown(replacement.cause);
    spendText(shell.budget, found.length + replacement.length, shell.here);
    return found;
  };
  const fill = isUnknown(replacement) ? "" : replacement;
  if (operator === "/#") {
    const end = matchFrom(shell, pattern, text, 0, "longest");
    return end < 0 ? text : put(fill + text.slice(end));
  }
  if (operator === "/%") {
    for (let start = 0; start <= text.length; start += 1) {
      const end = matchFrom(shell, pattern, text, start, "longest");
      if (end === text.length) return put(text.slice(0, start) + fill);
    }
    return text;
  }
  if (pattern.elements.length === 0) return text;
  if (text === "") {
    if (matchFrom(shell, pattern, text, 0, "longest") !== 0) return "";
    // bash puts something in the place of nothing for `*`, and not for every group that matches it.
    if (pattern.elements.every(({ kind }) => kind === "star")) return put(fill);
    throw new NotKnown({ reason: "replaces matches of no characters", span: shell.here });
  }
  let result = "";
  let at = 0;
  while (at < text.length) {
    const end = matchFrom(shell, pattern, text, at, "longest");
    if (end === at) {
      throw new NotKnown({ reason: "replaces matches of no characters", span: shell.here });
    }
    if (end < 0) {
      result += text.charAt(at);
      at += 1;
      continue;
    }
    result = put(result + fill);
    at = end;
    if (operator === "/") break;
  }
  spendText(shell.budget, result.length + text.length - at, shell.here);
  return result + text.slice(at);
}

/** `${name^pattern}` and the three like it. */
export function changeCase(
  shell: Shell,
  text: string,
  pattern: Pattern | undefined,
  operator: "^" | "^^" | "," | ",,",
): string {
  const span = shell.here;
  if (!isAscii(text))
    throw new NotKnown({ reason: "changes the case of letters beyond ASCII", span });
  if (pattern !== undefined) checkLocale(shell, pattern, text);
  const change = (letter: string) =>
    operator.startsWith("^") ? letter.toUpperCase() : letter.toLowerCase();
  let result = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const applies = operator.length === 2 || at === 0;
    const matched = pattern === undefined || matchFrom(shell, pattern, letter, 0, "longest") === 1;
    result += applies && matched ? change(letter) : letter;
  }
  spend(shell.budget, 1 + (text.length >> 4), span);
  return result;
}

/** The part of a text that `${text:offset:length}` gives; nothing where bash refuses. */
export function sliceText(
  text: string,
  offset: bigint,
  length: bigint | undefined,
): string | undefined {
  const size = BigInt(text.length);
  const start = offset < 0n ? size + offset : offset;
  if (start < 0n || start > size) return "";
  const end = length === undefined ? size : length < 0n ? size + length : start + length;
  if (end < start) return undefined;
  return text.slice(Number(start), Number(end < size ? end : size));
}

/** The cause of what counts characters of a text that is not ASCII. */
export function countingCause(shell: Shell): Cause {
  return {
    reason: "counts characters beyond ASCII, which depends on the locale",
    span: shell.here,
  };
}
