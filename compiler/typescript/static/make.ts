/** Makes and reads the values that hold others. */

import { type Cause, causeAt, Lost, PlanThrows } from "./cause.ts";
import {
  type Collection,
  type Entry,
  type Fields,
  type Items,
  isUnknown,
  type List,
  type Machine,
  type Sequence,
  type Unknown,
  unknown,
  type Value,
} from "./model.ts";
import { excerpt, type Place } from "./place.ts";
import { createCell, fields, items, letGo, write } from "./world.ts";

export function listOf(machine: Machine, values: Items): List {
  return { kind: "list", items: createCell(machine.world, items, values) };
}

export function collectionOf(machine: Machine, keyed: boolean, values: Items): Collection {
  return { kind: "collection", keyed, items: createCell(machine.world, items, values) };
}

export function recordOf(machine: Machine, entries: ReadonlyMap<string, Entry> | Unknown): Fields {
  return { kind: "record", fields: createCell(machine.world, fields, entries) };
}

/** An array of which nothing is known any more; what it held can be reached through it. */
export function lostList(machine: Machine, held: readonly Value[], cause: Cause): List {
  for (const value of held) letGo(machine.world, value);
  return listOf(machine, unknown(cause));
}

/** An object with these properties, which no place of the plan has set. */
export function plainRecord(machine: Machine, values: Iterable<readonly [string, Value]>): Fields {
  const entries = [...values].map(([key, value]) => [key, { value, places: [] }] as const);
  return recordOf(machine, new Map(entries));
}

/** Puts other items into an array; where its items are not known, they stay so. */
export function setItems(machine: Machine, list: List | Collection, values: Items): void {
  const { world } = machine;
  if (!isUnknown(list.items.content)) write(world, list.items, values);
  else if (!isUnknown(values)) for (const value of values) letGo(world, value);
}

/** Sets a property. */
export function setEntry(machine: Machine, record: Fields, key: string, entry: Entry): void {
  const { world } = machine;
  const before = record.fields.content;
  if (isUnknown(before)) letGo(world, entry.value);
  else write(world, record.fields, new Map(before).set(key, entry));
}

/** The properties in the order in which JavaScript gives them: array indices come first. */
export function orderedEntries(entries: ReadonlyMap<string, Entry>): [string, Entry][] {
  const all = [...entries];
  const isIndex = ([key]: [string, Entry]) =>
    /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
  const indices = all.filter(isIndex);
  if (indices.length === 0) return all;
  return [
    ...indices.sort(([a], [b]) => Number(a) - Number(b)),
    ...all.filter((entry) => !isIndex(entry)),
  ];
}

/** The properties of an object for going through them; unknown where there may be others. */
export function listedEntries({ fields: cell }: Fields): readonly [string, Entry][] | Unknown {
  const entries = cell.content;
  if (isUnknown(entries)) return entries;
  for (const { maybe, value } of entries.values()) if (maybe && isUnknown(value)) return value;
  return orderedEntries(entries);
}

/** The values that `for … of` and `...` go through; nothing where it is no such thing. */
export function iterated(machine: Machine, value: Value): readonly Value[] | Unknown | undefined {
  if (typeof value === "string") return [...value];
  if (typeof value !== "object" || value === null) return undefined;
  if (value.kind === "unknown") return value;
  if (value.kind === "list") return value.items.content;
  if (value.kind === "sequence") return takenOnce(machine, value);
  if (value.kind !== "collection") return undefined;
  const content = value.items.content;
  if (!value.keyed || isUnknown(content)) return content;
  return pairs(content).map((pair) => listOf(machine, pair));
}

/** Whoever goes through it again finds it at its end, or where the array has grown. */
function takenOnce(machine: Machine, sequence: Sequence): Items {
  const { items: values, from } = sequence;
  if (machine.stirred.has(sequence) || (from !== undefined && from.cell.content !== from.content)) {
    throw new Lost({ reason: "goes through an iterator again", span: machine.here });
  }
  machine.stirred.add(sequence);
  return values;
}

/** The items of a Map: keys and values in turn. */
export function pairs(content: readonly Value[]): [Value, Value][] {
  return content.flatMap((key, index) =>
    index % 2 === 0 ? [[key, content[index + 1]] as [Value, Value]] : [],
  );
}

export function unknownAt(at: Place, reason: string): Unknown {
  return unknown(causeAt(at, reason));
}

/** A function, or something else, of which only the name is known. */
export function namedUnknown(at: Place, name: string): Unknown {
  return { ...unknownAt(at, `uses \`${name}\``), name, isBuiltIn: true };
}

/** What JavaScript throws where something is done that cannot be. */
export function throwError(at: Place, message: string): never {
  throw new PlanThrows(unknownAt(at, "is an error"), causeAt(at, `throws an error: ${message}`));
}

/** Why the value of an expression that habc does not read is not known. */
export function unread(at: Place, what: string): Cause {
  return causeAt(at, `${what} \`${excerpt(at)}\``);
}
