import type { Assignment } from "unbash";
import { Lost, type Text } from "../cause.ts";
import { emptySubscript, keyOf } from "../parameters/subject.ts";
import type { Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { noAttributes, shapeOf, unknownValue, type Value } from "../state/value.ts";
import { getValue, putVariable, resolveName, scopeToSet } from "../state/variables.ts";
import { spanOf } from "../text/source-text.ts";
import { expandAssigned } from "../words/word.ts";
import { assignElements, type Elements, expandElements, subscriptText } from "./elements.ts";

/** One assignment whose right side has been expanded. */
export interface Prepared {
  readonly node: Assignment;
  readonly text?: Text;
  readonly elements?: Elements;
}

/** Carries out `name=value`, `name[key]=value`, `name=(…)` and the same with `+=`. */
export function assign(shell: Shell, node: Assignment): void {
  finishAssignment(shell, prepareAssignment(shell, node));
}

/** Expands the right side of an assignment. */
export function prepareAssignment(shell: Shell, node: Assignment): Prepared {
  if (node.value.type === "ArrayValue")
    return { node, elements: expandElements(shell, node.value) };
  return { node, text: expandAssigned(shell, node.value) };
}

/** Assigns what was expanded to the variable as it is found, or as a new global one. */
export function finishAssignment(shell: Shell, prepared: Prepared): void {
  const { node, elements, text = "" } = prepared;
  const append = node.append === true;
  shell.here = spanOf(shell.source, node);
  if (elements !== undefined) {
    if (node.index !== undefined)
      throw new Lost({ reason: "assigns a list to an element", span: shell.here });
    const name = resolveName(shell, node.name);
    const scope = scopeToSet(shell, name);
    assignElements(shell, scope, name, elements, append);
    return;
  }
  if (node.index === undefined) {
    assignText(shell, node.name, text, { append });
    return;
  }
  const value = getValue(shell, resolveName(shell, node.name));
  const subscript = subscriptText(shell, node.index);
  if (subscript === "") throw new Lost(emptySubscript(shell));
  const key = keyOf(shell, value, subscript);
  if (typeof key === "object")
    assignWhole(shell, node.name, unknownValue(key.cause, shapeWithKey(value)));
  else assignText(shell, node.name, text, { key, append });
}

function shapeWithKey(value: Value) {
  const shape = shapeOf(value);
  return shape === "scalar" ? "list" : shape;
}

function assignWhole(shell: Shell, name: string, value: Value): void {
  const target = resolveName(shell, name);
  const scope = scopeToSet(shell, target);
  const { attributes = noAttributes } = scope.variables.get(target) ?? {};
  putVariable(shell, scope, target, { value, attributes });
}
