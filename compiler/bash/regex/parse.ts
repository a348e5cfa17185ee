import { bracketAt, type CharacterSet } from "../glob/bracket.ts";

/** A POSIX regular expression. */
export type Regex =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any" }
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "sequence"; readonly items: readonly Regex[] }
  | { readonly kind: "choice"; readonly items: readonly Regex[] }
  | { readonly kind: "group"; readonly index: number; readonly item: Regex }
  | {
      readonly kind: "repeat";
      readonly item: Regex;
      readonly least: number;
      readonly most: number;
    };

/** The two notations of POSIX: that of `grep` and `sed`, and that of `grep -E` and `[[ =~ ]]`. */
export type Dialect = "basic" | "extended";

export interface ParsedRegex {
  readonly regex: Regex;
  readonly groups: number;
  /** Whether it counts characters: what it matches beyond ASCII depends on the locale. */
  readonly countsCharacters: boolean;
}

interface Parser {
  readonly text: string;
  readonly dialect: Dialect;
  at: number;
  groups: number;
  depth: number;
  countsCharacters: boolean;
}

/** Parses an expression; nothing where it is invalid, or where implementations differ about it. */
export function parseRegex(text: string, dialect: Dialect): ParsedRegex | undefined {
  const parser: Parser = { text, dialect, at: 0, groups: 0, depth: 0, countsCharacters: false };
  const regex = choice(parser);
  if (regex === undefined || parser.at < text.length) return undefined;
  return { regex, groups: parser.groups, countsCharacters: parser.countsCharacters };
}

/** Takes an operator that basic expressions write with a backslash. */
function takeMark(parser: Parser, mark: string): boolean {
  const written = parser.dialect === "basic" ? `\\${mark}` : mark;
  if (!parser.text.startsWith(written, parser.at)) return false;
  parser.at += written.length;
  return true;
}

function atMark(parser: Parser, mark: string): boolean {
  const written = parser.dialect === "basic" ? `\\${mark}` : mark;
  return parser.text.startsWith(written, parser.at);
}

function choice(parser: Parser): Regex | undefined {
  const items: Regex[] = [];
  do {
    const item = sequence(parser);
    if (item === undefined) return undefined;
    items.push(item);
  } while (takeMark(parser, "|"));
  const [only] = items;
  return items.length === 1 ? only : { kind: "choice", items };
}

function sequence(parser: Parser): Regex | undefined {
  const items: Regex[] = [];
  while (parser.at < parser.text.length && !atMark(parser, "|")) {
    if (parser.depth > 0 && atMark(parser, ")")) break;
    const item = atom(parser, items.length === 0);
    if (item === undefined) return undefined;
    const repeated = repetition(parser, item);
    if (repeated === undefined) return undefined;
    items.push(repeated);
  }
  return { kind: "sequence", items };
}

function atom(parser: Parser, first: boolean): Regex | undefined {
  const { text, dialect } = parser;
  if (takeMark(parser, "(")) {
    parser.groups += 1;
    parser.depth += 1;
    const index = parser.groups;
    if (parser.depth > 20) return undefined;
    const item = choice(parser);
    if (item === undefined || !takeMark(parser, ")")) return undefined;
    parser.depth -= 1;
    return { kind: "group", index, item };
  }
  const character = text.charAt(parser.at);
  if (character === "[") return bracket(parser);
  parser.at += 1;
  if (character === ".") {
    parser.countsCharacters = true;
    return { kind: "any" };
  }
  if (character === "\\") return escaped(parser);
  if (character === "^" && (dialect === "extended" || first)) return { kind: "start" };
  if (character === "$") {
    if (
      dialect === "extended" ||
      parser.at === text.length ||
      atMark(parser, ")") ||
      atMark(parser, "|")
    ) {
      return { kind: "end" };
    }
    return { kind: "character", character };
  }
  if (character === "*" && dialect === "basic" && first) return { kind: "character", character };
  if (dialect === "extended" && "*+?{)".includes(character)) return undefined;
  if (dialect === "basic" && character === "*") return undefined;
  return { kind: "character", character };
}

const space: CharacterSet = { negated: false, ranges: [], classes: ["space"], localized: false };
const word: CharacterSet = { negated: false, ranges: [], classes: ["word"], localized: false };

function escaped(parser: Parser): Regex | undefined {
  const character = parser.text.charAt(parser.at);
  parser.at += 1;
  if (character === "s" || character === "S" || character === "w" || character === "W") {
    const set = character.toLowerCase() === "s" ? space : word;
    parser.countsCharacters = true;
    return { kind: "set", set: { ...set, negated: character !== character.toLowerCase() } };
  }
  if (character === "" || /[A-Za-z0-9<>`'{}]/.test(character)) {
    return parser.dialect === "extended" && /[{}]/.test(character)
      ? { kind: "character", character }
      : undefined;
  }
  return { kind: "character", character };
}

function bracket(parser: Parser): Regex | undefined {
  const signs = [...parser.text.slice(parser.at)].map((character) => ({
    character,
    // In a regular expression `!` does not negate and a backslash does not quote.
    quoted: false,
  }));
  if (signs[1]?.character === "!") return undefined;
  const found = bracketAt(signs, 0);
  if (found === undefined || found.set.localized) return undefined;
  parser.at += signs
    .slice(0, found.end + 1)
    .reduce((length, sign) => length + sign.character.length, 0);
  parser.countsCharacters = true;
  return { kind: "set", set: found.set };
}

function repetition(parser: Parser, item: Regex): Regex | undefined {
  let result = item;
  for (let times = 0; ; times += 1) {
    const range = repeatRange(parser);
    if (range === "none") return result;
    // Repeating a repetition, or an anchor, means different things to different programs.
    if (range === "invalid" || times > 0 || item.kind === "start" || item.kind === "end")
      return undefined;
    const [least, most] = range;
    result = { kind: "repeat", item, least, most };
  }
}

function repeatRange(parser: Parser): readonly [number, number] | "none" | "invalid" {
  const { text } = parser;
  if (text[parser.at] === "*") {
    parser.at += 1;
    return [0, Number.POSITIVE_INFINITY];
  }
  if (takeMark(parser, "+")) return [1, Number.POSITIVE_INFINITY];
  if (takeMark(parser, "?")) return [0, 1];
  if (!takeMark(parser, "{")) return "none";
  const bounds = /([0-9]{1,4})(,([0-9]{1,4})?)?/y;
  bounds.lastIndex = parser.at;
  const match = bounds.exec(text);
  if (match === null) return "invalid";
  parser.at = bounds.lastIndex;
  if (!takeMark(parser, "}")) return "invalid";
  const least = Number(match[1]);
  const most = match[2] === undefined ? least : Number(match[3] ?? Number.POSITIVE_INFINITY);
  return most < least ? "invalid" : [least, most];
}
