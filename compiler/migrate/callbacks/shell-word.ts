/** Words in the text of `$`. */
import { type DoubleQuotedChild, forEachChild, type Word, type WordPart } from "unbash";
import { codeOf, templateOf } from "../values/code.ts";
import type { CodePiece } from "../values/names.ts";
import type { Edit, Render } from "./render.ts";
import { refuse } from "./scope.ts";
import { checkArithmetic, expansion, type Made, nameOf, placeOf } from "./shell-expansion.ts";

/**
 * Makes the edits of a word.
 *
 * @param splits Whether bash splits what it expands without quotes.
 */
export function visitWord(render: Render, word: Word, splits: boolean): void {
  for (const part of word.parts ?? []) visitPart(render, part, splits);
}

function visitPart(render: Render, part: WordPart, splits: boolean): void {
  switch (part.type) {
    case "DoubleQuoted":
      visitQuoted(render, part);
      return;
    case "LocaleString":
      refuse("translates a text");
      return;
    case "SimpleExpansion":
    case "ParameterExpansion":
    case "CommandExpansion": {
      const made = expansion(render, part, false);
      if (made === undefined) return;
      if (splits && !made.isOneWord) refuse(`splits ${part.text} into words`);
      render.edits.push({ ...placeOf(part), text: `\${${made.code}}` });
      return;
    }
    case "ArithmeticExpansion":
      if (part.expression === undefined) refuse("computes");
      checkArithmetic(render, part.expression);
      return;
    case "ProcessSubstitution":
      for (const statement of part.script?.commands ?? []) render.visit(render, statement);
      return;
    case "BraceExpansion":
    case "ExtendedGlob":
    case "Glob":
      forEachChild(part, (child) => {
        const name = nameOf(child);
        if (name !== undefined && !render.own.has(name)) refuse(`puts $${name} into a pattern`);
      });
  }
}

/** A quoted part: as it is, without its quotes, or as one value. */
function visitQuoted(render: Render, part: WordPart & { type: "DoubleQuoted" }): void {
  const before = render.edits.length;
  const children = part.parts.map((child) => ({ child, made: quotedChild(render, child) }));
  const values = children.filter(({ made }) => made !== undefined);
  if (values.length === 0) return;
  if (children.some(({ child, made }) => made === undefined && child.type !== "Literal")) {
    for (const { child, made } of children) {
      if (made !== undefined) render.edits.push({ ...placeOf(child), text: `"\${${made.code}}"` });
    }
    dropEmptyQuotes(render, part);
    return;
  }
  render.edits.length = before;
  const pieces = children.flatMap(({ child, made }): CodePiece[] => {
    if (made !== undefined) return [{ kind: "code", code: made.code }];
    return child.type === "Literal" ? [{ kind: "text", text: child.value }] : [];
  });
  const isSafe = pieces.every(
    (piece) => piece.kind === "code" || /^[\w@%+=:,./-]*$/.test(piece.text),
  );
  const text = isSafe ? templateOf(pieces).slice(1, -1) : `\${${codeOf(pieces)}}`;
  render.edits.push({ ...placeOf(part), text });
}

/** A value in quotes stands between the ends of two: `"$f${…}"` is `"$f"${…}""`. */
function dropEmptyQuotes(render: Render, { pos, end }: WordPart): void {
  const { edits } = render;
  const inside = (edit: Edit) => edit.pos > pos && edit.end < end && edit.text.startsWith('"${');
  for (const [at, edit] of edits.entries()) {
    if (!inside(edit)) continue;
    const atStart = edit.pos === pos + 1;
    const atEnd = edit.end === end - 1;
    edits[at] = {
      pos: atStart ? pos : edit.pos,
      end: atEnd ? end : edit.end,
      text: edit.text.slice(atStart ? 1 : 0, atEnd ? -1 : undefined),
    };
  }
}

function quotedChild(render: Render, child: DoubleQuotedChild): Made | undefined {
  if (child.type === "Literal") return undefined;
  if (child.type === "ArithmeticExpansion") {
    if (child.expression === undefined) refuse("computes");
    checkArithmetic(render, child.expression);
    return undefined;
  }
  return expansion(render, child, true);
}
