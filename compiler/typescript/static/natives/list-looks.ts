/** The methods of arrays that call a function for each item. */

import { Lost } from "../cause.ts";
import { truth } from "../convert.ts";
import { lostList, throwError, unknownAt } from "../make.ts";
import { isUnknown, type Machine, type Unknown, type Value } from "../model.ts";
import { eitherWay } from "../uncertainty.ts";
import { joinValues } from "../world.ts";
import { copy, flattened, type ListCall } from "./list-copies.ts";
import { callBack } from "./method.ts";

type Method = (machine: Machine, call: ListCall) => Value;

export const looking: Readonly<Record<string, Method>> = {
  map: (machine, call) => copy(machine, each(machine, call), call.at),
  forEach(machine, call) {
    each(machine, call);
    return undefined;
  },
  flatMap(machine, call) {
    const parts = each(machine, call);
    const flat = flattened(parts, 1);
    return isUnknown(flat) ? lostList(machine, parts, flat.cause) : copy(machine, flat, call.at);
  },
  filter(machine, call) {
    const verdicts = each(machine, call).map(truth);
    const open = verdicts.find(isUnknown);
    if (open !== undefined) return lostList(machine, call.items, open.cause);
    return copy(
      machine,
      call.items.filter((_, index) => verdicts[index]),
      call.at,
    );
  },
  some: (machine, call) => seek(machine, call, { until: true, found: () => true, none: false }),
  every: (machine, call) => seek(machine, call, { until: false, found: () => false, none: true }),
  find: (machine, call) =>
    seek(machine, call, { until: true, found: (index) => call.items[index], none: undefined }),
  findIndex: (machine, call) =>
    seek(machine, call, { until: true, found: (index) => index, none: -1 }),
  reduce(machine, { list, items, args, at }) {
    const [reducer, ...initial] = args;
    if (initial.length === 0 && items.length === 0) throwError(at, "an empty array is reduced");
    const first = initial.length > 0 ? 0 : 1;
    let result = first === 0 ? initial[0] : items[0];
    for (const [index, item] of items.slice(first).entries()) {
      result = callBack(machine, reducer, [result, item, index + first, list], at);
      checkUnchanged({ list, items, at });
    }
    return result;
  },
};

/** What the function gives for each item. */
function each(machine: Machine, { list, items, args, at }: ListCall): Value[] {
  return items.map((item, index) => {
    const result = callBack(machine, args[0], [item, index, list], at);
    checkUnchanged({ list, items, at });
    return result;
  });
}

/** A function that changes the array it is called for sees other items than these. */
export function checkUnchanged({ list, items, at }: Pick<ListCall, "list" | "items" | "at">): void {
  if (list.items.content === items) return;
  throw new Lost(unknownAt(at, "changes an array while it goes through it").cause);
}

interface Seek {
  /** The answer at which it stops. */
  readonly until: boolean;
  readonly found: (index: number) => Value;
  readonly none: Value;
}

function seek(machine: Machine, call: ListCall, how: Seek, from = 0): Value {
  const { list, items, args, at } = call;
  for (let index = from; index < items.length; index += 1) {
    const verdict = truth(callBack(machine, args[0], [items[index], index, list], at));
    checkUnchanged(call);
    if (isUnknown(verdict)) return seekOn(machine, { call, how, index, verdict });
    if (verdict === how.until) return how.found(index);
  }
  return how.none;
}

/** It may stop here, or go on. */
function seekOn(
  machine: Machine,
  open: {
    readonly call: ListCall;
    readonly how: Seek;
    readonly index: number;
    readonly verdict: Unknown;
  },
): Value {
  const { call, how, index, verdict } = open;
  const { cause } = verdict;
  const results = eitherWay<Value>(machine, cause, [
    () => how.found(index),
    () => seek(machine, call, how, index + 1),
  ]);
  return results.reduce((a, b) => joinValues(machine.world, a, b, cause));
}
