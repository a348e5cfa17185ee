/** What a plan finds without importing it. */

import { text, truth } from "../convert.ts";
import { iterated, listOf, namedUnknown, unknownAt } from "../make.ts";
import { type Call, type Host, isUnknown, type Machine, unknown, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { giveUp } from "../uncertainty.ts";
import { newMap, newSet } from "./collections.ts";
import { jsonFunctions } from "./json.ts";
import { copy } from "./list-copies.ts";
import { callBack, type KnownCall, method, notComputed, outOfReach } from "./method.ts";
import { mathFunctions, numberFunctions, pure } from "./numbers.ts";
import { patternOf } from "./patterns.ts";
import { processHost } from "./process.ts";
import { objectFunctions } from "./records.ts";
import { newUrl } from "./urls.ts";

/** A global object with functions. */
export function namespace(
  name: string,
  members: ReadonlyMap<string, Value>,
  how: Partial<Host> = {},
): Host {
  return {
    kind: "host",
    name,
    get: (_, key, at) => (members.has(key) ? members.get(key) : namedUnknown(at, `${name}.${key}`)),
    ...how,
  };
}

/** Something that is made with `new`. */
function madeWithNew(name: string, make: (machine: Machine, call: KnownCall) => Value): Host {
  return {
    kind: "host",
    name,
    construct(machine, call) {
      const { args } = call;
      return isUnknown(args) ? outOfReach(machine, call, args) : make(machine, { ...call, args });
    },
  };
}

const raw = method("String.raw", (machine, call) => {
  const [strings, ...values] = call.args;
  const given =
    typeof strings === "object" && strings?.kind === "list"
      ? strings.extras?.get("raw")
      : undefined;
  const items = given === undefined ? undefined : iterated(machine, given);
  if (items === undefined || isUnknown(items)) return notComputed(machine, call, "String.raw");
  const parts = values.map((value) => text(machine, value, call.at));
  const open = parts.find(isUnknown);
  return open === undefined
    ? String.raw({ raw: items as string[] }, ...parts)
    : unknown(open.cause);
});

const asText: NonNullable<Host["call"]> = (machine, { args, at }) => {
  if (isUnknown(args)) return args;
  return args.length === 0 ? "" : text(machine, args[0], at);
};

const asTruth = method("Boolean", (_, { args: [value] }) => truth(value));

const arrayFunctions = new Map<string, Value>([
  [
    "isArray",
    method("Array.isArray", (_, { args: [value] }) =>
      isUnknown(value) ? value : typeof value === "object" && value?.kind === "list",
    ),
  ],
  ["of", method("Array.of", (machine, { args, at }) => copy(machine, args, at))],
  ["from", method("Array.from", arrayFrom)],
]);

/** `Array.from(values, make)`, and `Array.from({ length }, make)`. */
function arrayFrom(machine: Machine, call: KnownCall): Value {
  const [source, make] = call.args;
  const items = iterated(machine, source) ?? counted(source);
  if (items === undefined) return notComputed(machine, call, "Array.from");
  if (isUnknown(items))
    return make === undefined ? listOf(machine, items) : outOfReach(machine, call, items);
  if (make === undefined) return copy(machine, items, call.at);
  return copy(
    machine,
    items.map((item, index) => callBack(machine, make, [item, index], call.at)),
    call.at,
  );
}

function counted(source: Value): Value[] | undefined {
  if (typeof source !== "object" || source?.kind !== "record") return undefined;
  const { content } = source.fields;
  if (isUnknown(content) || content.size !== 1) return undefined;
  const length = content.get("length")?.value;
  const isCount =
    typeof length === "number" && Number.isInteger(length) && length >= 0 && length <= 10_000;
  return isCount ? Array.from<Value>({ length }) : undefined;
}

function regularExpression(machine: Machine, call: KnownCall): Value {
  const [source, flags = ""] = call.args;
  if (typeof source === "string" && typeof flags === "string")
    return patternOf(source, flags, call.at);
  return notComputed(machine, call, "RegExp");
}

function stringFromCodes(...codes: never[]): string {
  return String.fromCodePoint(...codes);
}

const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["process", processHost],
  ["Object", namespace("Object", objectFunctions)],
  ["Array", namespace("Array", arrayFunctions)],
  ["JSON", namespace("JSON", jsonFunctions)],
  ["Math", namespace("Math", mathFunctions)],
  ["Number", namespace("Number", numberFunctions, pure("Number", Number))],
  [
    "String",
    namespace(
      "String",
      new Map([
        ["raw", raw],
        ["fromCodePoint", pure("String.fromCodePoint", stringFromCodes)],
      ]),
      { call: asText },
    ),
  ],
  ["Boolean", asTruth],
  ["Set", madeWithNew("Set", newSet)],
  ["Map", madeWithNew("Map", newMap)],
  [
    "RegExp",
    { ...madeWithNew("RegExp", regularExpression), ...method("RegExp", regularExpression) },
  ],
  ["URL", madeWithNew("URL", newUrl)],
  ["parseInt", pure("parseInt", Number.parseInt)],
  ["parseFloat", pure("parseFloat", Number.parseFloat)],
  ["isNaN", pure("isNaN", Number.isNaN)],
  ["encodeURIComponent", pure("encodeURIComponent", encodeURIComponent)],
  ["decodeURIComponent", pure("decodeURIComponent", decodeURIComponent)],
  ["encodeURI", pure("encodeURI", encodeURI)],
  ["console", consoleHost()],
]);

/** What it prints is not part of what a plan says. */
function consoleHost(): Host {
  const silent = (_: Machine, __: Call) => undefined;
  const members = ["debug", "error", "info", "log", "warn"].map((name): [string, Value] => [
    name,
    { kind: "host", name: `console.${name}`, call: silent },
  ]);
  return namespace("console", new Map(members));
}

export function globalValue(machine: Machine, name: string, at: Place): Value {
  if (globals.has(name)) return globals.get(name);
  // They reach what the plan has not handed to anybody.
  if (name === "arguments" || name === "require") {
    return giveUp(machine, unknownAt(at, `uses \`${name}\``).cause);
  }
  return namedUnknown(at, name);
}
