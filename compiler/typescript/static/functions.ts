/** Calls of functions: the plan's own, and others. */

import type { Statement } from "oxc-parser";
import { causeAt, Lost } from "./cause.ts";
import { declareBlock, declareVars } from "./declarations.ts";
import { listOf, throwError, unknownAt } from "./make.ts";
import {
  type Call,
  type Closure,
  isUnknown,
  type Machine,
  type Scope,
  type Unknown,
  unknown,
  type Value,
} from "./model.ts";
import { boundNames } from "./names.ts";
import { notComputed, outOfReach } from "./natives/method.ts";
import { takeApart } from "./patterns.ts";
import { declare } from "./scope.ts";
import { giveUpOn, handOver } from "./uncertainty.ts";
import { work } from "./work.ts";
import { letGo, write } from "./world.ts";

/** Real plans nest a few calls. */
const deepest = 60;

/** @throws PlanThrows for what is no function, and whatever the function throws. */
export function callValue(machine: Machine, callee: Value, call: Call): Value {
  if (typeof callee !== "object" || callee === null)
    return throwError(call.at, "what is called is no function");
  switch (callee.kind) {
    case "closure":
      return callClosure(machine, callee, call);
    case "host":
      return callee.call?.(machine, call) ?? undefinedOr(machine, callee.call, call, callee.name);
    case "unknown":
      return outOfReach(machine, call, calledUnknown(callee, call));
    default:
      return throwError(call.at, "what is called is no function");
  }
}

/** A host's function may give nothing; a host that is none is called in vain. */
function undefinedOr(machine: Machine, known: unknown, call: Call, name: string): Value {
  return known === undefined ? notComputed(machine, call, name) : undefined;
}

function calledUnknown(callee: Unknown, { at }: Call): Unknown {
  return callee.name === undefined ? callee : unknownAt(at, `calls \`${callee.name}\``);
}

function callClosure(machine: Machine, closure: Closure, call: Call): Value {
  const { node } = closure;
  work(machine, 2, call.at);
  if (node.async || node.generator) return callLater(machine, closure, call);
  return runBody(machine, closure, call);
}

/** An asynchronous function, or a generator, runs when others think fit. */
function callLater(machine: Machine, closure: Closure, { self, args, at }: Call): Unknown {
  const what = closure.node.generator ? "calls a generator" : "waits for an asynchronous function";
  const cause = causeAt(at, what);
  handOver(machine, [closure, self, ...(isUnknown(args) ? [] : args)], cause);
  return unknown(cause);
}

/** The body of a function, from its beginning to its end. */
export function runBody(machine: Machine, closure: Closure, { self, args, at }: Call): Value {
  const { node, scope: outer } = closure;
  const isArrow = node.type === "ArrowFunctionExpression";
  const scope: Scope = {
    parent: outer,
    bindings: new Map(),
    source: outer.source,
    ...(isArrow ? {} : { self: { value: self } }),
  };
  machine.depth += 1;
  try {
    if (machine.depth > deepest) throw new Lost(causeAt(at, "calls functions very deeply"));
    bindParameters(machine, closure, args, scope);
    if (isArrow && node.expression) {
      return machine.evaluate(
        machine,
        node.body as Extract<typeof node.body, { type: "Identifier" }>,
        scope,
      );
    }
    const body = [...((node.body as { body: Statement[] } | null)?.body ?? []), returnAt(node)];
    declareVars(machine, body, scope);
    declareBlock(machine, body, scope);
    const completion = machine.execute(machine, body, scope);
    return completion?.kind === "return" ? completion.value : undefined;
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    for (const value of isUnknown(args) ? [self] : [self, ...args]) letGo(machine.world, value);
    return giveUpOn(machine, { node, scope: outer, cause: error.cause });
  } finally {
    machine.depth -= 1;
  }
}

/** Every function ends with a `return`: ways that lead to its end and to one are alike. */
function returnAt({ end }: Closure["node"]): Statement {
  return { type: "ReturnStatement", argument: null, start: end, end };
}

function bindParameters(
  machine: Machine,
  { node, scope: outer }: Closure,
  args: readonly Value[] | Unknown,
  scope: Scope,
): void {
  const { world } = machine;
  const parameters = node.params;
  if (node.type === "FunctionExpression" && node.id !== null) {
    const value: Closure = { kind: "closure", node, scope: outer };
    declare(world, scope, node.id.name, { constant: true, value });
  }
  for (const name of parameters.flatMap(boundNames))
    declare(world, scope, name, { constant: false });
  const assign = (target: { readonly type: string; readonly name?: string }, value: Value) => {
    const binding = scope.bindings.get(target.name ?? "");
    if (binding !== undefined) write(world, binding.cell, value);
  };
  for (const [index, parameter] of parameters.entries()) {
    if (parameter.type === "RestElement") {
      const rest = isUnknown(args) ? args : args.slice(index);
      takeApart(machine, parameter, listOf(machine, rest), { scope, assign });
    } else {
      const value = isUnknown(args) ? args : args[index];
      takeApart(machine, parameter, value, { scope, assign });
    }
  }
  if (isUnknown(args)) return;
  // What is handed to a function that does not name it can be reached through `arguments`.
  if (node.type !== "ArrowFunctionExpression")
    for (const extra of args.slice(parameters.length)) letGo(world, extra);
}
