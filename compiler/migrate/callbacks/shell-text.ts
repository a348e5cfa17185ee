/**
 * Commands as the text of `$`: the source as it stands, with the values of TypeScript put in
 * where bash would expand a variable.
 */
import {
  type ArithmeticExpression,
  type Command,
  type DoubleQuotedChild,
  forEachChild,
  type Pipeline,
  type SyntaxNode,
  type Word,
  type WordPart,
} from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import { changeOf } from "../values/change.ts";
import { codeOf, templateOf } from "../values/code.ts";
import { piecesOf } from "../values/expression.ts";
import { type CodePiece, listConstant } from "../values/names.ts";
import { commandKind } from "./commands.ts";
import { effectsOf } from "./effects.ts";
import { hasBuildFlags, isContextText, isExported, nameCode, refuse, type Scope } from "./scope.ts";
import { callCode, environmentCode } from "./value.ts";

/** A stretch of source and what stands there instead, as text of a template. */
export interface Edit {
  readonly pos: number;
  readonly end: number;
  readonly text: string;
}

interface Render {
  readonly scope: Scope;
  readonly source: SourceText;
  readonly edits: Edit[];
  /** Variables that the text itself assigns. */
  readonly own: ReadonlySet<string>;
  /** Whether it runs in a process of its own, which `cd` and the like may change. */
  apart: boolean;
  /** Whether the text is a whole function, run as bash runs one. */
  readonly isFunction: boolean;
}

/** The edits that make a command part of a template. @throws Untranslatable */
export function editsOf(scope: Scope, source: SourceText, node: SyntaxNode): readonly Edit[] {
  const { assigned } = effectsOf(node);
  const prefixes = node.type === "Command" && node.name !== undefined ? [] : assigned;
  const own = new Set(prefixes);
  return renderEdits({ scope, source, edits: [], own, apart: false, isFunction: false }, node);
}

/** The edits that make the body of a function a script of its own. @throws Untranslatable */
export function scriptEdits(scope: Scope, source: SourceText, node: SyntaxNode): readonly Edit[] {
  const { assigned, locals } = effectsOf(node);
  const own = new Set([...assigned, ...locals]);
  return renderEdits({ scope, source, edits: [], own, apart: true, isFunction: true }, node);
}

function renderEdits(render: Render, node: SyntaxNode): readonly Edit[] {
  for (const name of render.own) {
    if (name.startsWith("pkg_") || isExported(name)) refuse(`assigns ${name}`);
  }
  visit(render, node);
  return render.edits.toSorted((a, b) => a.pos - b.pos);
}

function visit(render: Render, node: SyntaxNode): void {
  switch (node.type) {
    case "Function":
    case "Coproc":
    case "Select":
    case "Time":
    case "ArithmeticFor":
      refuse(`has a ${node.type}`);
      return;
    case "Command":
      visitCommand(render, node);
      return;
    case "Pipeline":
      if (!render.isFunction) checkPipeline(node);
      break;
    case "Subshell":
      visitApart(render, node);
      return;
    case "Word":
      visitWord(render, node, false);
      return;
    case "For":
      for (const word of node.wordlist ?? []) visitWord(render, word, true);
      visit(render, node.body);
      return;
    case "HereDoc":
      for (const part of node.body.parts ?? []) {
        if (nameOf(part) !== undefined || part.type === "CommandExpansion") {
          refuse("puts values into a here-document");
        }
      }
      return;
    case "ArithmeticCommand":
      if (node.expression === undefined) refuse("computes");
      checkArithmetic(render, node.expression);
      return;
  }
  forEachChild(node, (child) => visit(render, child));
}

function visitApart(render: Render, node: SyntaxNode): void {
  const { apart } = render;
  render.apart = true;
  forEachChild(node, (child) => visit(render, child));
  render.apart = apart;
}

/** `$` ends where any command of a pipeline fails, a plan.sh only where the last one does. */
function checkPipeline({ commands, prefixes }: Pipeline): void {
  if (prefixes.length > 0) refuse("negates a status");
  for (const command of commands.slice(0, -1)) {
    const name = command.type === "Command" ? command.name?.value : undefined;
    if (name !== "echo" && name !== "printf")
      refuse("has a pipeline whose first status counts for nothing");
  }
}

function visitCommand(render: Render, command: Command): void {
  const { name, prefix, args, redirects } = command;
  if (name !== undefined) {
    const kind = commandKind(render.scope.plan.reading, name.value);
    const isAllowed =
      kind === "program" ||
      (kind === "process" && render.apart) ||
      (kind === "shell" && render.isFunction);
    if (!isAllowed) refuse(`calls ${name.value}`);
    visitWord(render, name, true);
  }
  for (const node of prefix) {
    if (node.type !== "Assignment") continue;
    if (node.value.type === "ArrayValue" || node.index !== undefined) refuse("assigns a list");
    if (name === undefined && !render.own.has(node.name)) refuse(`assigns ${node.name}`);
    visitWord(render, node.value, false);
  }
  for (const arg of args) {
    if (arg.type === "Word") visitWord(render, arg, true);
    else if (arg.value.type === "Word") visitWord(render, arg.value, false);
    else refuse("assigns a list");
  }
  for (const redirect of redirects) {
    if (redirect.type === "HereDoc") visit(render, redirect);
    else if (redirect.target !== undefined) visitWord(render, redirect.target, true);
  }
}

/** @param splits Whether bash splits what it expands without quotes. */
function visitWord(render: Render, word: Word, splits: boolean): void {
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
      for (const statement of part.script?.commands ?? []) visit(render, statement);
      return;
    case "BraceExpansion":
    case "ExtendedGlob":
    case "Glob":
      forEachChild(part, (child) => {
        const name = nameOf(child);
        if (name !== undefined && !render.own.has(name)) refuse(`puts ${child.pos} into a pattern`);
      });
  }
}

interface Made {
  readonly code: string;
  readonly isOneWord: boolean;
}

/** An expansion as code; nothing where bash is to expand it as it stands. */
function expansion(render: Render, part: WordPart, quoted: boolean): Made | undefined {
  const { scope } = render;
  if (part.type === "CommandExpansion") return command(render, part);
  const name = nameOf(part);
  if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) refuse(`expands ${part.text}`);
  if (part.type === "ParameterExpansion" && !isPlain(part)) return changed(render, part, name);
  if (staysInShell(render, name)) {
    plain(render, part, name);
    return undefined;
  }
  const known = nameCode(scope, name);
  if (known !== undefined) return known;
  if (!quoted) refuse(`splits $${name} into words`);
  return { code: environmentCode(scope, name), isOneWord: false };
}

/** Whether the shell of `$` knows a name, and its value is there whatever happens. */
function staysInShell({ own, scope, isFunction }: Render, name: string): boolean {
  if (own.has(name) || name === "PATH" || name === "PWD") return true;
  if (isFunction && !isContextText(name) && !scope.plan.reading.variables.has(name)) return true;
  if (scope.locals.has(name) || scope.plan.reading.variables.has(name)) return false;
  return scope.exported.has(name) || (isExported(name) && hasBuildFlags(scope.callback));
}

/** `${name}` needs no braces before what no name can go on with. */
function plain(render: Render, part: WordPart, name: string): void {
  if (part.type !== "ParameterExpansion") return;
  if (/\w/.test(render.source.text.charAt(part.end))) return;
  render.edits.push({ ...placeOf(part), text: `$${name}` });
}

function isPlain(part: WordPart & { type: "ParameterExpansion" }): boolean {
  return part.prefix === undefined && part.index === undefined && part.operation === undefined;
}

function changed(
  render: Render,
  part: WordPart & { type: "ParameterExpansion" },
  name: string,
): Made | undefined {
  const { scope } = render;
  const { prefix, index, operation } = part;
  if (staysInShell(render, name)) {
    forEachChild(part, (child) => visit(render, child));
    return undefined;
  }
  if (prefix !== undefined) refuse(`expands ${part.text}`);
  if (index !== undefined && operation === undefined && index.text === "@") {
    const code = scope.changing.has(name)
      ? undefined
      : listConstant(scope.plan, scope.constants, name);
    if (code === undefined) refuse(`expands ${part.text}`);
    return { code, isOneWord: true };
  }
  const change = operation === undefined ? undefined : changeOf(operation);
  const known = index === undefined ? nameCode(scope, name) : undefined;
  if (change === undefined || known === undefined) refuse(`expands ${part.text}`);
  return {
    code: known.code + change.code,
    isOneWord: known.isOneWord && change.code.startsWith(".replaceAll"),
  };
}

function command(render: Render, part: WordPart & { type: "CommandExpansion" }): Made | undefined {
  const pieces = piecesOf([part], true);
  const [call] = pieces ?? [];
  if (call?.kind === "call") return { code: callCode(render.scope, call), isOneWord: true };
  if (part.script === undefined || part.script.source !== undefined)
    refuse("has a command in backticks");
  const { apart } = render;
  render.apart = true;
  for (const statement of part.script.commands) visit(render, statement);
  render.apart = apart;
  return undefined;
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

function checkArithmetic(render: Render, node: ArithmeticExpression): void {
  for (const name of effectsOf(node).read)
    if (!render.own.has(name)) refuse(`computes with ${name}`);
}

/** The variable that a part expands. */
function nameOf(part: SyntaxNode): string | undefined {
  if (part.type === "SimpleExpansion") return part.text.slice(1);
  return part.type === "ParameterExpansion" ? part.parameter : undefined;
}

function placeOf({ pos, end }: { pos: number; end: number }) {
  return { pos, end };
}
