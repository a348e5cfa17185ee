/** Reads what stands between the braces of a tag: calls, paths and literals. */
import {
  attempt,
  type Cursor,
  inside,
  sees,
  skipSpace,
  take,
  takePattern,
  unexpected,
} from "./cursor.ts";
import type { Argument, Call, Literal, Path, Segment } from "./nodes.ts";

const symbol = "[A-Za-z0-9\\-_$:\\u0080-\\uffff]";
const identifier = new RegExp(`${symbol}+`, "y");
const keyword = new RegExp(`(?:as|else)(?!${symbol})`, "y");
const number = new RegExp(`-?[0-9]+\\.?[0-9]*(?:E-?[0-9]+)?(?!${symbol})`, "y");
const word = new RegExp(`(?:null|true|false)(?!${symbol})`, "y");
const escapes = "\\\\(?:[\"\\\\/bfnrt']|u[0-9A-Fa-f]{4})";
const doubleQuoted = new RegExp(`"(?:[^"\\\\]|${escapes})*"`, "y");
const singleQuoted = new RegExp(`'(?:[^'\\\\]|${escapes})*'`, "y");

/** A name of letters, digits, dashes, underscores, dollars and colons. */
export function readIdentifier(cursor: Cursor): Segment | undefined {
  const start = cursor.at;
  const name = takePattern(cursor, identifier);
  return name === undefined ? undefined : { name, start, end: cursor.at };
}

/**
 * `helper argument…`, or a value alone.
 *
 * @param how `line`: a plain name must come first, as after `#`; arguments may follow.
 * @throws TemplateSyntaxError
 */
export function readCall(cursor: Cursor, how: "line" | "value"): Call {
  const start = cursor.at;
  const helper = attempt(cursor, () => {
    const name = readIdentifier(cursor);
    // An index that follows at once makes it a path.
    if (name === undefined || sees(cursor, "[")) return undefined;
    const parts = readArguments(cursor);
    const isHelper = how === "line" || parts.args.length + parts.hash.length > 0;
    return isHelper ? { name: pathOf(name), ...parts } : undefined;
  });
  if (helper !== undefined) return { type: "call", ...helper, start, end: cursor.at };
  if (how === "line") throw unexpected(cursor, "the name of a helper");
  const name = readSubexpression(cursor) ?? readPath(cursor);
  if (name === undefined) throw unexpected(cursor, "a value or a helper");
  return { type: "call", name, args: [], hash: [], start, end: cursor.at };
}

/** Arguments and `name=argument` pairs, in any order. */
export function readArguments(cursor: Cursor): Pick<Call, "args" | "hash"> {
  const args: Argument[] = [];
  const hash: Call["hash"][number][] = [];
  for (;;) {
    const end = cursor.at;
    skipSpace(cursor);
    const pair = attempt(cursor, () => readPair(cursor));
    const value = pair === undefined ? readArgument(cursor) : undefined;
    if (pair !== undefined) hash.push(pair);
    else if (value !== undefined) args.push(value);
    else {
      cursor.at = end;
      return { args, hash };
    }
  }
}

function readPair(cursor: Cursor): Call["hash"][number] | undefined {
  const name = readIdentifier(cursor);
  skipSpace(cursor);
  if (name === undefined || !take(cursor, "=")) return undefined;
  skipSpace(cursor);
  const value = readArgument(cursor);
  return value === undefined ? undefined : { name, value };
}

function readArgument(cursor: Cursor): Argument | undefined {
  keyword.lastIndex = cursor.at;
  if (keyword.test(cursor.text)) return undefined;
  return readLiteral(cursor) ?? readPath(cursor) ?? readSubexpression(cursor);
}

function readSubexpression(cursor: Cursor): Call | undefined {
  const start = cursor.at;
  if (!take(cursor, "(")) return undefined;
  skipSpace(cursor);
  const call = inside(cursor, () => readCall(cursor, "value"));
  skipSpace(cursor);
  if (!take(cursor, ")")) throw unexpected(cursor, "`)`");
  return { ...call, start, end: cursor.at };
}

function readLiteral(cursor: Cursor): Literal | undefined {
  const start = cursor.at;
  const quoted = takePattern(cursor, doubleQuoted) ?? takePattern(cursor, singleQuoted);
  if (quoted !== undefined) {
    return { type: "literal", text: unquoted(quoted), start, end: cursor.at };
  }
  if (sees(cursor, '"') || sees(cursor, "'")) throw unexpected(cursor, "a text with its end");
  const isOne = takePattern(cursor, number) ?? takePattern(cursor, word) ?? readList(cursor);
  return isOne === undefined
    ? undefined
    : { type: "literal", text: undefined, start, end: cursor.at };
}

/** A list that is written out in a template is a short one. */
const longestList = 1000;

/** `[1, 2]` and `{"a": 1}`, in the form that JSON has. */
function readList(cursor: Cursor): string | undefined {
  const { at, text } = cursor;
  const close = { "[": "]", "{": "}" }[text[at] ?? ""];
  if (close === undefined) return undefined;
  const tag = text.slice(at, at + longestList).split(/\{\{|\}\}/, 1)[0] ?? "";
  for (let end = tag.indexOf(close); end >= 0; end = tag.indexOf(close, end + 1)) {
    const written = tag.slice(0, end + 1);
    if (!isJson(written)) continue;
    cursor.at = at + end + 1;
    return written;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replaceAll("'", '"'));
    return true;
  } catch {
    return false;
  }
}

function unquoted(quoted: string): string {
  const inner = quoted.slice(1, -1).replace(/\\'/g, "'");
  return inner.includes("\\")
    ? String(JSON.parse(`"${inner.replace(/(?<!\\)"/g, '\\"')}"`))
    : inner;
}

function readPath(cursor: Cursor): Path | undefined {
  const start = cursor.at;
  return attempt(cursor, () => {
    const explicit = takePattern(cursor, /this[./]|\.\//y) !== undefined;
    const root = takePattern(cursor, /@root[./]/y) !== undefined;
    const local = take(cursor, "@");
    let up = 0;
    while (takePattern(cursor, /\.\.[./]/y) !== undefined) up += 1;
    const segments: Segment[] = [];
    for (let item = readItem(cursor); ; item = readItem(cursor)) {
      if (item === undefined) return undefined;
      segments.push(item);
      if (!readSeparator(cursor)) break;
    }
    const names = segments.filter(({ name }) => name !== "this");
    const path = { type: "path", up, root, local, start, end: cursor.at } as const;
    return { ...path, explicit: explicit || names.length < segments.length, segments: names };
  });
}

/** A dot, a slash, or nothing before an index, which engines of old took. */
function readSeparator(cursor: Cursor): boolean {
  if (sees(cursor, "[")) {
    cursor.oldIndices.push(cursor.at);
    return true;
  }
  return (
    attempt(cursor, () => {
      if (takePattern(cursor, /[./]/y) === undefined) return undefined;
      identifier.lastIndex = cursor.at;
      return sees(cursor, "[") || identifier.test(cursor.text) ? true : undefined;
    }) === true
  );
}

function readItem(cursor: Cursor): Segment | undefined {
  const start = cursor.at;
  const bracketed = takePattern(cursor, /\[[^\]]*\]/y);
  if (bracketed === undefined) return readIdentifier(cursor);
  return { name: bracketed.slice(1, -1), start, end: cursor.at };
}

function pathOf(name: Segment): Path {
  const { start, end } = name;
  const plain = { up: 0, root: false, local: false, explicit: name.name === "this" };
  return { type: "path", ...plain, segments: plain.explicit ? [] : [name], start, end };
}
