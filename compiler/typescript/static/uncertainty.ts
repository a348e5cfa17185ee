/** What may happen, may not happen, or happens nobody knows how often. */

import { spend } from "../../bash/budget.ts";
import { type Cause, Lost, PlanThrows } from "./cause.ts";
import {
  type Cell,
  type Closure,
  type Completion,
  isUnknown,
  type Machine,
  type Scope,
  type Unknown,
  uninitialized,
  unknown,
  type Value,
} from "./model.ts";
import { find, placeOf, selfOf } from "./scope.ts";
import { usageOf } from "./usage.ts";
import {
  cellsOf,
  changesSince,
  forgetMade,
  isKnown,
  letGo,
  lose,
  mark,
  undo,
  write,
} from "./world.ts";

/**
 * Goes several ways of which one is taken, and keeps what all have in common.
 *
 * @param ways Each runs in the same world.
 * @returns What each way gave that did not end with an error.
 */
export function eitherWay<Result>(
  machine: Machine,
  cause: Cause,
  ways: readonly (() => Result)[],
): Result[] {
  const { world } = machine;
  const before = mark(world);
  const taken: { result: Result; changes: Map<Cell, unknown> }[] = [];
  let thrown: PlanThrows | undefined;
  for (const way of ways) {
    try {
      const result = way();
      taken.push({ result, changes: changesSince(world, before) });
    } catch (error) {
      const isCaught = error instanceof PlanThrows && machine.tries > 0;
      // Whoever gives up begins where the ways part.
      if (isCaught || !(error instanceof PlanThrows)) undo(world, before);
      if (!(error instanceof PlanThrows)) throw error;
      // What was changed on the way is there for a `catch`.
      if (isCaught) throw new Lost(cause);
      machine.risks += 1;
      thrown = error;
    }
    undo(world, before);
  }
  if (taken.length === 0 && thrown !== undefined) throw thrown;
  for (const cell of new Set(taken.flatMap(({ changes }) => [...changes.keys()]))) {
    const contents = taken.map(({ changes }) =>
      changes.has(cell) ? changes.get(cell) : cell.content,
    );
    write(
      world,
      cell,
      contents.reduce((a, b) => cell.shape.join(world, a, b, cause)),
    );
  }
  return taken.map(({ result }) => result);
}

/**
 * Runs something as often as one likes, also not at all: what it changes is not known any more.
 *
 * @returns Whether something was known before that is not known now.
 */
export function unknownTimes(machine: Machine, cause: Cause, run: () => Completion): boolean {
  const { world } = machine;
  for (let lost = false; ; lost = true) {
    const before = mark(world);
    const escaped = world.escaped.size;
    // Whoever calls may catch what is thrown.
    machine.tries += 1;
    try {
      if (run()?.kind === "return") throw new Lost(cause);
    } catch (error) {
      if (!(error instanceof PlanThrows)) {
        undo(world, before);
        throw error;
      }
      machine.risks += 1;
    } finally {
      machine.tries -= 1;
    }
    const changed = [...changesSince(world, before).keys()];
    undo(world, before);
    forgetMade(world, before, escaped);
    const known = changed.filter(isKnown);
    if (known.length === 0) return lost;
    for (const cell of known) lose(world, cell, cause);
  }
}

/** Code runs that is not known: it may change and call whatever it holds. */
export function runUnknown(machine: Machine, cause: Cause): void {
  const { world } = machine;
  machine.risks += 1;
  if (world.opaque !== undefined) for (const cell of world.cells.slice()) lose(world, cell, cause);
  if (machine.foreign) lose(world, machine.env.fields as unknown as Cell, cause);
  // What one function changes may make another go a way that it did not go before.
  for (let again = true; again; ) {
    again = false;
    spend(machine.budget, 1 + world.escaped.size, cause.span);
    // The set grows while it is gone through.
    for (const value of world.escaped) {
      for (const cell of cellsOf(value)) lose(world, cell, cause);
      if (value.kind === "closure") again = callAtWill(machine, value, cause) || again;
    }
  }
}

/** @returns Whether something was known before that is not known now. */
function callAtWill(machine: Machine, closure: Closure, cause: Cause): boolean {
  if (machine.running.has(closure.node)) return false;
  machine.running.add(closure.node);
  const at = placeOf(closure.scope, closure.node);
  const call = { self: unknown(cause), args: unknown(cause), at };
  try {
    return unknownTimes(machine, cause, () => {
      letGo(machine.world, machine.runBody(machine, closure, call));
      return undefined;
    });
  } finally {
    machine.running.delete(closure.node);
  }
}

/** Hands values to code that is not known. */
export function handOver(machine: Machine, args: readonly Value[] | Unknown, cause: Cause): void {
  machine.written ??= cause;
  if (!isUnknown(args)) for (const value of args) letGo(machine.world, value);
  runUnknown(machine, cause);
}

/** What is not followed: a stretch of a text, and the variables that it sees. */
export interface Unread {
  readonly node: object;
  readonly scope: Scope;
  readonly cause: Cause;
}

/**
 * A stretch of the plan runs that is not followed. It may do to the variables that it names, and
 * to what they hold, whatever it likes, and leave functions behind that do so later.
 */
export function giveUpOn(machine: Machine, { node, scope, cause }: Unread): Unknown {
  const { world } = machine;
  const { names, functions } = usageOf(node);
  for (const name of names) {
    const binding = find(scope, name);
    if (binding === undefined) continue;
    const { content } = binding.cell;
    if (content !== uninitialized) letGo(world, content);
    lose(world, binding.cell as unknown as Cell, cause);
  }
  letGo(world, selfOf(scope));
  for (const made of functions) letGoOnce(machine, { kind: "closure", node: made, scope });
  if (names.has("arguments") || names.has("eval")) return giveUp(machine, cause);
  handOver(machine, [], cause);
  return unknown(cause);
}

/** The same stretch is often given up several times. */
function letGoOnce({ world }: Machine, closure: Closure): void {
  for (const value of world.escaped) {
    if (value.kind === "closure" && value.node === closure.node && value.scope === closure.scope)
      return;
  }
  letGo(world, closure);
}

/** Nothing that can change is known any more, and code that is not known may change anything. */
export function giveUp(machine: Machine, cause: Cause): Unknown {
  machine.world.opaque ??= cause;
  handOver(machine, [], cause);
  return unknown(cause);
}

/** Something is done to a value that is not known; the plan may have made it so that this runs code. */
export function touch(machine: Machine, { cause }: Unknown): void {
  if (machine.sly || machine.world.opaque !== undefined) handOver(machine, [], cause);
}
