import { isUnknown, type Text } from "../cause.ts";
import { readAll } from "../commands/channel.ts";
import type { CommandCall, Outcome } from "../commands/command-table.ts";
import { complain } from "../commands/redirect.ts";
import { readText } from "../files/files.ts";
import type { Shell } from "../shell.ts";

/**
 * A program that habc carries out. Nothing where its options, or its input, go beyond what
 * habc does exactly as the program would.
 */
export type Program = (
  shell: Shell,
  args: readonly string[],
  call: CommandCall,
) => Outcome | undefined;

/** What a program reads: its files one after the other, or standard input where it has none. */
export interface ProgramInput {
  readonly text: Text;
  /** Whether a file was missing, of which the program has complained. */
  readonly missing: boolean;
}

/** Reads the files of a program. */
export function readInput(shell: Shell, files: readonly string[]): ProgramInput {
  if (files.length === 0) return { text: readAll(shell), missing: false };
  let text = "";
  let missing = false;
  for (const file of files) {
    const part = file === "-" ? readAll(shell) : readText(shell, file);
    if (part === undefined) {
      complain(shell);
      missing = true;
    } else if (isUnknown(part)) return { text: part, missing };
    else text += part;
  }
  return { text, missing };
}

/** The lines of a text; the last one may lack its line break. */
export function linesOf(text: string): { lines: string[]; complete: boolean } {
  const lines = text.split("\n");
  const complete = lines.at(-1) === "";
  if (complete) lines.pop();
  return { lines, complete };
}

/** Lines as a text again. */
export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Options and operands: short options with values of their own, by the letters that take one. */
export function parseOptions(
  args: readonly string[],
  flags: string,
  withValue: string,
): { options: ReadonlyMap<string, string[]>; operands: string[] } | undefined {
  const options = new Map<string, string[]>();
  const operands: string[] = [];
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      operands.push(...rest);
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      if (flags.includes(letter)) options.set(letter, [...(options.get(letter) ?? []), ""]);
      else if (withValue.includes(letter)) {
        const value = at + 1 < word.length ? word.slice(at + 1) : rest.shift();
        if (value === undefined) return undefined;
        options.set(letter, [...(options.get(letter) ?? []), value]);
        break;
      } else return undefined;
    }
  }
  return { options, operands };
}
