/** `if`, also where the condition is not known. */

import type { IfStatement, Statement } from "oxc-parser";
import { type Cause, Lost } from "./cause.ts";
import { truth } from "./convert.ts";
import { type Completion, isUnknown, type Machine, type Scope } from "./model.ts";
import { eitherWay } from "./uncertainty.ts";
import { joinValues, mark, undo } from "./world.ts";

interface Around {
  readonly scope: Scope;
  readonly run: (way: Statement) => Completion;
  /** Runs what stands behind the statement in its block. */
  readonly rest: () => Completion;
}

/** How a condition was gone through. */
interface Taken {
  readonly completion: Completion;
  /** The statements behind it have run already, on the way that leads to them. */
  readonly includesRest: boolean;
}

export function branch(machine: Machine, node: IfStatement, around: Around): Taken {
  const { scope, run, rest } = around;
  const test = truth(machine.evaluate(machine, node.test, scope));
  const yes = () => run(node.consequent);
  const no = () => (node.alternate === null ? undefined : run(node.alternate));
  if (!isUnknown(test)) return { completion: test ? yes() : no(), includesRest: false };
  const { cause } = test;
  const before = mark(machine.world);
  const ends = eitherWay(machine, cause, [yes, no]);
  const alike = oneOf(machine, ends, cause);
  if (alike !== different) return { completion: alike, includesRest: false };
  // One way leaves the block, the other goes on in it: to its end, before they are compared.
  undo(machine.world, before);
  const further = [yes, no].map((way) => () => way() ?? rest());
  const completion = oneOf(machine, eitherWay(machine, cause, further), cause);
  if (completion === different) throw new Lost(cause);
  return { completion, includesRest: true };
}

export const different = Symbol("different");

/** What several ways of ending have in common. */
export function oneOf(
  machine: Machine,
  ends: readonly Completion[],
  cause: Cause,
): Completion | typeof different {
  const [first, ...others] = ends;
  return others.reduce<Completion | typeof different>((a, b) => {
    if (a === different || a?.kind !== b?.kind) return different;
    if (a?.kind !== "return" || b?.kind !== "return") return a;
    return { kind: "return", value: joinValues(machine.world, a.value, b.value, cause) };
  }, first);
}
