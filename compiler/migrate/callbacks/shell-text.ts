/**
 * Commands as the text of `$`: the source as it stands, with the values of TypeScript put in
 * where bash would expand a variable.
 */
import { type Command, forEachChild, type Pipeline, type SyntaxNode } from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import { commandKind } from "./commands.ts";
import { effectsOf } from "./effects.ts";
import type { Edit, Render } from "./render.ts";
import { isExported, refuse, type Scope } from "./scope.ts";
import { checkArithmetic, nameOf } from "./shell-expansion.ts";
import { visitWord } from "./shell-word.ts";

/** The edits that make a command part of a template. @throws Untranslatable */
export function editsOf(scope: Scope, source: SourceText, node: SyntaxNode): readonly Edit[] {
  const { assigned } = effectsOf(node);
  const prefixes = node.type === "Command" && node.name !== undefined ? [] : assigned;
  const own = new Set(prefixes);
  for (const name of own) {
    const isKept = scope.locals.has(name) || scope.plan.reading.variables.has(name);
    if (isKept || scope.exported.has(name)) refuse(`assigns ${name}`);
    scope.lost.add(name);
  }
  return renderEdits(
    { scope, source, edits: [], own, apart: false, isFunction: false, visit },
    node,
  );
}

/** The edits that make the body of a function a script of its own. @throws Untranslatable */
export function scriptEdits(scope: Scope, source: SourceText, node: SyntaxNode): readonly Edit[] {
  const { assigned, locals } = effectsOf(node);
  const own = new Set([...assigned, ...locals]);
  return renderEdits({ scope, source, edits: [], own, apart: true, isFunction: true, visit }, node);
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
