/** The text of a command between the backticks of `$`. */
import { forEachChild, type SyntaxNode } from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import { templateText } from "../layout/literals.ts";
import type { Edit } from "./render.ts";

/** A range of source with edits, and where its lines are to stand. */
export interface Stretch {
  readonly source: SourceText;
  readonly node: SyntaxNode;
  readonly edits: readonly Edit[];
  /** The column of the first line in the result. */
  readonly column: number;
}

/** Ranges whose line breaks and white space mean something: quoted texts and here-documents. */
export function fixedRanges(node: SyntaxNode): readonly (readonly [pos: number, end: number])[] {
  const ranges: [number, number][] = [];
  const visit = (one: SyntaxNode) => {
    if (isQuoted(one) && one.text.includes("\n")) ranges.push([one.pos, one.end]);
    if (one.type === "DoubleQuoted") {
      for (const { type, pos, end, text } of one.parts) {
        if (type === "Literal" && text.includes("\n")) ranges.push([pos, end]);
      }
    }
    if (one.type === "HereDoc") ranges.push([one.body.pos - 1, one.closing?.end ?? one.body.end]);
    forEachChild(one, visit);
  };
  visit(node);
  return ranges;
}

function isQuoted(node: SyntaxNode): node is SyntaxNode & { text: string } {
  return /^(?:SingleQuoted|AnsiCQuoted|LocaleString)$/.test(node.type);
}

/** Ranges in which a backslash before a line break is no continuation. */
export function rawRanges(node: SyntaxNode): readonly (readonly [pos: number, end: number])[] {
  const ranges: [number, number][] = [];
  const visit = (one: SyntaxNode) => {
    if (one.type === "SingleQuoted" || one.type === "AnsiCQuoted") ranges.push([one.pos, one.end]);
    if (one.type === "HereDoc" && one.delimiter?.quoted) ranges.push([one.body.pos, one.body.end]);
    forEachChild(one, visit);
  };
  visit(node);
  return ranges;
}

/** The text of a stretch as part of a template, its lines moved to their new column. */
export function stretchText({ source, node, edits, column }: Stretch): string {
  const { text } = source;
  const fixed = fixedRanges(node);
  const raw = rawRanges(node);
  const from = indentationAt(text, node.pos);
  const isSimple = node.type === "Command";
  let result = "";
  let at = node.pos;
  const copy = (end: number) => {
    const lines = text.slice(at, end).split("\n");
    let offset = at;
    for (const [index, line] of lines.entries()) {
      if (index > 0) {
        const kept = inside(fixed, offset - 1);
        result += "\n";
        if (!kept) {
          const depth = isSimple ? 2 : Math.max(0, widthOf(line) - from);
          const blank = line.trim() === "" && index < lines.length - 1;
          result += blank ? "" : " ".repeat(column + depth);
        }
        result += escapeLine(
          kept ? line : line.trimStart(),
          index,
          lines,
          inside(raw, offset + line.length),
        );
      } else result += escapeLine(line, index, lines, inside(raw, offset + line.length));
      offset += line.length + 1;
    }
    at = end;
  };
  for (const edit of edits) {
    copy(edit.pos);
    result += edit.text;
    at = edit.end;
  }
  copy(node.end);
  return result;
}

/** A backslash at the end of a line joins the lines in bash and in a template alike. */
function escapeLine(line: string, index: number, lines: readonly string[], raw: boolean): string {
  const continues =
    index < lines.length - 1 &&
    !raw &&
    /(^|[^\\])(\\\\)*\\$/.test(line) &&
    !/^[^'"]*(^|\s)#/.test(line);
  if (!continues) return templateText(line);
  return `${templateText(line.slice(0, -1))}\\`;
}

function inside(ranges: readonly (readonly [number, number])[], at: number): boolean {
  return ranges.some(([pos, end]) => at >= pos && at < end);
}

/** The columns of white space before the line that holds an offset. */
export function indentationAt(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return widthOf(text.slice(start));
}

/** The columns of white space that a line begins with; a tab counts as one level. */
export function widthOf(line: string): number {
  const space = /^[ \t]*/.exec(line)?.[0] ?? "";
  return space.replaceAll("\t", "  ").length;
}
