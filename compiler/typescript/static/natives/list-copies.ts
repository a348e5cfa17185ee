/** The methods of arrays that make another array, or a value, and call nothing. */

import { isPrimitive, joined, text } from "../convert.ts";
import { listOf, lostList, unknownAt } from "../make.ts";
import { isUnknown, type List, type Machine, type Unknown, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { workOnItems } from "../work.ts";
import { notComputed } from "./method.ts";

/** A call of a method of an array whose items are known. */
export interface ListCall {
  readonly list: List;
  readonly items: readonly Value[];
  readonly args: readonly Value[];
  readonly at: Place;
}

type Method = (machine: Machine, call: ListCall) => Value;

export const listCopies: Readonly<Record<string, Method>> = {
  at: (machine, { items, args, at }) =>
    withNumbers(machine, { args, at }, ([index = 0]) => items.at(index)),
  slice: (machine, { items, args, at }) =>
    withNumbers(machine, { args, at }, ([from, to]) => copy(machine, items.slice(from, to), at)),
  concat(machine, { items, args, at }) {
    const all = [...items];
    for (const arg of args) {
      if (isUnknown(arg)) return lostList(machine, all, arg.cause);
      if (isPrimitive(arg) || arg.kind !== "list") {
        all.push(arg);
        continue;
      }
      if (isUnknown(arg.items.content)) return lostList(machine, all, arg.items.content.cause);
      all.push(...arg.items.content);
    }
    return copy(machine, all, at);
  },
  join(machine, { items, args, at }) {
    const [separator] = args;
    const between = separator === undefined ? "," : text(machine, separator, at);
    return isUnknown(between) ? between : joined(machine, items, between, at);
  },
  toString: (machine: Machine, { items, at }: ListCall) => joined(machine, items, ",", at),
  includes: (_, { items, args: [sought, ...rest], at }) =>
    rest.length > 0
      ? unread(at)
      : search(items, sought, { found: () => true, none: false, zero: true }),
  indexOf: (_, { items, args: [sought, ...rest], at }) =>
    rest.length > 0
      ? unread(at)
      : search(items, sought, { found: (index) => index, none: -1, zero: false }),
  flat(machine, { list, items, args, at }) {
    const [depth = 1] = args;
    if (typeof depth !== "number") return notComputed(machine, { self: list, args, at }, "flat");
    const flat = flattened(items, Math.min(depth, 50));
    return isUnknown(flat) ? lostList(machine, items, flat.cause) : copy(machine, flat, at);
  },
  toReversed: (machine, { items, at }) => copy(machine, items.toReversed(), at),
  with: (machine, { list, items, args, at }) => {
    const [index, value] = args;
    if (typeof index !== "number" || index < 0 || index >= items.length) {
      return notComputed(machine, { self: list, args, at }, "with");
    }
    return copy(machine, items.with(index, value), at);
  },
  entries: (machine, { list, items }) =>
    sequence(
      list,
      items.map((item, index) => listOf(machine, [index, item])),
    ),
  keys: (_, { list, items }) => sequence(list, [...items.keys()]),
  values: (_, { list, items }) => sequence(list, items),
};

/** Items of an array, to be gone through once while the array stays as it is. */
function sequence({ items: cell }: List, items: readonly Value[]): Value {
  return { kind: "sequence", items, from: { cell, content: cell.content } };
}

function unread(at: Place): Unknown {
  return unknownAt(at, "looks in a part of an array");
}

export function copy(machine: Machine, items: readonly Value[], at: Place): List {
  workOnItems(machine, items.length, at);
  return listOf(machine, items);
}

/** Calls a function with the arguments as numbers. */
function withNumbers(
  machine: Machine,
  { args, at }: Pick<ListCall, "args" | "at">,
  use: (numbers: readonly (number | undefined)[]) => Value,
): Value {
  const numbers: (number | undefined)[] = [];
  for (const arg of args) {
    const known = isPrimitive(arg) ? arg : text(machine, arg, at);
    if (isUnknown(known)) return known;
    if (typeof known === "bigint") return unknownAt(at, "counts with large integers");
    numbers.push(known === undefined ? undefined : Number(known));
  }
  return use(numbers);
}

/** Looks for a value; what is not known may be it. */
function search(
  items: readonly Value[],
  sought: Value,
  { found, none, zero }: { found: (index: number) => Value; none: Value; zero: boolean },
): Value {
  if (isUnknown(sought)) return sought;
  for (const [index, item] of items.entries()) {
    if (isUnknown(item)) return item;
    if (item === sought || (zero && Object.is(item, sought))) return found(index);
  }
  return none;
}

export function flattened(items: readonly Value[], depth: number): Value[] | Unknown {
  const flat: Value[] = [];
  for (const item of items) {
    if (isPrimitive(item) || item.kind === "unknown" || item.kind !== "list" || depth < 1) {
      if (isUnknown(item) && depth >= 1) return item;
      flat.push(item);
      continue;
    }
    const { content } = item.items;
    const inner = isUnknown(content) ? content : flattened(content, depth - 1);
    if (isUnknown(inner)) return inner;
    flat.push(...inner);
  }
  return flat;
}
