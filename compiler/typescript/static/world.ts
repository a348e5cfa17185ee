/**
 * Everything that a plan can change: its variables and what its arrays and objects hold. Each is
 * a cell. Every write is remembered, so that what may or may not happen can be tried, taken back
 * and joined with what happens otherwise.
 */

import { type Cause, conditionCause } from "./cause.ts";
import {
  type Cell,
  type Compound,
  type Entries,
  type Entry,
  type Items,
  isCompound,
  isUnknown,
  type Shape,
  uninitialized,
  unknown,
  unordered,
  type Value,
  type World,
} from "./model.ts";

export function createWorld(): World {
  return { cells: [], trail: [], escaped: new Set(), opaque: undefined };
}

export function createCell<Content>(
  world: World,
  shape: Shape<Content>,
  content: Content,
): Cell<Content> {
  const cell = { content, shape, number: world.cells.length };
  world.cells.push(cell as unknown as Cell);
  return cell;
}

export function write<Content>(world: World, cell: Cell<Content>, content: Content): void {
  world.trail.push({ cell: cell as unknown as Cell, before: cell.content });
  // What is put where nothing is known can be found there by whoever looks.
  if (cell.shape.isLost(content))
    for (const part of cell.shape.parts(cell.content)) letGo(world, part);
  cell.content = content;
}

/** Whether there is something to forget. */
export function isKnown({ shape, content }: Cell): boolean {
  return !shape.isLost(content) && shape.isFixed?.(content) !== true;
}

/** Forgets what a cell holds. */
export function lose(world: World, cell: Cell, cause: Cause): void {
  if (isKnown(cell)) write(world, cell, cell.shape.lost(cause));
}

/** From now on code that is not known may change or call a value. */
export function letGo(world: World, value: Value): void {
  if (isCompound(value) && value.kind !== "unknown") world.escaped.add(value);
}

/**
 * Forgets arrays and objects that nothing but an undone stretch of the plan has seen. A function
 * that it has left behind may still see them.
 *
 * @param escaped What had escaped before.
 */
export function forgetMade(world: World, since: Mark, escaped: number): void {
  const added = [...world.escaped].slice(escaped);
  if (added.some(({ kind }) => kind === "closure")) return;
  for (const value of added) {
    const cells = cellsOf(value);
    if (cells.length > 0 && cells.every(({ number }) => number >= since.cells)) {
      world.escaped.delete(value);
    }
  }
}

/** A moment to come back to. */
export interface Mark {
  readonly writes: number;
  readonly cells: number;
}

export function mark(world: World): Mark {
  return { writes: world.trail.length, cells: world.cells.length };
}

/** What was changed since, of what was there then, with what it is now. */
export function changesSince(world: World, since: Mark): Map<Cell, unknown> {
  const first = new Map<Cell, unknown>();
  for (const { cell, before } of world.trail.slice(since.writes)) {
    if (cell.number < since.cells && !first.has(cell)) first.set(cell, before);
  }
  const changes = new Map<Cell, unknown>();
  for (const [cell, before] of first) {
    if (cell.content !== before) changes.set(cell, cell.content);
  }
  return changes;
}

/**
 * Takes back what was changed since. What was made since stays as it is: a function that was handed
 * to others on the way may still see it.
 */
export function undo(world: World, since: Mark): void {
  while (world.trail.length > since.writes) {
    const last = world.trail.pop();
    if (last !== undefined && last.cell.number < since.cells) last.cell.content = last.before;
  }
}

/** One of two values. */
export function joinValues(world: World, a: Value, b: Value, cause: Cause): Value {
  if (Object.is(a, b)) return a;
  if (isCompound(a) && isUnknown(a)) return letGoOther(world, b, a);
  if (isCompound(b) && isUnknown(b)) return letGoOther(world, a, b);
  letGo(world, a);
  letGo(world, b);
  return unknown(conditionCause(cause));
}

function letGoOther(world: World, other: Value, { cause }: { cause: Cause }): Value {
  letGo(world, other);
  return unknown(conditionCause(cause));
}

/** A variable. */
export const variable: Shape<Value | typeof uninitialized> = {
  join(world, a, b, cause) {
    if (a === uninitialized || b === uninitialized) return a === b ? a : unknown(cause);
    return joinValues(world, a, b, cause);
  },
  lost: unknown,
  isLost: (value) => value !== uninitialized && isUnknown(value),
  parts: (value) => (value === uninitialized ? [] : [value]),
};

/** A variable that is set once. */
export const constant: Shape<Value | typeof uninitialized> = {
  ...variable,
  isFixed: (value) => value !== uninitialized,
};

/** The items of an array. */
export const items: Shape<Items> = {
  join(world, a, b, cause) {
    if (isUnknown(a) || isUnknown(b) || a.length !== b.length)
      return forget(world, items, a, b, cause);
    return a.map((item, index) => joinValues(world, item, b[index], cause));
  },
  lost: unknown,
  isLost: isUnknown,
  parts: (content) => (isUnknown(content) ? [] : content),
};

/** The properties of an object. */
export const fields: Shape<Entries> = {
  join(world, a, b, cause) {
    if (isUnknown(a) || isUnknown(b)) return forget(world, fields, a, b, cause);
    const joined = new Map<string, Entry>();
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      joined.set(key, joinEntries(world, a.get(key), b.get(key), cause));
    }
    if ([...a.keys()].join("\0") !== [...b.keys()].join("\0")) {
      joined.set(unordered, { value: unknown(conditionCause(cause)), places: [], maybe: true });
    }
    return joined;
  },
  lost: unknown,
  isLost: isUnknown,
  *parts(content) {
    if (!isUnknown(content)) for (const { value } of content.values()) yield value;
  },
};

function joinEntries(
  world: World,
  a: Entry | undefined,
  b: Entry | undefined,
  cause: Cause,
): Entry {
  if (a !== undefined && a === b) return a;
  const places = [...new Set([...(b?.places ?? []), ...(a?.places ?? [])])];
  if (a !== undefined && b !== undefined) {
    const maybe = a.maybe === true || b.maybe === true;
    const value = joinValues(world, a.value, b.value, cause);
    return maybe ? { value: asUnknown(world, value, cause), places, maybe } : { value, places };
  }
  const value = asUnknown(world, (a ?? b)?.value, cause);
  return { value, places, maybe: true };
}

function asUnknown(world: World, value: Value, cause: Cause): Value {
  if (isUnknown(value)) return value;
  letGo(world, value);
  return unknown(conditionCause(cause));
}

function forget<Content>(
  world: World,
  shape: Shape<Content>,
  a: Content,
  b: Content,
  cause: Cause,
): Content {
  for (const content of [a, b]) for (const part of shape.parts(content)) letGo(world, part);
  return shape.lost(cause);
}

/** The cells of a value, and the values in it. */
export function cellsOf(value: Compound): readonly Cell[] {
  if (value.kind === "list" || value.kind === "collection") return [value.items as unknown as Cell];
  return value.kind === "record" ? [value.fields as unknown as Cell] : [];
}
