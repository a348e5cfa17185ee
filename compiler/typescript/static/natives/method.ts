/** What the built-in functions have in common. */

import { throwError, unknownAt } from "../make.ts";
import {
  type Call,
  type Host,
  isUnknown,
  type Machine,
  type Unknown,
  unknown,
  type Value,
} from "../model.ts";
import type { Place } from "../place.ts";
import { handOver } from "../uncertainty.ts";

/** A call whose arguments are known in number. */
export interface KnownCall {
  readonly self: Value;
  readonly args: readonly Value[];
  readonly at: Place;
}

/** A built-in function; what it gives where the number of its arguments is not known is not known. */
export function method(name: string, run: (machine: Machine, call: KnownCall) => Value): Host {
  return {
    kind: "host",
    name,
    call(machine, { self, args, at }) {
      if (isUnknown(args)) return outOfReach(machine, { self, args, at }, args);
      return run(machine, { self, args, at });
    },
  };
}

/** What a built-in function gives whose result is not known; it may change and call its arguments. */
export function outOfReach(machine: Machine, { self, args }: Call, { cause }: Unknown): Unknown {
  const all = isUnknown(args) ? [self] : [self, ...args];
  handOver(machine, all, cause);
  return unknown(cause);
}

/** A built-in function that habc does not compute. */
export function notComputed(machine: Machine, call: Call, name: string): Unknown {
  return outOfReach(machine, call, unknownAt(call.at, `calls \`${name}\``));
}

/** Calls a function of the plan that a built-in function was given. */
export function callBack(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  at: Place,
): Value {
  if (typeof callee !== "object" || callee === null)
    throwError(at, "what is called is no function");
  return machine.call(machine, callee, { self: undefined, args, at });
}

/** Whether a value can be called, as far as it is known. */
export function isFunction(value: Value): boolean {
  return typeof value === "object" && (value?.kind === "closure" || value?.kind === "host");
}
