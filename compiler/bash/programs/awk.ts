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
}

/** `awk [-F X] '[/re/|NR==N] { print $1 … }' [file]`, which is most of what plans use it for. */
export const awk: Program = (shell, args, { cause }) => {
  const parsed = parseOptions(args, "", "F");
  const [script, ...files] = parsed?.operands ?? [];
  const rule = script === undefined ? undefined : parseRule(script);
  const separator = parsed?.options.get("F")?.at(-1) ?? " ";
  if (rule === undefined || files.length > 1) return undefined;
  if (separator.length !== 1 || /[t\\\n]/.test(separator) || !isAscii(separator)) return undefined;
  const { text, missing } = readInput(shell, files);
  const doubt = { cause };
  const known = isUnknown(text) ? text : isAscii(text) ? text : doubt;
  const result = isUnknown(known)
    ? known
    : knownOr<string | typeof doubt>(
        () =>
          textOf(
            linesOf(known).lines.flatMap((line, at) =>
              runRule(shell, rule, line, at + 1, separator),
            ),
          ),
        () => doubt,
      );
  write(shell, 1, result);
  if (isUnknown(result)) return result;
  return missing ? 2 : 0;
};

function parseRule(script: string): Rule | undefined {
  const match =
    /^\s*(?:\/((?:[^/\\\n{}]|\\[./])+)\/|NR\s*==\s*([0-9]+))?\s*\{\s*print\b([^{}]*?);?\s*\}\s*$/.exec(
      script,
    );
  if (match === null) return undefined;
  const [, pattern, line, list = ""] = match;
  const print = parseList(list);
  if (print === undefined) return undefined;
  return {
    pattern: pattern?.replaceAll("\\/", "/"),
    line: line === undefined ? undefined : Number(line),
    print,
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
    // Without any field the last one is the whole line, which is empty too.
    return (item.field < 0 ? fields.at(-1) : fields[item.field - 1]) ?? "";
  };
  return [rule.print.map((group) => group.map(show).join("")).join(" ")];
}
