import { NotKnown } from "../cause.ts";
import type { Match } from "../regex/search.ts";
import type { Shell } from "../shell.ts";

/** Which lines a command is for. */
export type Address =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "last" }
  | { readonly kind: "regex"; readonly regex: string };

interface Selection {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
}

/** One command of a script. */
export type SedCommand = Selection &
  (
    | { readonly name: "d" | "p" | "q" }
    | {
        readonly name: "s";
        readonly regex: string;
        readonly replacement: (shell: Shell, match: Match) => string;
        readonly global: boolean;
        readonly print: boolean;
      }
  );

/** Parses a script of `sed`; nothing where it uses more than a few of its commands. */
export function parseScript(script: string): readonly SedCommand[] | undefined {
  const commands: SedCommand[] = [];
  let at = 0;
  const skip = (characters: RegExp) => {
    while (at < script.length && characters.test(script.charAt(at))) at += 1;
  };
  const address = (): Address | undefined | "invalid" => {
    const number = /^[0-9]+/.exec(script.slice(at))?.[0];
    if (number !== undefined) {
      at += number.length;
      return Number(number) > 0 ? { kind: "number", number: Number(number) } : "invalid";
    }
    if (script[at] === "$") {
      at += 1;
      return { kind: "last" };
    }
    if (script[at] !== "/") return undefined;
    const part = delimited(script, at + 1, "/");
    const regex = part === undefined ? undefined : cleanRegex(part.text, "/");
    if (part === undefined || regex === undefined || regex === "") return "invalid";
    at = part.end;
    return { kind: "regex", regex };
  };
  for (skip(/[\s;]/); at < script.length; skip(/[\s;]/)) {
    const from = address();
    let to: Address | undefined | "invalid";
    if (from !== undefined && script[at] === ",") {
      at += 1;
      to = address();
      if (to === undefined) return undefined;
    }
    if (from === "invalid" || to === "invalid") return undefined;
    skip(/ /);
    const negated = script[at] === "!";
    if (negated) at += 1;
    skip(/ /);
    const name = script[at];
    at += 1;
    const selection: Selection = { from, to, negated };
    if (name === "d" || name === "p" || name === "q") commands.push({ ...selection, name });
    else if (name === "s") {
      const parsed = substitution(script, at);
      if (parsed === undefined) return undefined;
      commands.push({ ...selection, name, ...parsed.command });
      at = parsed.end;
    } else return undefined;
    skip(/ /);
    if (at < script.length && !/[;\n]/.test(script.charAt(at))) return undefined;
  }
  return commands;
}

function substitution(script: string, start: number) {
  const mark = script.charAt(start);
  if (mark === "" || mark === "\\" || mark === "\n" || /[A-Za-z0-9]/.test(mark)) return undefined;
  const pattern = delimited(script, start + 1, mark);
  const replacement = pattern === undefined ? undefined : delimited(script, pattern.end, mark);
  if (pattern === undefined || replacement === undefined) return undefined;
  const flags = /^[gp]*/.exec(script.slice(replacement.end))?.[0] ?? "";
  const regex = cleanRegex(pattern.text, mark);
  const fill = parseReplacement(replacement.text, mark);
  if (regex === undefined || regex === "" || fill === undefined) return undefined;
  return {
    end: replacement.end + flags.length,
    command: { regex, replacement: fill, global: flags.includes("g"), print: flags.includes("p") },
  };
}

/** The text up to a mark that no backslash and, in a bracket, nothing quotes. */
function delimited(
  script: string,
  start: number,
  mark: string,
): { text: string; end: number } | undefined {
  for (let at = start; at < script.length; at += 1) {
    if (script[at] === "\\") at += 1;
    else if (script[at] === mark) return { text: script.slice(start, at), end: at + 1 };
    else if (script[at] === "\n") return undefined;
  }
  return undefined;
}

/** A regular expression without what quotes the mark, and with escapes of control characters. */
function cleanRegex(text: string, mark: string): string | undefined {
  if (/[.*[\](){}+?^$|&]/.test(mark) && text.includes(`\\${mark}`)) return undefined;
  // Between brackets sed reads `\n` as a line break, and other programs do not.
  if (/\[[^\]]*\\/.test(text)) return undefined;
  return text.replace(/\\([\s\S])/g, (both, character: string) => {
    if (character === mark) return mark;
    if (character === "t") return "\t";
    return character === "n" ? "\n" : both;
  });
}

function parseReplacement(text: string, mark: string) {
  const parts: (string | number)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "&") parts.push(0);
    else if (character !== "\\") parts.push(character);
    else {
      at += 1;
      const escaped = text.charAt(at);
      if (/[0-9]/.test(escaped)) parts.push(Number(escaped));
      else if (escaped === "n") parts.push("\n");
      else if (escaped === "t") parts.push("\t");
      else if (escaped === mark || /[^A-Za-z0-9\n]/.test(escaped)) parts.push(escaped);
      else return undefined;
    }
  }
  return (shell: Shell, match: Match): string =>
    parts
      .map((part) => {
        if (typeof part === "string") return part;
        if (part > 0 && (match.ambiguous || part >= match.groups.length)) {
          throw new NotKnown({
            reason: "refers to a group that may match in several ways",
            span: shell.here,
          });
        }
        return match.groups[part] ?? "";
      })
      .join("");
}
