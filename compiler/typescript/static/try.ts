/** `try`, also where nobody knows what fails. */

import type { Statement } from "oxc-parser";
import { different, oneOf } from "./branches.ts";
import { Lost, PlanThrows } from "./cause.ts";
import { declareBlock } from "./declarations.ts";
import { unknownAt } from "./make.ts";
import { type Completion, type Machine, type Scope, unknown, type Value } from "./model.ts";
import { boundNames } from "./names.ts";
import { takeApart } from "./patterns.ts";
import { declare, innerScope, placeOf } from "./scope.ts";
import { eitherWay } from "./uncertainty.ts";
import { changesSince, letGo, lose, mark, undo, write } from "./world.ts";

type Node = Extract<Statement, { type: "TryStatement" }>;

export function tryStatement(machine: Machine, node: Node, scope: Scope): Completion {
  const { block, handler, finalizer } = node;
  const last = () =>
    finalizer === null ? undefined : machine.execute(machine, [finalizer], scope);
  let completion: Completion;
  try {
    completion =
      handler === null ? machine.execute(machine, [block], scope) : guarded(machine, node, scope);
  } catch (error) {
    if (!(error instanceof PlanThrows)) throw error;
    const instead = last();
    if (instead !== undefined) return instead;
    throw error;
  }
  return last() ?? completion;
}

function guarded(machine: Machine, node: Node, scope: Scope): Completion {
  const { world } = machine;
  const start = mark(world);
  const risks = machine.risks;
  let completion: Completion;
  let thrown: PlanThrows | undefined;
  machine.tries += 1;
  try {
    completion = machine.execute(machine, [node.block], scope);
  } catch (error) {
    if (!(error instanceof PlanThrows)) throw error;
    thrown = error;
  } finally {
    machine.tries -= 1;
  }
  const handle = (value: Value) => handled(machine, node, value, scope);
  if (machine.risks === risks) return thrown === undefined ? completion : handle(thrown.value);
  // It may have failed anywhere: what the block changes is changed or not.
  const { cause } = unknownAt(placeOf(scope, node.block), "does what may fail");
  const changed = [...changesSince(world, start).keys()];
  undo(world, start);
  for (const cell of changed) lose(world, cell, cause);
  if (completion?.kind === "return") letGo(world, completion.value);
  const failed = () => handle(unknown(cause));
  if (thrown !== undefined) return failed();
  const ends = eitherWay<Completion>(machine, cause, [() => completion, failed]);
  const joined = oneOf(machine, ends, cause);
  if (joined === different) throw new Lost(cause);
  return joined;
}

function handled(machine: Machine, { handler }: Node, value: Value, outer: Scope): Completion {
  if (handler === null) return undefined;
  const scope = innerScope(outer);
  if (handler.param !== null) {
    for (const name of boundNames(handler.param))
      declare(machine.world, scope, name, { constant: false });
    takeApart(machine, handler.param, value, {
      scope,
      assign(target, part) {
        const binding = target.type === "Identifier" ? scope.bindings.get(target.name) : undefined;
        if (binding !== undefined) write(machine.world, binding.cell, part);
      },
    });
  }
  declareBlock(machine, handler.body.body, scope);
  return machine.execute(machine, handler.body.body, scope);
}
