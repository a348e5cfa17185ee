import { type Cause, Lost, type Text, unknown } from "../cause.ts";
import { write } from "../commands/channel.ts";
import { type KnownCommand, knownArguments, type Outcome } from "../commands/command-table.ts";
import type { Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { isName } from "../text/text.ts";
import { expandEscapes } from "./escapes.ts";
import { formatAll } from "./format.ts";

/** `echo [-neE] words`. */
export const echo: KnownCommand = (shell, args) => {
  const known = knownArguments(args);
  if ("cause" in known) {
    write(shell, 1, known);
    return 0;
  }
  write(shell, 1, echoText(shell, known));
  return 0;
};

/** What `echo` prints. */
export function echoText(shell: Shell, words: readonly string[]): Text {
  let first = 0;
  const options = new Set<string>();
  while (/^-[neE]+$/.test(words[first] ?? "")) {
    for (const letter of (words[first] ?? "").slice(1)) {
      if (letter === "E") options.delete("e");
      else options.add(letter);
    }
    first += 1;
  }
  const text = words.slice(first).join(" ");
  const end = options.has("n") ? "" : "\n";
  if (!options.has("e")) return text + end;
  const escaped = expandEscapes(text, "echo");
  if (escaped === undefined) return unknown(escapeCause(shell));
  return escaped.stopped ? escaped.text : escaped.text + end;
}

/** `printf [-v name] format arguments`. */
export const printf: KnownCommand = (shell, args, { cause }) => {
  const [first, name, ...rest] = args.items;
  if (first === "-v") {
    if (typeof name !== "string" || !isName(name)) throw new Lost(cause);
    const given = knownArguments({ ...args, items: rest });
    const text = "cause" in given ? given : printed(shell, given, cause);
    assignText(shell, name, text ?? unknown(cause));
    return text === undefined ? unknown(cause) : 0;
  }
  const given = knownArguments(first === "--" ? { ...args, items: args.items.slice(1) } : args);
  const text = "cause" in given ? given : printed(shell, given, cause);
  if (text === undefined) {
    write(shell, 1, unknown(cause));
    write(shell, 2, unknown(cause));
    return unknown(cause);
  }
  write(shell, 1, text);
  return 0;
};

/** What `printf` prints; nothing where it would complain about an argument. */
function printed(
  shell: Shell,
  [format, ...args]: readonly string[],
  cause: Cause,
): Text | undefined {
  if (format === undefined || (format.startsWith("-") && format.length > 1)) return undefined;
  const text = formatAll(shell, format, args);
  return text ?? unknown(cause);
}

function escapeCause(shell: Shell): Cause {
  return { reason: "prints an escape that depends on the locale", span: shell.here };
}

/** `true`, `:` and others that do nothing. */
export const succeed: KnownCommand = (): Outcome => 0;
/** `false`. */
export const fail: KnownCommand = (): Outcome => 1;
