import { type Cause, isUnknown, Lost, type Text, unknown } from "../cause.ts";
import type { FunctionEntry, Positional, Scope, State, Status } from "./state.ts";
import {
  noAttributes,
  sameAttributes,
  sameValue,
  shapeOf,
  unknownValue,
  unset,
  type Variable,
} from "./value.ts";

/**
 * The state after ways that part and meet again: what is the same on all of them stays known,
 * the rest is unknown because of `cause`. The states must have the same depth of scopes.
 */
export function joinStates(states: readonly State[], cause: Cause): State {
  const [first, ...rest] = states;
  if (first === undefined) throw new RangeError("no state to join");
  return rest.reduce((joined, state) => joinTwo(joined, state, cause), first);
}

function joinTwo(a: State, b: State, cause: Cause): State {
  const sameOptions =
    a.options.size === b.options.size && [...a.options].every((name) => b.options.has(name));
  if (!sameOptions) throw new Lost(cause);
  return {
    scopes: a.scopes.map((scope, level) => joinScopes(scope, b.scopes[level], cause)),
    functions: joinFunctions(a.functions, b.functions, cause),
    positional: joinPositional(a.positional, b.positional, cause),
    status: joinStatus(a.status, b.status, cause),
    options: new Set(a.options),
    directory: joinText(a.directory, b.directory, cause),
    folders: a.folders.length === b.folders.length ? joinList(a.folders, b.folders, cause) : [],
    written: a.written ?? b.written,
  };
}

function joinScopes(a: Scope, b: Scope | undefined, cause: Cause): Scope {
  const variables = new Map<string, Variable>();
  for (const name of new Set([...a.variables.keys(), ...(b?.variables.keys() ?? [])])) {
    const left = a.variables.get(name);
    const right = b?.variables.get(name);
    const joined = joinVariables(left, right, cause);
    const isThere = [left, right].every(
      (variable) => variable !== undefined && !variable.attributes.doubtful,
    );
    const { attributes } = joined;
    variables.set(
      name,
      a.kind === "global" || isThere
        ? joined
        : { ...joined, attributes: { ...attributes, doubtful: true } },
    );
  }
  return { kind: a.kind, variables };
}

function joinVariables(a: Variable | undefined, b: Variable | undefined, cause: Cause): Variable {
  const left = a ?? { value: unset, attributes: noAttributes };
  const right = b ?? { value: unset, attributes: noAttributes };
  const sameAttribute = sameAttributes(left.attributes, right.attributes);
  if (a !== undefined && b !== undefined && sameAttribute && sameValue(a.value, b.value)) return a;
  const shape = shapeOf(left.value);
  const sameShape = sameAttribute && shape === shapeOf(right.value);
  return {
    value: unknownValue(cause, sameShape ? shape : undefined),
    attributes: sameAttribute ? left.attributes : { uncertain: true },
  };
}

function joinFunctions(
  a: ReadonlyMap<string, FunctionEntry>,
  b: ReadonlyMap<string, FunctionEntry>,
  cause: Cause,
): Map<string, FunctionEntry> {
  const joined = new Map<string, FunctionEntry>();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const left = a.get(name);
    const right = b.get(name);
    const entry = right ?? left;
    if (entry === undefined) continue;
    const same =
      left !== undefined && right !== undefined && definitionOf(left) === definitionOf(right);
    if (same) joined.set(name, "cause" in left ? left : right);
    else joined.set(name, { cause, definition: definitionOf(entry) });
  }
  return joined;
}

/** The definition that an entry of the function table holds, certain or not. */
export function definitionOf(entry: FunctionEntry) {
  return "cause" in entry ? entry.definition : entry;
}

function joinPositional(a: Positional, b: Positional, cause: Cause): Positional {
  if (a === b) return a;
  const open = a.open ?? b.open ?? (a.items.length === b.items.length ? undefined : cause);
  return {
    items: joinList(a.items, b.items, cause),
    ...(open === undefined ? {} : { open }),
  };
}

function joinList(a: readonly Text[], b: readonly Text[], cause: Cause): Text[] {
  return a.map((item, index) => joinText(item, b[index], cause));
}

function joinText(a: Text, b: Text | undefined, cause: Cause): Text {
  if (isUnknown(a)) return a;
  return a === b ? a : unknown(cause);
}

function joinStatus(a: Status, b: Status, cause: Cause): Status {
  if (isUnknown(a)) return a;
  return a === b ? a : unknown(cause);
}

/** Whether joining further states changed nothing: the fixed point of a loop is reached. */
export function sameState(a: State, b: State): boolean {
  return (
    (a.written === undefined) === (b.written === undefined) &&
    sameText(a.directory, b.directory) &&
    sameText(a.status, b.status) &&
    a.positional.items.length === b.positional.items.length &&
    (a.positional.open === undefined) === (b.positional.open === undefined) &&
    a.positional.items.every((item, index) => sameText(item, b.positional.items[index] ?? "")) &&
    a.functions.size === b.functions.size &&
    [...a.functions].every(([name, entry]) => {
      const other = b.functions.get(name);
      return other !== undefined && "cause" in entry === "cause" in other;
    }) &&
    a.scopes.every((scope, level) => sameScope(scope, b.scopes[level]))
  );
}

function sameText(a: Text | Status, b: Text | Status): boolean {
  return a === b || (isUnknown(a) && isUnknown(b));
}

function sameScope(a: Scope, b: Scope | undefined): boolean {
  if (b === undefined || a.variables.size !== b.variables.size) return false;
  for (const [name, variable] of a.variables) {
    const other = b.variables.get(name);
    if (other === undefined || !sameValue(variable.value, other.value)) return false;
    if (!sameAttributes(variable.attributes, other.attributes)) return false;
  }
  return true;
}
