/** `switch`. */

import type { Statement } from "oxc-parser";
import { different, oneOf } from "./branches.ts";
import { Lost } from "./cause.ts";
import { declareBlock } from "./declarations.ts";
import {
  type Completion,
  isUnknown,
  type Machine,
  type Scope,
  type Unknown,
  type Value,
} from "./model.ts";
import { binary } from "./operators.ts";
import { innerScope, placeOf } from "./scope.ts";
import { eitherWay } from "./uncertainty.ts";

type Node = Extract<Statement, { type: "SwitchStatement" }>;

export function switchStatement(machine: Machine, node: Node, outer: Scope): Completion {
  const subject = machine.evaluate(machine, node.discriminant, outer);
  const scope = innerScope(outer);
  declareBlock(
    machine,
    node.cases.flatMap(({ consequent }) => consequent),
    scope,
  );
  const found = findCase(machine, node, { subject, scope });
  const from = (index: number) => withoutBreak(runFrom(machine, node, index, scope));
  if (!isUnknown(found)) return from(found);
  // Any case may be the one, or none.
  const last = node.cases.some(({ test }) => test === null) ? [] : [node.cases.length];
  const ways = [...node.cases.keys(), ...last].map((index) => () => from(index));
  const completion = oneOf(machine, eitherWay(machine, found.cause, ways), found.cause);
  if (completion === different) throw new Lost(found.cause);
  return completion;
}

/** The index of the first case that runs. */
function findCase(
  machine: Machine,
  node: Node,
  { subject, scope }: { readonly subject: Value; readonly scope: Scope },
): number | Unknown {
  for (const [index, { test }] of node.cases.entries()) {
    if (test === null) continue;
    const value = machine.evaluate(machine, test, scope);
    const same = binary(machine, "===", [subject, value], placeOf(scope, test));
    if (isUnknown(same)) {
      // Whether the tests behind it are computed is not known; constants do nothing.
      const rest = node.cases.slice(index + 1).map((other) => other.test);
      if (!rest.every((other) => other === null || other.type === "Literal"))
        throw new Lost(same.cause);
      return same;
    }
    if (same === true) return index;
  }
  const fallback = node.cases.findIndex(({ test }) => test === null);
  return fallback < 0 ? node.cases.length : fallback;
}

function runFrom(machine: Machine, node: Node, index: number, scope: Scope): Completion {
  const statements = node.cases.slice(index).flatMap(({ consequent }) => consequent);
  return machine.execute(machine, statements, scope);
}

function withoutBreak(completion: Completion): Completion {
  return completion?.kind === "break" ? undefined : completion;
}
