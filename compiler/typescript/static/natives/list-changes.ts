/** The methods of arrays that change them. */

import { isPrimitive } from "../convert.ts";
import { listOf, setItems, throwError, unknownAt } from "../make.ts";
import { isUnknown, type Machine, type Unknown, type Value } from "../model.ts";
import { unknownTimes } from "../uncertainty.ts";
import { workOnItems } from "../work.ts";
import type { ListCall } from "./list-copies.ts";
import { checkUnchanged } from "./list-looks.ts";
import { callBack, notComputed } from "./method.ts";

type Method = (machine: Machine, call: ListCall) => Value;

export const changing: Readonly<Record<string, Method>> = {
  push: (machine, call) =>
    set(machine, call, [...call.items, ...call.args], (items) => items.length),
  unshift: (machine, call) =>
    set(machine, call, [...call.args, ...call.items], (items) => items.length),
  pop: (machine, call) => set(machine, call, call.items.slice(0, -1), () => call.items.at(-1)),
  shift: (machine, call) => set(machine, call, call.items.slice(1), () => call.items[0]),
  reverse: (machine, call) => set(machine, call, call.items.toReversed(), () => call.list),
  sort(machine, call) {
    const sorted = sort(machine, call);
    if (isUnknown(sorted)) {
      setItems(machine, call.list, sorted);
      return call.list;
    }
    return set(machine, call, sorted, () => call.list);
  },
  toSorted(machine, call) {
    const sorted = sort(machine, call);
    return listOf(machine, sorted);
  },
  splice(machine, call) {
    const { items, args, list, at } = call;
    const [start, count, ...added] = args;
    const counts = args.slice(0, 2);
    if (counts.length === 0 || !counts.every((arg) => typeof arg === "number")) {
      return notComputed(machine, { self: list, args, at }, "splice");
    }
    const changed = items.slice();
    const removed =
      args.length === 1
        ? changed.splice(start as number)
        : changed.splice(start as number, count as number, ...added);
    return set(machine, call, changed, () => listOf(machine, removed));
  },
};

function set(
  machine: Machine,
  { list, at }: ListCall,
  items: readonly Value[],
  result: (items: readonly Value[]) => Value,
): Value {
  if (machine.frozen.has(list)) throwError(at, "a frozen array is changed");
  workOnItems(machine, items.length, at);
  setItems(machine, list, items);
  return result(items);
}

/** By the texts of the items, or as the plan's function compares them. */
function sort(machine: Machine, { list, items, args, at }: ListCall): readonly Value[] | Unknown {
  const open = items.find(isUnknown);
  if (open !== undefined) return open;
  const [compare] = args;
  if (compare === undefined) {
    if (!items.every(isPrimitive)) return unknownAt(at, "sorts what are no texts");
    return items.toSorted();
  }
  let undecided: Unknown | undefined;
  const sorted = items.toSorted((a, b) => {
    if (undecided !== undefined) return 0;
    const result = callBack(machine, compare, [a, b], at);
    checkUnchanged({ list, items, at });
    if (isUnknown(result)) undecided = result;
    else if (!isPrimitive(result)) undecided = unknownAt(at, "compares with an object");
    return Number(result);
  });
  if (undecided === undefined) return sorted;
  const { cause } = undecided;
  const given = { self: undefined, args: undecided, at };
  // In which order it compares is not known from here on.
  unknownTimes(machine, cause, () => {
    machine.call(machine, compare, given);
    return undefined;
  });
  return undecided;
}
