import { isUnknown, knownOr } from "../cause.ts";
import { write } from "../commands/channel.ts";
import type { Dialect } from "../regex/parse.ts";
import { searchRegex } from "../regex/search.ts";
import type { Shell } from "../shell.ts";
import { type Program, parseOptions, readInput } from "./input.ts";
import { type Address, parseScript, type SedCommand } from "./sed-script.ts";

/** `sed [-nEr] [-e] script [files]` with the commands `s`, `d`, `p`, `q` and `y`. */
export const sed: Program = (shell, args, { cause }) => {
  const parsed = parseOptions(args, "nEr", "e");
  if (parsed === undefined) return undefined;
  const { options, operands } = parsed;
  const script = options.get("e")?.join("\n") ?? operands[0];
  const files = options.has("e") ? operands : operands.slice(1);
  const commands = script === undefined ? undefined : parseScript(script);
  if (commands === undefined || files.length > 1) return undefined;
  const { text, missing } = readInput(shell, files);
  const dialect: Dialect = options.has("E") || options.has("r") ? "extended" : "basic";
  const result = isUnknown(text)
    ? text
    : knownOr<string | { cause: typeof cause }>(
        () => edit(shell, commands, text, dialect, options.has("n")),
        () => ({ cause }),
      );
  write(shell, 1, result);
  if (isUnknown(result)) return result;
  return missing ? 2 : 0;
};

function edit(
  shell: Shell,
  commands: readonly SedCommand[],
  text: string,
  dialect: Dialect,
  quiet: boolean,
): string {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const inRange = new Map<SedCommand, boolean>();
  let output = "";
  for (const [at, original] of lines.entries()) {
    shell.budget.left -= 1;
    const last = at === lines.length - 1;
    const end = last && !text.endsWith("\n") ? "" : "\n";
    let line = original;
    let deleted = false;
    let quit = false;
    for (const command of commands) {
      const place = { line, number: at + 1, last };
      if (applies(shell, command, place, dialect, inRange) === command.negated) continue;
      if (command.name === "d") deleted = true;
      else if (command.name === "p") output += line + end;
      else if (command.name === "q") quit = true;
      else if (command.name === "s") {
        const result = substituteLine(shell, command, line, dialect);
        line = result.line;
        if (result.done && command.print) output += line + end;
      }
      if (deleted || quit) break;
    }
    if (!deleted && !quiet) output += line + end;
    if (quit) return output;
  }
  return output;
}

interface Place {
  readonly line: string;
  readonly number: number;
  readonly last: boolean;
}

function applies(
  shell: Shell,
  command: SedCommand,
  place: Place,
  dialect: Dialect,
  inRange: Map<SedCommand, boolean>,
): boolean {
  const { from, to } = command;
  if (from === undefined) return true;
  if (to === undefined) return at(shell, from, place, dialect);
  if (inRange.get(command) === true) {
    // A range that ends at a line already behind is over at once.
    const past = to.kind === "number" && place.number > to.number;
    if (past) {
      inRange.set(command, false);
      return at(shell, from, place, dialect);
    }
    if (at(shell, to, place, dialect)) inRange.set(command, false);
    return true;
  }
  if (!at(shell, from, place, dialect)) return false;
  const single = to.kind === "number" && to.number <= place.number;
  if (!single) inRange.set(command, true);
  return true;
}

function at(shell: Shell, address: Address, place: Place, dialect: Dialect): boolean {
  if (address.kind === "number") return place.number === address.number;
  if (address.kind === "last") return place.last;
  return searchRegex(shell, address.regex, dialect, place.line) !== undefined;
}

function substituteLine(
  shell: Shell,
  command: SedCommand & { name: "s" },
  line: string,
  dialect: Dialect,
): { line: string; done: boolean } {
  let result = "";
  let from = 0;
  let done = false;
  let previous = -1;
  while (from <= line.length) {
    const match = searchRegex(shell, command.regex, dialect, line, from);
    if (match === undefined) break;
    if (match.end === match.start && match.start === previous) {
      result += line.slice(from, from + 1);
      from += 1;
      previous = -1;
      continue;
    }
    result += line.slice(from, match.start) + command.replacement(shell, match);
    done = true;
    from = match.end;
    previous = match.end;
    if (match.end === match.start) {
      result += line.slice(from, from + 1);
      from += 1;
      previous = -1;
    }
    if (!command.global) break;
  }
  return { line: result + line.slice(from), done };
}
