import type { ArrayValue, Assignment, Word } from "unbash";
import { expandBraces, mayHaveBraces } from "./braces.ts";
import { type Cause, isUnknown, knownOr, Lost, type Text, unknown } from "./cause.ts";
import { keyOf } from "./parameter.ts";
import { joinAtoms } from "./pieces.ts";
import type { Shell } from "./shell.ts";
import { type SourceText, spanOf } from "./source-text.ts";
import type { Scope } from "./state.ts";
import { excerpt } from "./text.ts";
import {
  lastIndex,
  noAttributes,
  shapeOf,
  unknownValue,
  unset,
  type Value,
  type Variable,
  withItem,
} from "./value.ts";
import {
  assignText,
  checkElements,
  getValue,
  globalScope,
  indexFor,
  itemsOf,
  putVariable,
  readonlyCause,
  resolveName,
  scopeOf,
  transformed,
} from "./variables.ts";
import { expandAssigned, expandWords, wordAtoms } from "./word.ts";

/** One assignment whose right side has been expanded. */
export interface Prepared {
  readonly node: Assignment;
  readonly text?: Text;
  readonly elements?: Elements;
}

/** The elements of a compound assignment; the cause where not all of them are known. */
type Elements = readonly Element[] | { readonly cause: Cause };

interface Element {
  readonly text: string;
  /** The subscript's text, where the element has one. */
  readonly key?: string;
  readonly append: boolean;
}

/** Carries out `name=value`, `name[key]=value`, `name=(…)` and the same with `+=`. */
export function assign(shell: Shell, node: Assignment): void {
  finishAssignment(shell, prepareAssignment(shell, node));
}

/** Expands the right side of an assignment. */
export function prepareAssignment(shell: Shell, node: Assignment): Prepared {
  if (node.value.type === "ArrayValue") return { node, elements: expandElements(shell, node.value) };
  return { node, text: expandAssigned(shell, node.value) };
}

/** Assigns what was expanded to the variable as it is found, or as a new global one. */
export function finishAssignment(shell: Shell, prepared: Prepared): void {
  const { node, elements, text = "" } = prepared;
  const append = node.append === true;
  shell.here = spanOf(shell.source, node);
  if (elements !== undefined) {
    if (node.index !== undefined) throw new Lost({ reason: "assigns a list to an element", span: shell.here });
    const name = resolveName(shell, node.name);
    const scope = scopeOf(shell, name) ?? globalScope(shell);
    assignElements(shell, scope, name, elements, append);
    return;
  }
  if (node.index === undefined) {
    assignText(shell, node.name, text, { append });
    return;
  }
  const value = getValue(shell, resolveName(shell, node.name));
  const key = keyOf(shell, value, subscriptText(shell, node.index));
  if (typeof key === "object") assignWhole(shell, node.name, unknownValue(key.cause, shapeWithKey(value)));
  else assignText(shell, node.name, text, { key, append });
}

function shapeWithKey(value: Value) {
  const shape = shapeOf(value);
  return shape === "scalar" ? "list" : shape;
}

function assignWhole(shell: Shell, name: string, value: Value): void {
  const target = resolveName(shell, name);
  const scope = scopeOf(shell, target) ?? globalScope(shell);
  const { attributes = noAttributes } = scope.variables.get(target) ?? {};
  putVariable(shell, scope, target, { value, attributes });
}

/** A subscript after its expansions and without its quotes. */
export function subscriptText(shell: Shell, index: Word): Text {
  return joinAtoms(wordAtoms(shell, index, "double-operand"));
}

/** Assigns a list of elements to a variable of a scope. */
export function assignElements(
  shell: Shell,
  scope: Scope,
  name: string,
  elements: Elements,
  append: boolean,
): void {
  const variable = scope.variables.get(name) ?? { value: unset, attributes: noAttributes };
  if (variable.attributes.readonly) throw new Lost(readonlyCause(shell, name));
  const shape = shapeOf(variable.value);
  const known = shape === "scalar" ? "list" : shape;
  const value = knownOr<Value>(
    () => elementsAssigned(shell, variable, elements, append),
    (cause) => unknownValue(cause, known),
  );
  putVariable(shell, scope, name, { value, attributes: variable.attributes });
}

function elementsAssigned(
  shell: Shell,
  variable: Variable,
  elements: Elements,
  append: boolean,
): Value {
  const { value, attributes } = variable;
  const shape = shapeOf(value);
  if (attributes.uncertain && value.kind === "unknown") return value;
  if (value.kind === "unknown" && (append || shape === undefined)) return value;
  if ("cause" in elements) return unknownValue(elements.cause, shape === "map" ? "map" : "list");
  checkElements(shell, elements.length);
  if (shape === "map") {
    const entries = new Map(append && value.kind === "map" ? value.entries : []);
    for (const { key, text, append: more } of pairs(shell, elements)) {
      entries.set(key, transformed(shell, attributes, text, more ? (entries.get(key) ?? "") : undefined));
    }
    return { kind: "map", entries };
  }
  let items: ReadonlyMap<number, string> = append ? itemsOf(value) : new Map();
  let next = lastIndex(items) + 1;
  const dense = elements.every((element) => element.key === undefined);
  if (dense) {
    const copy = new Map(items);
    for (const { text } of elements) {
      copy.set(next, transformed(shell, attributes, text, undefined));
      next += 1;
    }
    checkElements(shell, copy.size);
    return { kind: "list", items: copy };
  }
  for (const { key, text, append: more } of elements) {
    const number = key === undefined ? next : keyOf(shell, { kind: "list", items }, key);
    if (typeof number === "object") return unknownValue(number.cause, "list");
    const index = indexFor(shell, items, number);
    const old = more ? (items.get(index) ?? "") : undefined;
    items = withItem(items, index, transformed(shell, attributes, text, old));
    checkElements(shell, items.size);
    next = index + 1;
  }
  return { kind: "list", items };
}

/** The entries of an associative array: `[key]=value`, or since bash 5.1 `key value` in turn. */
function pairs(shell: Shell, elements: readonly Element[]) {
  const keyed = elements.filter((element) => element.key !== undefined).length;
  if (keyed > 0 && keyed < elements.length) {
    throw new Lost({ reason: "mixes elements with and without a key", span: shell.here });
  }
  if (keyed > 0) return elements.map(({ key = "", text, append }) => ({ key, text, append }));
  return elements.flatMap(({ text: key }, at) =>
    at % 2 === 0 ? [{ key, text: elements[at + 1]?.text ?? "", append: false }] : [],
  );
}

function expandElements(shell: Shell, array: ArrayValue): Elements {
  const elements: Element[] = [];
  let cause: Cause | undefined;
  for (const word of array.elements) {
    const keyed = word.text.startsWith("[") ? keyedElement(shell, word) : undefined;
    if (keyed !== undefined) {
      if ("cause" in keyed) cause ??= keyed.cause;
      else elements.push(keyed);
      continue;
    }
    const words = expandWords(shell, [word]);
    cause ??= words.open;
    for (const text of words.items) {
      if (isUnknown(text)) cause ??= text.cause;
      else elements.push({ text, append: false });
    }
  }
  return cause === undefined ? elements : unknown(cause);
}

/** `[key]=value`; nothing where a word only begins with a bracket. */
function keyedElement(shell: Shell, word: Word): Element | { cause: Cause } | undefined {
  const { source } = shell;
  const made: SourceText = { file: source.file, text: `x${word.text}`, at: spanOf(source, word) };
  const script = shell.parse(made.text);
  const command = script.commands[0]?.command;
  const node = command?.type === "Command" ? command.prefix[0] : undefined;
  if (node?.type !== "Assignment" || node.index === undefined || node.end !== made.text.length) {
    return undefined;
  }
  if (node.value.type === "ArrayValue") return undefined;
  if (mayHaveBraces(word.text) && expandBraces(word.text, 100)?.length !== 1) {
    return unknown({ reason: `expands braces in \`${excerpt(word.text)}\``, span: spanOf(source, word) });
  }
  shell.source = made;
  const key = subscriptText(shell, node.index);
  const text = expandAssigned(shell, node.value);
  shell.source = source;
  if (isUnknown(key)) return key;
  if (isUnknown(text)) return text;
  return { key, text, append: node.append === true };
}
