import { type Cause, isUnknown, Lost, type Text, unknown } from "../cause.ts";
import { advance } from "../commands/channel.ts";
import { type KnownCommand, type Outcome, withKnown } from "../commands/command-table.ts";
import type { Input, Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { listOf, shapeOf, unknownValue, type Value } from "../state/value.ts";
import { putVariable, resolveName, scopeToSet } from "../state/variables.ts";
import { isName } from "../text/text.ts";
import { fieldText, splitAtoms } from "../words/pieces.ts";
import { separators } from "../words/word.ts";

interface ReadOptions {
  raw: boolean;
  array: string | undefined;
  delimiter: string;
  names: string[];
}

/** `read [-r] [-a array] [-d delimiter] [-p prompt] [-s] names`. */
export const read: KnownCommand = withKnown(
  (shell, args, { cause }) => {
    const options = readOptions(args);
    if (options === undefined) throw new Lost(cause);
    const line = nextLine(shell, options, cause);
    assignLine(shell, options, line.text, cause);
    return line.status;
  },
  (_shell, cause) => {
    throw new Lost(cause);
  },
);

function readOptions(args: readonly string[]): ReadOptions | undefined {
  const options: ReadOptions = { raw: false, array: undefined, delimiter: "\n", names: [] };
  const rest = [...args];
  for (let word = rest[0]; word?.startsWith("-"); word = rest[0]) {
    rest.shift();
    if (word === "--") break;
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      if (letter === "r") options.raw = true;
      else if (letter === "s" || letter === "e") continue;
      else if (letter === "a" || letter === "d" || letter === "p") {
        const value = at + 1 < word.length ? word.slice(at + 1) : rest.shift();
        if (value === undefined) return undefined;
        if (letter === "a") options.array = value;
        if (letter === "d") options.delimiter = value === "" ? "\0" : value.slice(0, 1);
        break;
      } else return undefined;
    }
  }
  options.names = rest;
  const valid = [...rest, ...(options.array === undefined ? [] : [options.array])].every(isName);
  return valid ? options : undefined;
}

/** The next line of standard input with the status that reading it has. */
function nextLine(
  shell: Shell,
  options: ReadOptions,
  cause: Cause,
): { text: Text; status: Outcome } {
  const channel = shell.channels.get(0);
  if (channel?.kind !== "input") return { text: unknown(cause), status: unknown(cause) };
  if (isUnknown(channel.text)) return { text: channel.text, status: channel.text };
  const end = channel.text.indexOf(options.delimiter, channel.position);
  const text = channel.text.slice(channel.position, end < 0 ? undefined : end);
  // Without -r a backslash quotes, and joins lines.
  if ((!options.raw && text.includes("\\")) || text.includes("\0")) return lose(channel, cause);
  advance(shell, channel, end < 0 ? channel.text.length : end + 1);
  return { text, status: end < 0 ? 1 : 0 };
}

function lose(channel: Input, cause: Cause): { text: Text; status: Outcome } {
  channel.text = unknown(cause);
  return { text: channel.text, status: 0 };
}

function assignLine(shell: Shell, options: ReadOptions, text: Text, cause: Cause): void {
  const { array, names } = options;
  const characters = separators(shell);
  if (array !== undefined) {
    putArray(
      shell,
      array,
      isUnknown(text) || isUnknown(characters)
        ? unknownValue(cause, "list")
        : listOf(words(text, characters)),
    );
    return;
  }
  if (names.length === 0) {
    assignText(shell, "REPLY", text);
    return;
  }
  const parts = isUnknown(text)
    ? text
    : isUnknown(characters)
      ? characters
      : fieldsFor(text, characters, names.length);
  for (const [at, name] of names.entries()) {
    assignText(shell, name, "cause" in parts ? parts : (parts[at] ?? ""));
  }
}

/** Puts an indexed array in place of what a variable holds. */
export function putArray(shell: Shell, name: string, value: Value): void {
  const target = resolveName(shell, name);
  const scope = scopeToSet(shell, target);
  const before = scope.variables.get(target);
  if (
    before?.attributes.readonly ||
    before?.attributes.uncertain ||
    (before !== undefined && shapeOf(before.value) === "map")
  ) {
    throw new Lost({ reason: `reads into the array \`${name}\``, span: shell.here });
  }
  putVariable(shell, scope, target, { value, attributes: before?.attributes ?? {} });
}

function words(text: string, characters: string): string[] {
  const fields = splitAtoms([{ kind: "text", text, quoted: false, split: true }], characters);
  return fields.items.map((field) => ("cause" in field ? "" : fieldText(field)));
}

/** The parts of a line for a number of names, the last of which takes all that is left. */
function fieldsFor(text: string, characters: string, count: number): string[] {
  const isSpace = (character: string) =>
    characters.includes(character) && " \t\n".includes(character);
  const isSeparator = (character: string) => character !== "" && characters.includes(character);
  const skipSpace = (from: number) => {
    let at = from;
    while (at < text.length && isSpace(text.charAt(at))) at += 1;
    return at;
  };
  const parts: string[] = [];
  let at = skipSpace(0);
  for (let part = 1; part < count && at < text.length; part += 1) {
    const start = at;
    while (at < text.length && !isSeparator(text.charAt(at))) at += 1;
    parts.push(text.slice(start, at));
    at = skipSpace(at);
    const before = text.charAt(at);
    if (at < text.length && isSeparator(before) && !isSpace(before)) at = skipSpace(at + 1);
  }
  parts.push(lastPart(text.slice(at), characters, isSpace));
  return parts;
}

/** What is left: without white space at its end, or the separator after its only word. */
function lastPart(
  rest: string,
  characters: string,
  isSpace: (character: string) => boolean,
): string {
  let end = rest.length;
  while (end > 0 && isSpace(rest.charAt(end - 1))) end -= 1;
  const trimmed = rest.slice(0, end);
  const fields = words(trimmed, characters);
  const only = fields.length === 1 ? fields[0] : undefined;
  return only !== undefined && trimmed.startsWith(only) ? only : trimmed;
}

/** `mapfile [-t] [-d delimiter] array`. */
export const mapfile: KnownCommand = withKnown(
  (shell, args, { cause }) => {
    const trim = args.some((arg) => /^-[a-z]*t/.test(arg));
    const names = args.filter((arg) => !arg.startsWith("-"));
    if (args.some((arg) => arg.startsWith("-") && arg !== "-t") || names.length > 1)
      throw new Lost(cause);
    const [name = "MAPFILE"] = names;
    if (!isName(name)) throw new Lost(cause);
    const channel = shell.channels.get(0);
    if (channel?.kind !== "input" || isUnknown(channel.text)) {
      putArray(
        shell,
        name,
        unknownValue(
          channel?.kind === "input" && isUnknown(channel.text) ? channel.text.cause : cause,
          "list",
        ),
      );
      return 0;
    }
    const lines = channel.text.slice(channel.position).match(/[^\n]*\n|[^\n]+$/g) ?? [];
    advance(shell, channel, channel.text.length);
    putArray(shell, name, listOf(trim ? lines.map((line) => line.replace(/\n$/, "")) : lines));
    return 0;
  },
  (_shell, cause) => {
    throw new Lost(cause);
  },
);
