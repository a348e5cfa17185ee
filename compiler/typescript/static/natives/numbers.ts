/** The methods of numbers and yes or no, and functions that compute on primitives alone. */

import { isPrimitive, text } from "../convert.ts";
import { unknownAt } from "../make.ts";
import { type Host, isUnknown, type Machine, type Primitive, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { type KnownCall, method } from "./method.ts";

export function numberMember(key: string, at: Place): Value {
  if (!["toString", "toFixed", "valueOf", "toPrecision"].includes(key)) {
    return unknownAt(at, `reads \`${key}\` of a number`);
  }
  return method(key, (_, { self, args: [digits], at: place }) => {
    if (isUnknown(self)) return self;
    if (isUnknown(digits)) return digits;
    if (typeof self === "boolean" && key === "toString") return String(self);
    const isCount = digits === undefined || typeof digits === "number";
    if (typeof self !== "number" || !isCount) return unknownAt(place, `calls \`${key}\``);
    if (key === "valueOf") return self;
    return attempt(place, () => {
      if (key === "toFixed") return self.toFixed(digits);
      return key === "toPrecision" ? self.toPrecision(digits) : self.toString(digits);
    });
  });
}

function attempt(at: Place, compute: () => Primitive): Value {
  try {
    return compute();
  } catch {
    return unknownAt(at, "calls a function with an argument that it refuses");
  }
}

/** A function whose result follows from primitives alone. */
export function pure(name: string, compute: (...args: never[]) => Primitive): Host {
  return method(name, (machine, { args, at }) => computeKnown(machine, { args, at }, compute));
}

function computeKnown(
  machine: Machine,
  { args, at }: Pick<KnownCall, "args" | "at">,
  compute: (...args: never[]) => Primitive,
): Value {
  const known: Primitive[] = [];
  for (const arg of args) {
    const value = isPrimitive(arg) ? arg : text(machine, arg, at);
    if (isUnknown(value)) return value;
    known.push(value);
  }
  return attempt(at, () => compute(...(known as never[])));
}

const mathNames =
  "abs cbrt ceil clz32 exp expm1 floor fround hypot imul log log10 log1p log2 max min pow round sign sqrt trunc";

export const mathFunctions: ReadonlyMap<string, Host> = new Map(
  mathNames.split(" ").map((name) => {
    const compute = Reflect.get(Math, name) as (...args: never[]) => number;
    return [name, pure(`Math.${name}`, compute)];
  }),
);

/** Functions of `Number` that look at their argument without converting it. */
const tests = ["isFinite", "isInteger", "isNaN", "isSafeInteger"] as const;

export const numberFunctions: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...tests.map((name) => [name, looked(name)] as const),
  ["parseInt", pure("parseInt", Number.parseInt)],
  ["parseFloat", pure("parseFloat", Number.parseFloat)],
  ["MAX_SAFE_INTEGER", Number.MAX_SAFE_INTEGER],
]);

function looked(name: (typeof tests)[number]): Host {
  return method(`Number.${name}`, (_, { args: [value] }) =>
    isUnknown(value) ? value : Number[name](isPrimitive(value) ? value : undefined),
  );
}
