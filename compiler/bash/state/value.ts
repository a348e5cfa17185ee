import type { SettingValue } from "../../ir/setting-spec.ts";
import type { Cause } from "../cause.ts";

/** The three kinds of variables that bash has. */
export type Shape = "scalar" | "list" | "map";

/** What a variable holds. Indexed arrays keep their indices in ascending order. */
export type Value =
  /** Nothing yet; an array that is declared and not set has its shape already. */
  | { readonly kind: "unset"; readonly shape?: "list" | "map" }
  | { readonly kind: "scalar"; readonly text: string }
  | { readonly kind: "list"; readonly items: ReadonlyMap<number, string> }
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, string> }
  | { readonly kind: "unknown"; readonly cause: Cause; readonly shape: Shape | undefined };

/** The attributes that `declare` gives. */
export interface Attributes {
  readonly exported?: true;
  readonly readonly?: true;
  readonly integer?: true;
  readonly letters?: "lower" | "upper" | "capital";
  /** The variable is a reference to the one that it names. */
  readonly reference?: true;
  /** A local that only some ways have declared: an assignment may be for the one around it. */
  readonly doubtful?: true;
  /** Which attributes it has is not known, so that no assignment to it can be followed. */
  readonly uncertain?: true;
}

export interface Variable {
  readonly value: Value;
  readonly attributes: Attributes;
}

export const unset: Value = { kind: "unset" };
export const noAttributes: Attributes = {};

export function scalar(text: string): Value {
  return { kind: "scalar", text };
}

export function listOf(items: readonly string[]): Value {
  return { kind: "list", items: new Map(items.map((item, index) => [index, item])) };
}

export function unknownValue(cause: Cause, shape?: Shape): Value {
  return { kind: "unknown", cause, shape };
}

/** The value that an assignment to an element finds: an array that is not set is an empty one. */
export function asAssigned(value: Value): Value {
  if (value.kind !== "unset" || value.shape === undefined) return value;
  return value.shape === "list"
    ? { kind: "list", items: new Map() }
    : { kind: "map", entries: new Map() };
}

/** The kind of a value as far as it is known. */
export function shapeOf(value: Value): Shape | undefined {
  if (value.kind === "unknown") return value.shape;
  return value.kind === "unset" ? (value.shape ?? "scalar") : value.kind;
}

function sameEntries<Key>(a: ReadonlyMap<Key, string>, b: ReadonlyMap<Key, string>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, text] of a) if (b.get(key) !== text) return false;
  return true;
}

/** Whether two values are the same as far as anybody can see. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === "scalar") return b.kind === "scalar" && a.text === b.text;
  if (a.kind === "list") return b.kind === "list" && sameEntries(a.items, b.items);
  if (a.kind === "map") return b.kind === "map" && sameEntries(a.entries, b.entries);
  if (a.kind === "unknown") return b.kind === "unknown" && a.shape === b.shape;
  return b.kind === "unset" && a.shape === b.shape;
}

/** Whether two variables take assignments alike; being exported makes no difference to that. */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  return (
    a === b ||
    (a.readonly === b.readonly &&
      a.integer === b.integer &&
      a.letters === b.letters &&
      a.reference === b.reference &&
      a.doubtful === b.doubtful &&
      a.uncertain === b.uncertain)
  );
}

/** An indexed array with one element set. */
export function withItem(
  items: ReadonlyMap<number, string>,
  index: number,
  text: string,
): ReadonlyMap<number, string> {
  const copy = new Map(items);
  const known = copy.has(index);
  copy.set(index, text);
  if (known || index > lastIndex(items)) return copy;
  return new Map([...copy].sort(([a], [b]) => a - b));
}

/** The highest index of an indexed array, -1 where it is empty. */
export function lastIndex(items: ReadonlyMap<number, string>): number {
  let last = -1;
  for (const index of items.keys()) last = index;
  return last;
}

/** A value as plain JSON; nothing where it is unset or unknown. */
export function plainValue(value: Value): SettingValue | undefined {
  if (value.kind === "scalar") return value.text;
  if (value.kind === "list") return [...value.items.values()];
  if (value.kind === "map") return Object.fromEntries(value.entries);
  return undefined;
}
