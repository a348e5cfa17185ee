/** Takes values apart: `const { a, b: [c = 1, ...d] } = value`. */

import type {
  AssignmentTarget,
  BindingPattern,
  Expression,
  ParamPattern,
  PropertyKey,
} from "oxc-parser";
import { readMember } from "./access.ts";
import { isPrimitive, propertyKey } from "./convert.ts";
import { iterated, listedEntries, listOf, recordOf, throwError, unknownAt } from "./make.ts";
import { isUnknown, type Machine, type Scope, type Unknown, type Value } from "./model.ts";
import { placeOf } from "./scope.ts";
import { eitherWay } from "./uncertainty.ts";
import { joinValues } from "./world.ts";

type Pattern = BindingPattern | ParamPattern | AssignmentTarget;
type Leaf = Exclude<
  Pattern,
  { type: `${"Object" | "Array" | "Assignment"}Pattern` | "RestElement" | "TSParameterProperty" }
>;

/** Takes what a single variable, or another place that can be assigned, gets. */
export type Assign = (target: Leaf, value: Value) => void;

export function takeApart(
  machine: Machine,
  pattern:
    | Pattern
    | { readonly type: "AssignmentPattern"; readonly left: Pattern; readonly right: Expression },
  value: Value,
  { scope, assign }: { readonly scope: Scope; readonly assign: Assign },
): void {
  const how = { scope, assign };
  switch (pattern.type) {
    case "AssignmentPattern":
      takeApart(machine, pattern.left, orDefault(machine, value, pattern.right, scope), how);
      return;
    case "TSParameterProperty":
      takeApart(machine, pattern.parameter, value, how);
      return;
    case "RestElement":
      takeApart(machine, pattern.argument, value, how);
      return;
    case "ArrayPattern":
      takeList(machine, pattern, value, how);
      return;
    case "ObjectPattern":
      takeRecord(machine, pattern, value, how);
      return;
    default:
      assign(pattern, value);
  }
}

/** The default counts where there is no value. */
function orDefault(machine: Machine, value: Value, node: Expression, scope: Scope): Value {
  if (isUnknown(value)) {
    const ways = [() => value, () => machine.evaluate(machine, node, scope)];
    return eitherWay<Value>(machine, value.cause, ways).reduce((a, b) =>
      joinValues(machine.world, a, b, value.cause),
    );
  }
  return value === undefined ? machine.evaluate(machine, node, scope) : value;
}

type How = Parameters<typeof takeApart>[3];

function takeList(
  machine: Machine,
  pattern: Extract<Pattern, { type: "ArrayPattern" }>,
  value: Value,
  how: How,
): void {
  const at = placeOf(how.scope, pattern);
  const items = iterated(machine, value) ?? notIterable(value, at);
  pattern.elements.forEach((element, index) => {
    if (element === null) return;
    if (element.type === "RestElement") {
      const rest = isUnknown(items) ? items : items.slice(index);
      takeApart(machine, element.argument, listOf(machine, rest), how);
    } else {
      takeApart(machine, element, isUnknown(items) ? items : items[index], how);
    }
  });
}

function notIterable(value: Value, at: ReturnType<typeof placeOf>): Unknown {
  if (isPrimitive(value)) return throwError(at, "what is no list is taken apart");
  return unknownAt(at, "goes through an object");
}

function takeRecord(
  machine: Machine,
  pattern: Extract<Pattern, { type: "ObjectPattern" }>,
  value: Value,
  how: How,
): void {
  const at = placeOf(how.scope, pattern);
  if (value === null || value === undefined) throwError(at, `${value} is taken apart`);
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === "RestElement") {
      takeApart(machine, property.argument, restOf(machine, value, taken, at), how);
      continue;
    }
    const key = keyOf(machine, property, how.scope);
    if (!isUnknown(key)) taken.add(key);
    const member = isUnknown(key)
      ? key
      : readMember(machine, value, key, placeOf(how.scope, property));
    takeApart(machine, property.value, member, how);
  }
}

function restOf(
  machine: Machine,
  value: Value,
  taken: ReadonlySet<string>,
  at: ReturnType<typeof placeOf>,
): Value {
  if (isPrimitive(value) || value.kind !== "record")
    return unknownAt(at, "takes the rest of an object");
  const entries = listedEntries(value);
  if (isUnknown(entries)) return recordOf(machine, entries);
  return recordOf(machine, new Map(entries.filter(([key]) => !taken.has(key))));
}

/** The name of a property that is written as `name`, `"name"`, `1` or `[expression]`. */
export function keyOf(
  machine: Machine,
  { key, computed }: { readonly key: PropertyKey; readonly computed: boolean },
  scope: Scope,
): string | Unknown {
  const at = placeOf(scope, key);
  if (key.type === "PrivateIdentifier") return unknownAt(at, "uses a private name");
  if (!computed && key.type === "Identifier") return key.name;
  return propertyKey(machine, machine.evaluate(machine, key as Expression, scope), at);
}
