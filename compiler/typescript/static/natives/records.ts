/** The properties of objects, and the functions of `Object`. */

import { propertyKey } from "../convert.ts";
import {
  iterated,
  listedEntries,
  listOf,
  orderedEntries,
  plainRecord,
  recordOf,
  setEntry,
  throwError,
  unknownAt,
} from "../make.ts";
import {
  type Entry,
  type Fields,
  type Host,
  isUnknown,
  type Machine,
  others,
  type Unknown,
  type Value,
} from "../model.ts";
import type { Place } from "../place.ts";
import { workOnItems } from "../work.ts";
import { readElement } from "./elements.ts";
import { type KnownCall, method, notComputed } from "./method.ts";

export function recordMember({ fields }: Fields, key: string, at: Place): Value {
  const { content } = fields;
  if (isUnknown(content)) return content;
  const entry = content.get(key) ?? content.get(others);
  if (entry !== undefined) return entry.value;
  if (key === "hasOwnProperty") return ownProperty;
  return key in Object.prototype ? unknownAt(at, `reads \`${key}\` of an object`) : undefined;
}

const ownProperty: Host = method("hasOwnProperty", (machine, call) => {
  const { self, args, at } = call;
  return hasKey(machine, self, args[0], at) ?? notComputed(machine, call, "hasOwnProperty");
});

function hasKey(machine: Machine, object: Value, name: Value, at: Place): Value {
  const key = propertyKey(machine, name, at);
  if (isUnknown(key)) return key;
  if (typeof object !== "object" || object?.kind !== "record") return undefined;
  const { content } = object.fields;
  if (isUnknown(content)) return content;
  const entry = content.get(key) ?? content.get(others);
  return entry?.maybe ? entry.value : entry !== undefined;
}

/** The own properties of a value, as `Object.keys` and `...` see them; nothing for what they do not. */
export function ownEntries(
  machine: Machine,
  value: Value,
): readonly [string, Entry][] | Unknown | undefined {
  if (typeof value === "object" && value?.kind === "record") return listedEntries(value);
  if (isUnknown(value)) return value;
  const isText = typeof value === "string";
  if (!isText && (typeof value !== "object" || value?.kind !== "list")) return undefined;
  const items = iterated(machine, value);
  if (items === undefined || isUnknown(items)) return items;
  return items.map((item, index) => [String(index), { value: item, places: [] }]);
}

const functions: Readonly<
  Record<string, (machine: Machine, call: KnownCall) => Value | "not computed">
> = {
  keys: (machine, call) => listed(machine, call, ([key]) => key),
  values: (machine, call) => listed(machine, call, ([, { value }]) => value),
  entries: (machine, call) =>
    listed(machine, call, ([key, { value }]) => listOf(machine, [key, value])),
  fromEntries(machine, { args: [pairs], at }) {
    const items = iterated(machine, pairs);
    if (items === undefined) return "not computed";
    if (isUnknown(items)) return recordOf(machine, items);
    const entries: [string, Value][] = [];
    for (const item of items) {
      const key = propertyKey(machine, readElement(machine, item, 0, at), at);
      if (isUnknown(key)) return "not computed";
      entries.push([key, readElement(machine, item, 1, at)]);
    }
    return entries.some(([key]) => key === "__proto__")
      ? "not computed"
      : plainRecord(machine, entries);
  },
  assign(machine, { args: [target, ...sources], at }) {
    if (typeof target !== "object" || target?.kind !== "record") return "not computed";
    if (machine.frozen.has(target)) throwError(at, "a frozen object is changed");
    for (const source of sources) {
      const entries = source === undefined || source === null ? [] : ownEntries(machine, source);
      if (entries === undefined || isUnknown(entries)) return "not computed";
      workOnItems(machine, entries.length, at);
      for (const [key, entry] of entries) setEntry(machine, target, key, entry);
    }
    return target;
  },
  freeze(machine, { args: [target] }) {
    if (typeof target === "object" && target !== null) machine.frozen.add(target);
    return target;
  },
  hasOwn: (machine, { args: [target, key], at }) =>
    hasKey(machine, target, key, at) ?? "not computed",
};

function listed(
  machine: Machine,
  { args, at }: KnownCall,
  made: (entry: [string, Entry]) => Value,
): Value | "not computed" {
  const entries = ownEntries(machine, args[0]);
  if (entries === undefined) return "not computed";
  if (isUnknown(entries)) return listOf(machine, entries);
  workOnItems(machine, entries.length, at);
  return listOf(machine, orderedEntries(new Map(entries)).map(made));
}

/** `Object.keys` and its like. */
export const objectFunctions: ReadonlyMap<string, Host> = new Map(
  Object.entries(functions).map(([name, compute]) => {
    const run = (machine: Machine, call: KnownCall): Value => {
      const value = compute(machine, call);
      return value === "not computed" ? notComputed(machine, call, `Object.${name}`) : value;
    };
    return [name, method(`Object.${name}`, run)];
  }),
);
