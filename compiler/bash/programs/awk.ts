import { isUnknown, knownOr } from "../cause.ts";
import { write } from "../commands/channel.ts";
import { searchRegex } from "../regex/search.ts";
import type { Shell } from "../shell.ts";
import { isAscii } from "../text/text.ts";
import { linesOf, type Program, parseOptions, readInput, textOf } from "./input.ts";

/** One thing that `print` prints: a text, or a field by its number, -1 for the last. */
type Item = { readonly text: string } | { readonly field: number };

interface Rule {
  readonly pattern: string | undefined;
  readonly line: number | undefined;
  /** What is printed, the parts of it that a comma divides. */
  readonly print: readonly (readonly Item[])[];
  /** Whether the first line that it is for is the last one that is read. */
  readonly once: boolean;
}

/** `awk [-F X] '[/re/|NR==N] { print $1 …; exit }' [file]`, which is most of what plans use it for. */
export const awk: Program = (shell, args, { cause }) => {
  const parsed = parseOptions(args, "", "F");
  const [script, ...files] = parsed?.operands ?? [];
  const rule = script === undefined ? undefined : parseRule(script);
  const separator = parsed?.options.get("F")?.at(-1) ?? " ";
  if (rule === undefined || files.length > 1) return undefined;
  // Several characters are a regular expression, which these are not.
  if (!/^([^t\\\n]|[-A-Za-z0-9 :=",;_]{2,})$/.test(separator) || !isAscii(separator))
    return undefined;
  const { text, missing } = readInput(shell, files);
  const doubt = { cause };
  const known = isUnknown(text) ? text : isAscii(text) ? text : doubt;
  const result = isUnknown(known)
    ? known
    : knownOr<string | typeof doubt>(
        () =>
          textOf(
            linesOf(known)
              .lines.flatMap((line, at) => runRule(shell, rule, line, at + 1, separator))
              .slice(0, rule.once ? 1 : undefined),
          ),
        () => doubt,
      );
  write(shell, 1, result);
  if (isUnknown(result)) return result;
  return missing ? 2 : 0;
};

function parseRule(script: string): Rule | undefined {
  const match =
    /^\s*(?:\/((?:[^/\\\n{}]|\\[./])+)\/|NR\s*==\s*([0-9]+))?\s*\{\s*print\b([^{}]*?)(;\s*exit\s*)?;?\s*\}\s*$/.exec(
      script,
    );
  if (match === null) return undefined;
  const [, pattern, line, list = "", exits] = match;
  const print = parseList(list);
  if (print === undefined) return undefined;
  return {
    pattern: pattern?.replaceAll("\\/", "/"),
    line: line === undefined ? undefined : Number(line),
    print,
    once: exits !== undefined,
  };
}

function parseList(list: string): Item[][] | undefined {
  const groups: Item[][] = [[]];
  const token = /\s*(?:"([^"\\\n]*)"|\$([0-9]{1,4}|NF)|(,))\s*/y;
  for (let at = 0; at < list.trim().length; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(list.trim());
    if (match === null) return undefined;
    const [, text, field] = match;
    if (text !== undefined) groups.at(-1)?.push({ text });
    else if (field !== undefined)
      groups.at(-1)?.push({ field: field === "NF" ? -1 : Number(field) });
    else groups.push([]);
  }
  if (list.trim() === "") return [[{ field: 0 }]];
  return groups.some((group) => group.length === 0) ? undefined : groups;
}

function runRule(
  shell: Shell,
  rule: Rule,
  line: string,
  number: number,
  separator: string,
): string[] {
  shell.budget.left -= 1;
  if (rule.line !== undefined && rule.line !== number) return [];
  if (
    rule.pattern !== undefined &&
    searchRegex(shell, rule.pattern, "extended", line) === undefined
  )
    return [];
  const fields =
    separator === " "
      ? line.split(/[ \t]+/).filter((field) => field !== "")
      : line === ""
        ? []
        : line.split(separator);
  const show = (item: Item) => {
    if ("text" in item) return item.text;
    if (item.field === 0) return line;
    // Without any field the last one is `$0`.
    return item.field < 0 ? (fields.at(-1) ?? line) : (fields[item.field - 1] ?? "");
  };
  return [rule.print.map((group) => group.map(show).join("")).join(" ")];
}
