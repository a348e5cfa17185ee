import { limits } from "../budget.ts";
import { Abandoned, type Cause, isUnknown, knownOr, Lost, NotKnown, type Text } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { isAscii } from "../text/text.ts";
import {
  type Attributes,
  asAssigned,
  noAttributes,
  scalar,
  shapeOf,
  unknownValue,
  unset,
  type Value,
  type Variable,
  withItem,
} from "./value.ts";
import { indexOf, itemsOf, putVariable, resolveName, scopeToSet } from "./variables.ts";

/** How an assignment changes a value. */
export interface Change {
  /** The subscript: a number for an indexed array, a key for an associative one. */
  readonly key?: number | string | undefined;
  readonly append?: boolean;
}

/** Assigns a text to a variable, an element of an array, or the end of either. */
export function assignText(shell: Shell, name: string, text: Text, change: Change = {}): void {
  const target = resolveName(shell, name);
  const scope = scopeToSet(shell, target);
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
  const { attributes } = variable;
  if (attributes.integer && !isUnknown(text)) {
    // The expression may change other variables, whatever becomes of its value.
    const number = shell.calculate(shell, text);
    if (typeof number === "object") throw new NotKnown(number.cause);
    return assigned(shell, variable, String(number), change);
  }
  return assigned(shell, variable, text, change);
}

function assigned(shell: Shell, variable: Variable, text: Text, change: Change): Value {
  const { attributes } = variable;
  const value = asAssigned(variable.value);
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
    return {
      kind: "list",
      items: withItem(items, index, transformed(shell, attributes, text, old)),
    };
  }
  const old = change.append ? (value.kind === "scalar" ? value.text : "") : undefined;
  return scalar(transformed(shell, attributes, text, old));
}

/** The index that an assignment is for. A wrong one makes bash give up the whole command. */
export function indexFor(
  shell: Shell,
  items: ReadonlyMap<number, string>,
  key: number | string,
): number {
  const index = indexOf(items, key);
  if (index !== undefined) return index;
  throw new Lost({ reason: "uses a subscript that bash refuses", span: shell.here });
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
    const [value, before] = [shell.calculate(shell, text), shell.calculate(shell, old ?? "")];
    if (typeof value === "object") throw new NotKnown(value.cause);
    if (typeof before === "object") throw new NotKnown(before.cause);
    return String(BigInt.asIntN(64, before + value));
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
