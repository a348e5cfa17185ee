import { limits } from "./budget.ts";
import { Abandoned, type Cause, isUnknown, knownOr, Lost, NotKnown, type Text } from "./cause.ts";
import { doubtOf } from "./channel.ts";
import { noteSet } from "./recorder.ts";
import type { Shell } from "./shell.ts";
import { specialValue } from "./special.ts";
import type { Scope } from "./state.ts";
import { isAscii, isName } from "./text.ts";
import {
  type Attributes,
  lastIndex,
  noAttributes,
  scalar,
  shapeOf,
  unknownValue,
  unset,
  type Value,
  type Variable,
  withItem,
} from "./value.ts";

/** The scope in which a name is found, the innermost first. */
export function scopeOf(shell: Shell, name: string): Scope | undefined {
  const { scopes } = shell.state;
  for (let level = scopes.length - 1; level >= 0; level -= 1) {
    if (scopes[level]?.variables.has(name)) return scopes[level];
  }
  return undefined;
}

/** The scope that names live in which no function has declared. */
export function globalScope(shell: Shell): Scope {
  const [scope] = shell.state.scopes;
  if (scope === undefined) throw new RangeError("a shell without a global scope");
  return scope;
}

/** Follows `declare -n` to the name of the variable itself. */
export function resolveName(shell: Shell, name: string): string {
  let target = name;
  for (let steps = 0; steps < 10; steps += 1) {
    const variable = scopeOf(shell, target)?.variables.get(target);
    if (variable?.attributes.reference === undefined) return target;
    if (variable.value.kind === "unknown") throw new Lost(variable.value.cause);
    if (variable.value.kind !== "scalar" || !isName(variable.value.text)) break;
    target = variable.value.text;
  }
  throw new Lost({ reason: `uses the name reference \`${name}\` in an uncommon way`, span: shell.here });
}

/** A variable; nothing where there is none of that name. */
export function getVariable(shell: Shell, name: string): Variable | undefined {
  const found = scopeOf(shell, name)?.variables.get(name);
  if (found?.attributes.reference === undefined) return found;
  const target = resolveName(shell, name);
  return scopeOf(shell, target)?.variables.get(target);
}

/** A variable's value. Reading one that nothing has set is noted: it may come from outside. */
export function getValue(shell: Shell, name: string): Value {
  const variable = getVariable(shell, name);
  const special = specialValue(shell, name, variable !== undefined);
  if (special !== undefined) return special;
  if (shell.recorder.given.has(name)) shell.recorder.reads.add(name);
  if (variable === undefined) {
    shell.recorder.reads.add(name);
    return unset;
  }
  return variable.value;
}

/** Puts a variable into a scope, as it is, and notes it where the plan sets it for good. */
export function putVariable(shell: Shell, scope: Scope, name: string, variable: Variable): void {
  scope.variables.set(name, variable);
  if (scope.kind === "global" && shell.subshells === 0) noteSet(shell.recorder, name, shell.here);
}

/** How an assignment changes a value. */
export interface Change {
  /** The subscript: a number for an indexed array, a key for an associative one. */
  readonly key?: number | string | undefined;
  readonly append?: boolean;
}

/** Assigns a text to a variable, an element of an array, or the end of either. */
export function assignText(shell: Shell, name: string, text: Text, change: Change = {}): void {
  const target = resolveName(shell, name);
  const scope = scopeOf(shell, target) ?? globalScope(shell);
  const variable = scope.variables.get(target) ?? { value: unset, attributes: noAttributes };
  if (variable.attributes.readonly) throw new Lost(readonlyCause(shell, target));
  const value = knownOr(
    () => textAssigned(shell, variable, text, change),
    (cause) => unknownValue(cause, change.key === undefined ? shapeOf(variable.value) : undefined),
  );
  putVariable(shell, scope, target, { value, attributes: variable.attributes });
}

/** The cause that assigning to a read-only variable is not followed. */
export function readonlyCause(shell: Shell, name: string): Cause {
  return { reason: `assigns to \`${name}\`, which is read-only`, span: shell.here };
}

function textAssigned(shell: Shell, variable: Variable, text: Text, change: Change): Value {
  const { value, attributes } = variable;
  const keyed = change.key !== undefined;
  if (attributes.uncertain && value.kind === "unknown") return value;
  if (isUnknown(text)) {
    if (value.kind === "unknown") return unknownValue(text.cause, value.shape);
    if (keyed && typeof change.key === "number") return unknownValue(text.cause, "list");
    const shape = value.kind === "unset" ? "scalar" : value.kind;
    return unknownValue(text.cause, shape);
  }
  if (value.kind === "unknown") {
    // A scalar is replaced as a whole; of an array, the other elements stay unknown.
    if (keyed && value.shape === "scalar") return unknownValue(value.cause, "list");
    if (value.shape !== "scalar" || change.append) return value;
    return scalar(transformed(shell, attributes, text, ""));
  }
  if (value.kind === "map") {
    const key = String(change.key ?? "0");
    const old = change.append ? (value.entries.get(key) ?? "") : undefined;
    const entries = new Map(value.entries);
    entries.set(key, transformed(shell, attributes, text, old));
    checkElements(shell, entries.size);
    return { kind: "map", entries };
  }
  if (value.kind === "list" || keyed) {
    const items = itemsOf(value);
    const index = indexFor(shell, items, change.key ?? 0);
    const old = change.append ? (items.get(index) ?? "") : undefined;
    checkElements(shell, items.size);
    return { kind: "list", items: withItem(items, index, transformed(shell, attributes, text, old)) };
  }
  const old = change.append ? (value.kind === "scalar" ? value.text : "") : undefined;
  return scalar(transformed(shell, attributes, text, old));
}

/** An array's elements; those of a scalar are the one with index 0. */
export function itemsOf(value: Value): ReadonlyMap<number, string> {
  if (value.kind === "list") return value.items;
  return value.kind === "scalar" ? new Map([[0, value.text]]) : new Map();
}

/** A subscript as an index: negative ones count from the end. */
export function indexFor(
  shell: Shell,
  items: ReadonlyMap<number, string>,
  key: number | string,
): number {
  const index = typeof key === "number" && key < 0 ? lastIndex(items) + 1 + key : Number(key);
  if (Number.isSafeInteger(index) && index >= 0) return index;
  throw new NotKnown({ reason: "uses a subscript that bash refuses", span: shell.here });
}

/** Guards against arrays that grow without bounds. */
export function checkElements(shell: Shell, count: number): void {
  shell.budget.left -= count >> 6;
  if (count > limits.elements) {
    throw new Abandoned({ reason: "makes an array of very many elements", span: shell.here });
  }
}

/** The text that a variable with attributes takes; `old` where it is appended to that. */
export function transformed(
  shell: Shell,
  attributes: Attributes,
  text: string,
  old: string | undefined,
): string {
  if (attributes.integer) {
    const cause = { reason: "does arithmetic on assignment to an integer variable", span: shell.here };
    if (!/^(0|[1-9][0-9]{0,14})$/.test(text)) throw new NotKnown(cause);
    if (!old) return text;
    if (!/^(0|-?[1-9][0-9]{0,14})$/.test(old)) throw new NotKnown(cause);
    return String(Number(old) + Number(text));
  }
  const whole = (old ?? "") + text;
  if (attributes.letters === undefined) return whole;
  if (!isAscii(whole)) {
    throw new NotKnown({ reason: "changes the case of letters beyond ASCII", span: shell.here });
  }
  if (attributes.letters === "lower") return whole.toLowerCase();
  if (attributes.letters === "upper") return whole.toUpperCase();
  return whole.slice(0, 1).toUpperCase() + whole.slice(1).toLowerCase();
}

/** Removes a variable, or an element of an array. */
export function unsetVariable(shell: Shell, name: string, key?: number | string): void {
  const target = resolveName(shell, name);
  const scope = scopeOf(shell, target);
  const variable = scope?.variables.get(target);
  if (scope === undefined || variable === undefined) return;
  if (variable.attributes.readonly) throw new Lost(readonlyCause(shell, target));
  if (variable.attributes.uncertain) throw new Lost(doubtOf(shell));
  if (key === undefined) {
    removeVariable(shell, scope, target);
    return;
  }
  const { value } = variable;
  if (value.kind === "list") {
    const items = new Map(value.items);
    items.delete(indexFor(shell, items, key));
    putVariable(shell, scope, target, { ...variable, value: { kind: "list", items } });
  } else if (value.kind === "map") {
    const entries = new Map(value.entries);
    entries.delete(String(key));
    putVariable(shell, scope, target, { ...variable, value: { kind: "map", entries } });
  } else if (value.kind === "scalar" && Number(key) === 0) removeVariable(shell, scope, target);
}

function removeVariable(shell: Shell, scope: Scope, name: string): void {
  if (scope.kind === "global") {
    scope.variables.delete(name);
    if (shell.subshells === 0) noteSet(shell.recorder, name, shell.here);
    return;
  }
  // A local that its own function unsets stays local, without a value.
  const innermost = shell.state.scopes.findLast((one) => one.kind === "function") === scope;
  if (innermost) scope.variables.set(name, { value: unset, attributes: noAttributes });
  else scope.variables.delete(name);
}
