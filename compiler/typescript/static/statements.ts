/** Runs statements: what Node.js would do, as far as it can be known. */

import type { Class, Directive, Statement, VariableDeclaration } from "oxc-parser";
import { branch } from "./branches.ts";
import { Lost, PlanThrows } from "./cause.ts";
import { classValue } from "./classes.ts";
import { declareBlock } from "./declarations.ts";
import { enumDeclaration } from "./enums.ts";
import { loops } from "./loops.ts";
import { unread } from "./make.ts";
import type { Completion, Machine, Scope, Value } from "./model.ts";
import { takeApart } from "./patterns.ts";
import { spanAt } from "./place.ts";
import { find, innerScope, placeOf } from "./scope.ts";
import { switchStatement } from "./switch.ts";
import { tryStatement } from "./try.ts";
import { write } from "./world.ts";

type Runner = (machine: Machine, node: never, scope: Scope) => Completion;
type Node<Type extends Statement["type"]> = Extract<Statement, { type: Type }>;

const runners: Readonly<Record<string, Runner>> = {
  ...loops,
  ExpressionStatement: expressionStatement,
  VariableDeclaration: variableDeclaration,
  BlockStatement: block,
  ReturnStatement: returnStatement,
  ThrowStatement: throwStatement,
  TryStatement: tryStatement,
  SwitchStatement: switchStatement,
  ClassDeclaration: classDeclaration,
  TSEnumDeclaration: enumDeclaration,
  BreakStatement: leave("break"),
  ContinueStatement: leave("continue"),
};

/** What runs nothing: types, and functions, which are there before the first statement. */
const silent = new Set<string>([
  "EmptyStatement",
  "DebuggerStatement",
  "FunctionDeclaration",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
]);

/** Runs statements that have their variables already. */
export function runStatements(
  machine: Machine,
  nodes: readonly (Statement | Directive)[],
  scope: Scope,
): Completion {
  for (const [index, node] of nodes.entries()) {
    if (node.type === "IfStatement") {
      const rest = () => runStatements(machine, nodes.slice(index + 1), scope);
      const taken = branch(machine, node, {
        scope,
        rest,
        run: (way) => runStatement(machine, way, scope),
      });
      if (taken.includesRest || taken.completion !== undefined) return taken.completion;
      continue;
    }
    const completion = runStatement(machine, node, scope);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

export function runStatement(
  machine: Machine,
  node: Statement | Directive,
  scope: Scope,
): Completion {
  machine.here = spanAt(placeOf(scope, node));
  if (node.type === "IfStatement") return runStatements(machine, [node], scope);
  if (silent.has(node.type) || ("declare" in node && node.declare === true)) return undefined;
  const run = runners[node.type] as
    | ((machine: Machine, node: Statement | Directive, scope: Scope) => Completion)
    | undefined;
  if (run !== undefined) return run(machine, node, scope);
  throw new Lost(unread(placeOf(scope, node), "has a statement that is not read:"));
}

function expressionStatement(
  machine: Machine,
  node: Node<"ExpressionStatement">,
  scope: Scope,
): Completion {
  machine.evaluate(machine, node.expression, scope);
  return undefined;
}

export function variableDeclaration(
  machine: Machine,
  node: VariableDeclaration,
  scope: Scope,
): Completion {
  for (const { id, init } of node.declarations) {
    if (init === null && node.kind === "var") continue;
    const value = init === null ? undefined : machine.evaluate(machine, init, scope);
    bindPattern(machine, id, value, scope);
  }
  if (node.kind.includes("using")) throw new Lost(unread(placeOf(scope, node), "uses"));
  return undefined;
}

/** Gives the variables of a declaration their first values. */
export function bindPattern(
  machine: Machine,
  pattern: VariableDeclaration["declarations"][number]["id"],
  value: Value,
  scope: Scope,
): void {
  takeApart(machine, pattern, value, {
    scope,
    assign(target, part) {
      const binding = target.type === "Identifier" ? find(scope, target.name) : undefined;
      if (binding !== undefined) write(machine.world, binding.cell, part);
    },
  });
}

function block(machine: Machine, { body }: Node<"BlockStatement">, outer: Scope): Completion {
  const scope = innerScope(outer);
  declareBlock(machine, body, scope);
  return runStatements(machine, body, scope);
}

function returnStatement(
  machine: Machine,
  { argument }: Node<"ReturnStatement">,
  scope: Scope,
): Completion {
  const value = argument === null ? undefined : machine.evaluate(machine, argument, scope);
  return { kind: "return", value };
}

function throwStatement(machine: Machine, node: Node<"ThrowStatement">, scope: Scope): Completion {
  const at = placeOf(scope, node);
  const value = machine.evaluate(machine, node.argument, scope);
  throw new PlanThrows(value, unread(at, "throws an error:"));
}

function classDeclaration(machine: Machine, node: Class, scope: Scope): Completion {
  const value = classValue(machine, node, scope);
  const binding = node.id === null ? undefined : find(scope, node.id.name);
  if (binding !== undefined) write(machine.world, binding.cell, value);
  return undefined;
}

function leave(kind: "break" | "continue") {
  return (
    _: Machine,
    node: Node<"BreakStatement" | "ContinueStatement">,
    scope: Scope,
  ): Completion => {
    if (node.label !== null)
      throw new Lost(unread(placeOf(scope, node), "leaves a loop by its label:"));
    return { kind };
  };
}
