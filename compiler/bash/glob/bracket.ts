import type { Sign } from "./signs.ts";

/** What stands between brackets in a pattern or a regular expression. */
export interface CharacterSet {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly classes: readonly string[];
  /** Whether it has parts that only a locale can explain, such as `[=a=]`. */
  readonly localized: boolean;
}

/** POSIX character classes of ASCII, as expressions. */
const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  ascii: /[\s\S]/,
  blank: /[ \t]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what the class holds
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  word: /[A-Za-z0-9_]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** The bracket expression that begins at `start`; nothing where it has no end. */
export function bracketAt(
  signs: readonly Sign[],
  start: number,
): { set: CharacterSet; end: number } | undefined {
  let at = start + 1;
  const plain = (offset: number, character: string) => {
    const sign = signs[offset];
    return sign !== undefined && !sign.quoted && sign.character === character;
  };
  const negated = plain(at, "!") || plain(at, "^");
  if (negated) at += 1;
  const ranges: (readonly [number, number])[] = [];
  const names: string[] = [];
  let localized = false;
  for (let first = true; at < signs.length; first = false) {
    if (plain(at, "]") && !first) {
      return { set: { negated, ranges, classes: names, localized }, end: at };
    }
    const name = plain(at, "[") && plain(at + 1, ":") ? className(signs, at + 2) : undefined;
    if (name !== undefined) {
      names.push(name);
      at += name.length + 4;
      continue;
    }
    localized ||= plain(at, "[") && [":", "=", "."].some((mark) => plain(at + 1, mark));
    const from = codeOf(signs[at]);
    if (from === undefined) return undefined;
    const to = plain(at + 1, "-") && !plain(at + 2, "]") ? codeOf(signs[at + 2]) : undefined;
    ranges.push([from, to ?? from]);
    at += to === undefined ? 1 : 3;
  }
  return undefined;
}

function codeOf(sign: Sign | undefined): number | undefined {
  return sign?.character.charCodeAt(0);
}

function className(signs: readonly Sign[], start: number): string | undefined {
  let name = "";
  for (let at = start; at < signs.length; at += 1) {
    const character = signs[at]?.character ?? "";
    if (character === ":")
      return signs[at + 1]?.character === "]" && name in classes ? name : undefined;
    if (!/[a-z]/.test(character)) return undefined;
    name += character;
  }
  return undefined;
}

/** Whether a character is in a set. */
export function inSet(set: CharacterSet, character: string): boolean {
  const code = character.charCodeAt(0);
  const inside =
    set.ranges.some(([from, to]) => from <= code && code <= to) ||
    set.classes.some((name) => classes[name]?.test(character) === true);
  return inside !== set.negated;
}
