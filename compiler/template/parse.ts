/**
 * Reads a template of `hooks/` or `config/`.
 *
 * Source: the grammar of handlebars-rust 6, the engine of the supervisor, which is stricter than
 * Handlebars: sections without a helper, `{{.}}` and partials without a name are no templates.
 */
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
import { readArguments, readCall, readIdentifier } from "./expression.ts";
import {
  type Block,
  type Call,
  type Node,
  type Segment,
  type Template,
  TemplateSyntaxError,
} from "./nodes.ts";

/** @throws TemplateSyntaxError where the supervisor could not render the text. */
export function parseTemplate(text: string): Template {
  const cursor: Cursor = { text, at: 0, oldIndices: [], depth: 0 };
  const nodes = readNodes(cursor);
  if (cursor.at < text.length) throw strayTag(cursor);
  return { nodes, oldIndices: cursor.oldIndices };
}

/** Everything up to a tag that belongs to a block around it. */
function readNodes(cursor: Cursor): Node[] {
  return inside(cursor, () => readAll(cursor));
}

function readAll(cursor: Cursor): Node[] {
  const nodes: Node[] = [];
  while (cursor.at < cursor.text.length) {
    const node = readText(cursor) ?? readTag(cursor);
    if (node === undefined) break;
    nodes.push(node);
  }
  return nodes;
}

/** Text without tags; `\{{` is text too. */
function readText(cursor: Cursor): Node | undefined {
  const start = cursor.at;
  const { text } = cursor;
  for (;;) {
    const open = text.indexOf("{{", cursor.at);
    const slashes = open < 0 ? 0 : backslashesBefore(text, open, cursor.at);
    if (open < 0) cursor.at = text.length;
    else if (slashes === 1) {
      cursor.at = open + 2;
      take(cursor, "{{");
      continue;
    } else cursor.at = open;
    return cursor.at === start ? undefined : { type: "text", start, end: cursor.at };
  }
}

function backslashesBefore(text: string, at: number, from: number): number {
  let count = 0;
  while (at - count > from && text[at - count - 1] === "\\") count += 1;
  return count;
}

/** A whole tag, or a block with all that is in it; undefined at a tag of the block around. */
function readTag(cursor: Cursor): Node | undefined {
  const start = cursor.at;
  if (sees(cursor, "{{{{")) return readRawBlock(cursor);
  if (sees(cursor, "{{!")) return readComment(cursor);
  if (take(cursor, "{{{")) return readOutput(cursor, start, "}}}");
  take(cursor, "{{");
  takeTilde(cursor);
  if (sees(cursor, "/") || sees(cursor, "else") || sees(cursor, "^")) {
    cursor.at = start;
    return undefined;
  }
  if (take(cursor, "#")) return readBlockOf(cursor, start);
  if (take(cursor, ">")) return { ...readPartial(cursor, start), body: [] };
  if (take(cursor, "*")) return readDecorator(cursor, start);
  if (take(cursor, "{")) return readOutput(cursor, start, "}");
  take(cursor, "&");
  return readOutput(cursor, start, "");
}

function readOutput(cursor: Cursor, start: number, close: string): Node {
  skipSpace(cursor);
  takeTilde(cursor);
  const call = readCall(cursor, "value");
  skipSpace(cursor);
  if (close === "}}}") {
    takeTilde(cursor);
    if (!take(cursor, close)) throw unexpected(cursor, "`}}}`");
  } else {
    if (close !== "" && !take(cursor, close)) throw unexpected(cursor, "`}`");
    endTag(cursor);
  }
  return { type: "output", call, start, end: cursor.at };
}

function readComment(cursor: Cursor): Node {
  const start = cursor.at;
  const { text } = cursor;
  const long = sees(cursor, "{{!--") ? text.indexOf("--}}", start + 5) : -1;
  const short = text.indexOf("}}", start + 3);
  if (long < 0 && short < 0) throw unclosed(cursor, { start, end: start + 3 }, "comment");
  cursor.at = long < 0 ? short + 2 : long + 4;
  return { type: "comment", start, end: cursor.at };
}

function readRawBlock(cursor: Cursor): Node {
  const start = cursor.at;
  take(cursor, "{{{{");
  takeTilde(cursor);
  const call = readCall(cursor, "line");
  takeTilde(cursor);
  if (!take(cursor, "}}}}")) throw unexpected(cursor, "`}}}}`");
  const end = cursor.text.indexOf("{{{{", cursor.at);
  cursor.at = end < 0 ? cursor.text.length : end;
  if (!take(cursor, "{{{{")) throw unclosed(cursor, { start, end: call.end }, "raw block");
  takeTilde(cursor);
  if (!take(cursor, "/")) throw unexpected(cursor, "the end of the raw block");
  skipSpace(cursor);
  matchName(cursor, call);
  takeTilde(cursor);
  if (!take(cursor, "}}}}")) throw unexpected(cursor, "`}}}}`");
  return { type: "raw", call, start, end: cursor.at };
}

/** What follows `{{#`. */
function readBlockOf(cursor: Cursor, start: number): Node {
  skipSpace(cursor);
  if (take(cursor, ">")) return readPartialBlock(cursor, start);
  if (take(cursor, "*")) return readDecoratorBlock(cursor, start);
  return readBlock(cursor, start);
}

/** From behind `{{#` to behind `{{/name}}`. */
function readBlock(cursor: Cursor, start: number): Block {
  const head = readHead(cursor);
  const body = readNodes(cursor);
  const otherwise = readOtherwise(cursor);
  readEnd(cursor, head.call, { start, end: head.end });
  return {
    type: "block",
    call: head.call,
    params: head.params,
    body,
    otherwise,
    start,
    end: cursor.at,
  };
}

interface Head {
  readonly call: Call;
  readonly params: readonly Segment[];
  readonly end: number;
}

/** `helper argument… as |name|}}` */
function readHead(cursor: Cursor): Head {
  skipSpace(cursor);
  const call = readCall(cursor, "line");
  const params = readBlockParams(cursor);
  endTag(cursor);
  return { call, params, end: cursor.at };
}

function readBlockParams(cursor: Cursor): Segment[] {
  skipSpace(cursor);
  const begins = attempt(cursor, () => {
    if (!take(cursor, "as")) return undefined;
    skipSpace(cursor);
    return take(cursor, "|") || undefined;
  });
  if (begins === undefined) return [];
  const params: Segment[] = [];
  for (;;) {
    skipSpace(cursor);
    const name = params.length < 2 ? readIdentifier(cursor) : undefined;
    if (name === undefined) break;
    params.push(name);
  }
  if (params.length === 0) throw unexpected(cursor, "the name of a block parameter");
  if (!take(cursor, "|")) throw unexpected(cursor, "`|`");
  return params;
}

/** `{{else}}`, `{{^}}` and `{{else helper …}}`, as often as they come. */
function readOtherwise(cursor: Cursor): Node[] {
  const start = cursor.at;
  const begins = attempt(cursor, () => {
    if (!take(cursor, "{{")) return undefined;
    takeTilde(cursor);
    return take(cursor, "else") || take(cursor, "^") || undefined;
  });
  if (begins === undefined) return [];
  const isLast = attempt(cursor, () => {
    takeTilde(cursor);
    return take(cursor, "}}") || undefined;
  });
  if (isLast) return readNodes(cursor);
  const head = readHead(cursor);
  const body = readNodes(cursor);
  const otherwise = inside(cursor, () => readOtherwise(cursor));
  const { call, params } = head;
  return [{ type: "block", call, params, body, otherwise, start, end: cursor.at }];
}

function readPartial(cursor: Cursor, start: number) {
  skipSpace(cursor);
  const written = takePattern(cursor, /[A-Za-z0-9\-_@/.\u0080-\uffff]+|\[[^\]]+\]|'[^']+'/y);
  if (written === undefined) readCall(cursor, "value");
  readArguments(cursor);
  endTag(cursor);
  const name = written?.replace(/^['[]|['\]]$/g, "");
  return { type: "partial", name, start, end: cursor.at } as const;
}

function readPartialBlock(cursor: Cursor, start: number): Node {
  const head = readPartial(cursor, start);
  const body = readNodes(cursor);
  readEnd(cursor, undefined, head);
  return { ...head, body, end: cursor.at };
}

function readDecorator(cursor: Cursor, start: number): Node {
  const { call } = readHead(cursor);
  return { type: "decorator", call, body: [], start, end: cursor.at };
}

function readDecoratorBlock(cursor: Cursor, start: number): Node {
  const { call, end } = readHead(cursor);
  const body = readNodes(cursor);
  readEnd(cursor, undefined, { start, end });
  return { type: "decorator", call, body, start, end: cursor.at };
}

/** `{{/name}}` */
function readEnd(
  cursor: Cursor,
  call: Call | undefined,
  opened: { start: number; end: number },
): void {
  if (cursor.at >= cursor.text.length) throw unclosed(cursor, opened, "block");
  take(cursor, "{{");
  takeTilde(cursor);
  if (!take(cursor, "/")) {
    throw new TemplateSyntaxError("a second `{{else}}` in one block", tagRange(cursor));
  }
  skipSpace(cursor);
  if (call === undefined) takePattern(cursor, /[^\s~}]*/y);
  else matchName(cursor, call);
  endTag(cursor);
}

function matchName(cursor: Cursor, { name }: Call): void {
  const start = cursor.at;
  const opened = cursor.text.slice(name.start, name.end);
  const closed = readIdentifier(cursor)?.name ?? "";
  if (closed === opened) return;
  throw new TemplateSyntaxError(
    `\`{{/${closed}}}\` ends a block that \`{{#${opened}}}\` begins`,
    { start, end: Math.max(cursor.at, start + 1) },
    `end it with \`{{/${opened}}}\`, or look for a block before it that has no end`,
  );
}

/** `~` in front of a name or a closing brace, and the white space around it. */
function takeTilde(cursor: Cursor): void {
  skipSpace(cursor);
  take(cursor, "~");
  skipSpace(cursor);
}

function endTag(cursor: Cursor): void {
  takeTilde(cursor);
  if (!take(cursor, "}}")) throw unexpected(cursor, "`}}`");
}

function unclosed(cursor: Cursor, opened: { start: number; end: number }, what: string) {
  const tag = cursor.text.slice(opened.start, Math.min(opened.end, opened.start + 40));
  return new TemplateSyntaxError(`the ${what} that \`${tag}\` begins has no end`, opened);
}

/** A tag that ends, or goes on with, a block that is not there. */
function strayTag(cursor: Cursor): TemplateSyntaxError {
  const range = tagRange(cursor);
  const tag = cursor.text.slice(range.start, range.end);
  return new TemplateSyntaxError(`\`${tag}\` stands outside of a block`, range);
}

function tagRange({ text, at }: Cursor) {
  const start = text.lastIndexOf("{{", at);
  const end = text.indexOf("}}", at);
  return { start, end: end < 0 ? text.length : end + 2 };
}
