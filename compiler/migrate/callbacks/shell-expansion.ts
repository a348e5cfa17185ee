/** Expansions in the text of `$`: values of TypeScript, or left to its shell. */
import { type ArithmeticExpression, forEachChild, type SyntaxNode, type WordPart } from "unbash";
import { changeOf } from "../values/change.ts";
import { piecesOf } from "../values/expression.ts";
import { listConstant } from "../values/names.ts";
import { effectsOf } from "./effects.ts";
import type { Render } from "./render.ts";
import { isContextText, isExported, nameCode, refuse } from "./scope.ts";
import { callCode, environmentText } from "./value.ts";

/** A value in the text. */
export interface Made {
  readonly code: string;
  readonly isOneWord: boolean;
}

/** An expansion as code; nothing where bash is to expand it as it stands. */
export function expansion(render: Render, part: WordPart, quoted: boolean): Made | undefined {
  const { scope } = render;
  if (part.type === "CommandExpansion") return command(render, part);
  const name = nameOf(part);
  if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) refuse(`expands ${part.text}`);
  if (part.type === "ParameterExpansion" && !isPlain(part))
    return changed(render, part, name, quoted);
  if (staysInShell(render, name)) {
    plain(render, part, name);
    return undefined;
  }
  if (!quoted && isExported(name) && !scope.locals.has(name)) {
    // The shell splits it into words, and must not stop where it is not set.
    render.edits.push({ ...placeOf(part), text: `\\\${${name}:-}` });
    return undefined;
  }
  const known = nameCode(scope, name);
  if (known !== undefined) return known;
  if (!quoted) refuse(`splits $${name} into words`);
  return { code: environmentText(scope, name), isOneWord: false };
}

/** Whether the shell of `$` knows a name, and its value is there whatever happens. */
function staysInShell({ own, scope, isFunction }: Render, name: string): boolean {
  if (own.has(name) || name === "PATH" || name === "PWD") return true;
  if (scope.locals.has(name) || scope.plan.reading.variables.has(name)) return false;
  return scope.exported.has(name) || (isFunction && !isContextText(name));
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
  quoted: boolean,
): Made | undefined {
  const { scope } = render;
  const { prefix, index, operation } = part;
  if (staysInShell(render, name)) {
    forEachChild(part, (child) => render.visit(render, child));
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
  if (change !== undefined && known === undefined && index === undefined && quoted) {
    return { code: environmentText(scope, name, change), isOneWord: false };
  }
  if (change === undefined || known === undefined || change.fallback !== undefined) {
    refuse(`expands ${part.text}`);
  }
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
  for (const statement of part.script.commands) render.visit(render, statement);
  render.apart = apart;
  return undefined;
}

/** Arithmetic is the shell's, and so are its variables. */
export function checkArithmetic(render: Render, node: ArithmeticExpression): void {
  for (const name of effectsOf(node).read)
    if (!render.own.has(name)) refuse(`computes with ${name}`);
}

/** The variable that a part expands. */
export function nameOf(part: SyntaxNode): string | undefined {
  if (part.type === "SimpleExpansion") return part.text.slice(1);
  return part.type === "ParameterExpansion" ? part.parameter : undefined;
}

/** Where an edit for a part stands. */
export function placeOf({ pos, end }: { pos: number; end: number }) {
  return { pos, end };
}
