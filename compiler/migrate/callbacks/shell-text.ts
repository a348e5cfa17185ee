/**
 * Commands as the text of `$`: the source as it stands, with the values of TypeScript put in
 * where bash would expand a variable.
 */
import { type Command, forEachChild, type SyntaxNode } from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import { commandKind } from "./commands.ts";
import { effectsOf } from "./effects.ts";
import type { Edit, Render } from "./render.ts";
import { isExported, refuse, type Scope } from "./scope.ts";
import { checkArithmetic, nameOf, placeOf } from "./shell-expansion.ts";
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
  checkAssigned(render.own);
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
      if (node.prefixes.length > 0 && !render.isFunction) refuse("negates a status");
      for (const command of node.commands) {
        if (node.commands.length > 1) visitOwning(render, command);
        else visit(render, command);
      }
      return;
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
  forEachChild(node, (child) => visitOwning(render, child));
  render.apart = apart;
}

/** Goes through what runs in a process of its own, with the variables that it assigns there. */
function visitOwning(render: Render, node: SyntaxNode): void {
  const { own, scope } = render;
  const assigned = [...effectsOf(node).assigned].filter((name) => !own.has(name));
  checkAssigned(assigned);
  for (const name of assigned) {
    const isKept = scope.locals.has(name) || scope.plan.reading.variables.has(name);
    if (isKept || scope.exported.has(name) || scope.lost.has(name)) refuse(`assigns ${name}`);
  }
  render.own = new Set([...own, ...assigned]);
  visit(render, node);
  render.own = own;
}

function checkAssigned(names: Iterable<string>): void {
  for (const name of names) {
    if (name.startsWith("pkg_") || isExported(name)) refuse(`assigns ${name}`);
  }
}

/**
 * Whether a pipeline counts as done although a command before its last one fails: `$` takes that
 * for a failure, a plan.sh does not.
 */
export function losesStatus(node: SyntaxNode): boolean {
  // What a substitution ends with counts only where an assignment is all there is.
  if (node.type === "Command" && node.name !== undefined) return false;
  if (node.type === "TestCommand") return false;
  if (node.type === "For") return losesStatus(node.body);
  let found = node.type === "Pipeline" && node.commands.slice(0, -1).some(canFail);
  forEachChild(node, (child) => {
    found ||= losesStatus(child);
  });
  return found;
}

function canFail(command: SyntaxNode): boolean {
  const name = command.type === "Command" ? command.name?.value : undefined;
  return name !== "echo" && name !== "printf";
}

/** Builtins that change nothing outside the text. */
const loopBuiltins = new Set(["break", "continue", "read"]);

/** `exit 1` ends the text, and with it the callback; so does `return 1`, as `exit 1`. */
function givesUp(render: Render, { name, args, redirects }: Command): boolean {
  const [status, ...others] = args;
  if (name === undefined || others.length > 0 || redirects.length > 0) return false;
  if (status?.type !== "Word" || !/^[1-9]\d{0,2}$/.test(status.text)) return false;
  if (name.value === "return") render.edits.push({ ...placeOf(name), text: "exit" });
  return name.value === "exit" || name.value === "return";
}

function visitCommand(render: Render, command: Command): void {
  const { name, prefix, args, redirects } = command;
  if (name !== undefined) {
    const kind = commandKind(render.scope.plan.reading, name.value);
    const isAllowed =
      kind === "program" ||
      (kind === "process" && render.apart) ||
      (kind === "shell" && (render.isFunction || loopBuiltins.has(name.value)));
    if (!isAllowed && !givesUp(render, command)) refuse(`calls ${name.value}`);
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
