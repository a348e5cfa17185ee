import { isUnknown, knownOr } from "../cause.ts";
import { write } from "../commands/channel.ts";
import { searchRegex } from "../regex/search.ts";
import type { Shell } from "../shell.ts";
import { isAscii } from "../text/text.ts";
import { linesOf, type Program, parseOptions, readInput, textOf } from "./input.ts";

/** `grep [-EFochqsvx] [-m N] pattern [file]`, and the same as `egrep` and `fgrep`. */
export const grep: Program = (shell, args, { name, cause }) => {
  const parsed = parseOptions(args, "EFGochqsv", "em");
  if (parsed === undefined) return undefined;
  const { options } = parsed;
  const patterns = options.get("e") ?? parsed.operands.slice(0, 1);
  const files = options.has("e") ? parsed.operands : parsed.operands.slice(1);
  const [pattern] = patterns;
  if (pattern === undefined || patterns.length > 1 || files.length > 1 || pattern.includes("\n"))
    return undefined;
  const most = options.get("m")?.at(-1) ?? "";
  if (!/^[0-9]*$/.test(most) || (options.has("o") && (options.has("v") || options.has("c"))))
    return undefined;
  const { text, missing } = readInput(shell, files);
  if (isUnknown(text)) {
    write(shell, 1, text);
    return text;
  }
  // In some locales anything beyond ASCII makes a file a binary one.
  const doubt = { cause };
  const fixed = options.has("F") || name === "fgrep";
  const dialect = options.has("E") || name === "egrep" ? "extended" : "basic";
  const result =
    !isAscii(text) || !isAscii(pattern) || text.includes("\0")
      ? undefined
      : knownOr(
          () =>
            select(
              shell,
              linesOf(text).lines,
              options.has("v"),
              most === "" ? Number.POSITIVE_INFINITY : Number(most),
              (line, from) => {
                if (!fixed) return searchRegex(shell, pattern, dialect, line, from);
                const start = line.indexOf(pattern, from);
                return start < 0 ? undefined : { start, end: start + pattern.length };
              },
            ),
          () => undefined,
        );
  if (result === undefined) {
    write(shell, 1, doubt);
    return doubt;
  }
  if (options.has("c")) write(shell, 1, `${result.lines.length}\n`);
  else if (!options.has("q"))
    write(shell, 1, textOf(options.has("o") ? result.parts : result.lines));
  if (missing && !(options.has("q") && result.lines.length > 0)) return 2;
  return result.lines.length > 0 ? 0 : 1;
};

type Search = (line: string, from: number) => { start: number; end: number } | undefined;

function select(
  shell: Shell,
  lines: readonly string[],
  invert: boolean,
  most: number,
  search: Search,
) {
  const selected: string[] = [];
  const parts: string[] = [];
  for (const line of lines) {
    if (selected.length >= most) break;
    const first = search(line, 0);
    if ((first !== undefined) === invert) continue;
    selected.push(line);
    for (let match = first; match !== undefined; ) {
      if (match.end > match.start) parts.push(line.slice(match.start, match.end));
      const next = Math.max(match.end, match.start + 1);
      match = next <= line.length ? search(line, next) : undefined;
    }
  }
  shell.budget.left -= lines.length;
  return { lines: selected, parts };
}
