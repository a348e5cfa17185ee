import { TemplateSyntaxError } from "./nodes.ts";

/** A place in the text of a template, and what can be read from there. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** The offsets of `[` that follow a path without a dot. */
  readonly oldIndices: number[];
  /** How many blocks and parentheses are around this place. */
  depth: number;
}

/** No template that somebody wrote goes deeper. */
const mostDepth = 200;

/**
 * Reads what lies inside of a block or a parenthesis.
 *
 * @throws TemplateSyntaxError where it lies too deep
 */
export function inside<Result>(cursor: Cursor, read: () => Result): Result {
  cursor.depth += 1;
  if (cursor.depth > mostDepth) {
    const range = { start: cursor.at, end: Math.min(cursor.at + 1, cursor.text.length) };
    throw new TemplateSyntaxError(`more than ${mostDepth} blocks inside each other`, range);
  }
  const result = read();
  cursor.depth -= 1;
  return result;
}

/** @returns Whether the text goes on with these characters. */
export function sees(cursor: Cursor, token: string): boolean {
  return cursor.text.startsWith(token, cursor.at);
}

/** Reads a token, if it is next. */
export function take(cursor: Cursor, token: string): boolean {
  if (!sees(cursor, token)) return false;
  cursor.at += token.length;
  return true;
}

/** Reads what a sticky pattern matches, if it matches here. */
export function takePattern(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const [found] = pattern.exec(cursor.text) ?? [];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

/** Reads white space, which may stand between any two tokens of a tag. */
export function skipSpace(cursor: Cursor): void {
  takePattern(cursor, /[ \t\r\n]*/y);
}

/** Goes back to where the cursor was, unless something was read. */
export function attempt<Result>(
  cursor: Cursor,
  read: () => Result | undefined,
): Result | undefined {
  const { at } = cursor;
  const { length } = cursor.oldIndices;
  const result = read();
  if (result === undefined) {
    cursor.at = at;
    cursor.oldIndices.length = length;
  }
  return result;
}

/** A refusal at the cursor. */
export function unexpected(cursor: Cursor, expected: string): TemplateSyntaxError {
  const { text, at } = cursor;
  const found =
    at >= text.length ? "the end of the file" : `\`${text.slice(at, at + 12).split("\n")[0]}\``;
  return new TemplateSyntaxError(`expected ${expected}, found ${found}`, {
    start: Math.min(at, text.length),
    end: Math.min(at + 1, text.length),
  });
}
