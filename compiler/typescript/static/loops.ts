/** Loops, also those of which nobody knows how often they run. */

import type { Statement, VariableDeclaration } from "oxc-parser";
import { type Cause, causeAt, Lost } from "./cause.ts";
import { isPrimitive, truth } from "./convert.ts";
import { declareBlock } from "./declarations.ts";
import { iterated, throwError, unknownAt } from "./make.ts";
import {
  type Completion,
  isUnknown,
  type Machine,
  type Scope,
  type Unknown,
  type Value,
} from "./model.ts";
import { ownEntries } from "./natives/records.ts";
import { takeApart } from "./patterns.ts";
import type { Place } from "./place.ts";
import { declare, find, innerScope, placeOf } from "./scope.ts";
import { unknownTimes } from "./uncertainty.ts";
import { work } from "./work.ts";
import { write } from "./world.ts";

type Node<Type extends Statement["type"]> = Extract<Statement, { type: Type }>;

export const loops = {
  ForOfStatement: forOf,
  ForInStatement: forIn,
  ForStatement: forLoop,
  WhileStatement: (machine: Machine, node: Node<"WhileStatement">, scope: Scope) =>
    repeat(machine, {
      at: placeOf(scope, node),
      run: () => runBody(machine, node.body, scope),
      test: () => machine.evaluate(machine, node.test, scope),
    }),
  DoWhileStatement: doWhile,
};

function forOf(machine: Machine, node: Node<"ForOfStatement">, scope: Scope): Completion {
  const at = placeOf(scope, node.right);
  const value = machine.evaluate(machine, node.right, scope);
  const open = unknownAt(at, "goes through an object");
  if (isPrimitive(value) && typeof value !== "string")
    throwError(at, "what is gone through is no list");
  const items = node.await ? open : (iterated(machine, value) ?? open);
  return overItems(machine, node, { scope, items, from: value });
}

function forIn(machine: Machine, node: Node<"ForInStatement">, scope: Scope): Completion {
  const at = placeOf(scope, node.right);
  const value = machine.evaluate(machine, node.right, scope);
  const entries = ownEntries(machine, value) ?? unknownAt(at, "goes through an object");
  const items = isUnknown(entries) ? entries : entries.map(([key]) => key);
  return overItems(machine, node, { scope, items, from: value });
}

interface Items {
  readonly scope: Scope;
  readonly items: readonly Value[] | Unknown;
  /** What is gone through: an array that must not change meanwhile. */
  readonly from: Value;
}

function overItems(
  machine: Machine,
  node: Node<"ForOfStatement"> | Node<"ForInStatement">,
  { scope, items, from }: Items,
): Completion {
  const run = (item: Value) => {
    const inner = innerScope(scope);
    bindItem(machine, node.left, item, inner);
    return runBody(machine, node.body, inner);
  };
  if (isUnknown(items)) return whileNobodyKnows(machine, items.cause, () => run(items));
  const cell =
    typeof from === "object" && (from?.kind === "list" || from?.kind === "collection")
      ? from.items
      : undefined;
  const content = cell?.content;
  for (const item of items) {
    if (isGone(from, item, placeOf(scope, node))) continue;
    work(machine, 1, placeOf(scope, node));
    const completion = run(item);
    if (completion?.kind === "return") return completion;
    if (completion?.kind === "break") return undefined;
    if (cell !== undefined && cell.content !== content) {
      throw new Lost(causeAt(placeOf(scope, node), "changes what it goes through"));
    }
  }
  return undefined;
}

/** A property that was deleted meanwhile is left out. */
function isGone(from: Value, key: Value, at: Place): boolean {
  if (typeof from !== "object" || from?.kind !== "record") return false;
  const { content } = from.fields;
  const entry = isUnknown(content) ? undefined : content.get(String(key));
  if (isUnknown(content) || entry?.maybe)
    throw new Lost(causeAt(at, "changes what it goes through"));
  return entry === undefined;
}

function bindItem(
  machine: Machine,
  left: Node<"ForOfStatement">["left"],
  item: Value,
  scope: Scope,
): void {
  if (left.type !== "VariableDeclaration") {
    takeApart(machine, left, item, { scope, assign: assignVariable(machine, scope) });
    return;
  }
  declareBlock(machine, [left], scope);
  for (const { id } of left.declarations) {
    takeApart(machine, id, item, { scope, assign: assignVariable(machine, scope) });
  }
}

function assignVariable(machine: Machine, scope: Scope) {
  return (
    target: {
      readonly type: string;
      readonly name?: unknown;
      readonly start: number;
      readonly end: number;
    },
    value: Value,
  ) => {
    const binding = target.type === "Identifier" ? find(scope, String(target.name)) : undefined;
    if (binding === undefined)
      throw new Lost(causeAt(placeOf(scope, target), "assigns to something unusual"));
    write(machine.world, binding.cell, value);
  };
}

/** A loop that ends nobody knows when. */
function whileNobodyKnows(machine: Machine, cause: Cause, run: () => Completion): Completion {
  unknownTimes(machine, cause, () => {
    const completion = run();
    return completion?.kind === "return" ? completion : undefined;
  });
  return undefined;
}

/** Every turn ends with a `continue`: ways that lead to its end and to one are alike. */
function runBody(machine: Machine, body: Statement, outer: Scope): Completion {
  const { end } = body;
  const statements = body.type === "BlockStatement" ? body.body : [body];
  const scope = innerScope(outer);
  declareBlock(machine, statements, scope);
  const last: Statement = { type: "ContinueStatement", label: null, start: end, end };
  return machine.execute(machine, [...statements, last], scope);
}

interface Loop {
  readonly at: Place;
  readonly run: () => Completion;
  readonly test: () => Value;
  readonly step?: () => void;
  /** Gives the next turn variables of its own; only where its number is known. */
  readonly renew?: () => void;
}

/** Runs the body while a test is true. */
function repeat(machine: Machine, { at, run, test, step, renew }: Loop): Completion {
  for (;;) {
    work(machine, 1, at);
    const goesOn = truth(test());
    if (isUnknown(goesOn)) {
      return whileNobodyKnows(machine, goesOn.cause, () => {
        const completion = run();
        if (completion?.kind === "return") return completion;
        step?.();
        test();
        return undefined;
      });
    }
    if (!goesOn) return undefined;
    const completion = run();
    if (completion?.kind === "return") return completion;
    if (completion?.kind === "break") return undefined;
    renew?.();
    step?.();
  }
}

function doWhile(machine: Machine, node: Node<"DoWhileStatement">, scope: Scope): Completion {
  const run = () => runBody(machine, node.body, scope);
  const first = run();
  if (first?.kind === "return") return first;
  if (first?.kind === "break") return undefined;
  const test = () => machine.evaluate(machine, node.test, scope);
  return repeat(machine, { at: placeOf(scope, node), run, test });
}

/** `for (let i = 0; …)`. Functions that keep a variable of the loop each see their own. */
function forLoop(machine: Machine, node: Node<"ForStatement">, outer: Scope): Completion {
  const { init, test, update, body } = node;
  const scope = innerScope(outer);
  if (init?.type === "VariableDeclaration") {
    declareBlock(machine, [init as VariableDeclaration], scope);
    machine.execute(machine, [init], scope);
  } else if (init !== null) {
    machine.evaluate(machine, init, scope);
  }
  let turn = scope;
  return repeat(machine, {
    at: placeOf(outer, node),
    run: () => runBody(machine, body, turn),
    test: () => (test === null ? true : machine.evaluate(machine, test, turn)),
    step() {
      if (update !== null) machine.evaluate(machine, update, turn);
    },
    renew() {
      const before = turn.bindings;
      turn = innerScope(outer);
      for (const [name, { cell, constant }] of before) {
        declare(machine.world, turn, name, { constant, value: cell.content });
      }
    },
  });
}
