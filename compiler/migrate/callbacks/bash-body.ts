/** The body of a function as the text of `bash`. */
import { type CompoundList, forEachChild, type SyntaxNode } from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import { templateText } from "../layout/literals.ts";
import type { PlanFunction } from "../reading/reading.ts";
import type { Edit } from "./render.ts";
import { fixedRanges, indentationAt, rawRanges, widthOf } from "./template.ts";

/** The commands of a function, each line at the column. */
export function bodyText({ node, source }: PlanFunction, column: number): string {
  const { body } = node;
  if (body.type === "BraceGroup") {
    const text = moved(source, { pos: body.pos + 1, end: body.end - 1, list: body.body }, column);
    return text.includes("\n") ? text : text.replace(/([^;&]);$/, "$1");
  }
  // A subshell, or commands with redirections.
  return moved(source, { pos: body.pos, end: body.end, list: body }, column);
}

/** A function, or an assignment. */
export function nodeText(source: SourceText, node: SyntaxNode, column: number): string {
  return moved(source, { pos: node.pos, end: node.end, list: node }, column);
}

interface Part {
  readonly pos: number;
  readonly end: number;
  readonly list: SyntaxNode | CompoundList;
}

function moved(source: SourceText, part: Part, column: number): string {
  const { text } = source;
  const fixed = fixedRanges(part.list);
  const raw = rawRanges(part.list);
  const edits = plainNames(source, part.list);
  const lines = linesOf(text, part);
  const contents = lines.filter(({ from, to }) => text.slice(from, to).trim() !== "");
  const free = contents.filter(({ from }) => !inside(fixed, from - 1));
  const widths = free.map(({ from, to }) =>
    from === part.pos ? indentationAt(text, part.pos) : widthOf(text.slice(from, to)),
  );
  const base = Math.min(...widths);
  const result = lines.map(({ from, to }) => {
    const isFixed = from > part.pos && inside(fixed, from - 1);
    const line = edited(source, { from, to, raw, edits, keepsEnd: inside(fixed, to) });
    if (isFixed) return line;
    if (line.trim() === "") return "";
    const width = from === part.pos ? base : widthOf(text.slice(from, to));
    return " ".repeat(column + Math.max(0, width - base)) + line.trimStart();
  });
  return trimBlank(result).join("\n");
}

interface Line {
  readonly from: number;
  readonly to: number;
}

function linesOf(text: string, { pos, end }: Part): Line[] {
  const lines: Line[] = [];
  for (let from = pos; from <= end; ) {
    const found = text.indexOf("\n", from);
    const to = found < 0 || found > end ? end : found;
    lines.push({ from, to });
    from = to + 1;
  }
  return lines;
}

interface LineText extends Line {
  readonly raw: readonly (readonly [number, number])[];
  readonly edits: readonly Edit[];
  /** White space at its end means something. */
  readonly keepsEnd: boolean;
}

function edited({ text }: SourceText, { from, to, raw, edits, keepsEnd }: LineText): string {
  let result = "";
  let at = from;
  for (const edit of edits) {
    if (edit.pos < from || edit.end > to) continue;
    result += templateText(text.slice(at, edit.pos)) + edit.text;
    at = edit.end;
  }
  const rest = text.slice(at, to);
  const continues = /(^|[^\\])(\\\\)*\\$/.test(rest) && text[to] === "\n" && !inside(raw, to);
  const isComment = /^\s*#/.test(text.slice(from, to));
  const whole = result + templateText(continues && !isComment ? rest.slice(0, -1) : rest);
  if (!continues || isComment) return keepsEnd ? whole : whole.trimEnd();
  return `${whole}\\`;
}

/** `${name}` without braces, where no name goes on behind it: in a template braces need a sign. */
function plainNames({ text }: SourceText, node: SyntaxNode): readonly Edit[] {
  const edits: Edit[] = [];
  const visit = (one: SyntaxNode) => {
    if (one.type === "CommandExpansion" && one.script?.source !== undefined) return;
    if (one.type === "ParameterExpansion" && isPlain(one) && /^[A-Za-z_]/.test(one.parameter)) {
      if (!/\w/.test(text.charAt(one.end))) {
        edits.push({ pos: one.pos, end: one.end, text: `$${one.parameter}` });
      }
    }
    forEachChild(one, visit);
  };
  visit(node);
  return edits.sort((a, b) => a.pos - b.pos);
}

function isPlain(part: SyntaxNode & { type: "ParameterExpansion" }): boolean {
  return part.prefix === undefined && part.index === undefined && part.operation === undefined;
}

function inside(ranges: readonly (readonly [number, number])[], at: number): boolean {
  return ranges.some(([pos, end]) => at >= pos && at < end);
}

function trimBlank(lines: string[]): string[] {
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  return lines.slice(Math.max(first, 0), last + 1);
}
