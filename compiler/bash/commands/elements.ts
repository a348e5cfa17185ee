import type { ArrayValue, Word } from "unbash";
import { type Cause, isUnknown, knownOr, Lost, NotKnown, type Text, unknown } from "../cause.ts";
import { emptySubscript, keyOf } from "../parameters/subject.ts";
import type { Shell } from "../shell.ts";
import { checkElements, indexFor, readonlyCause, transformed } from "../state/assign-text.ts";
import type { Scope } from "../state/state.ts";
import {
  lastIndex,
  noAttributes,
  shapeOf,
  unknownValue,
  unset,
  type Value,
  type Variable,
  withItem,
} from "../state/value.ts";
import { itemsOf, putVariable } from "../state/variables.ts";
import { type SourceText, spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { expandBraces, mayHaveBraces } from "../words/braces.ts";
import { wordAtoms } from "../words/parts.ts";
import { joinAtoms } from "../words/pieces.ts";
import { expandAssigned, expandWords, separators } from "../words/word.ts";

/** The elements of a compound assignment; the cause where not all of them are known. */
export type Elements = readonly Element[] | { readonly cause: Cause };

interface Element {
  readonly text: string;
  /** The subscript's text, where the element has one. */
  readonly key?: string;
  readonly append: boolean;
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
      if (key === "") throw new Lost(emptySubscript(shell));
      // bash appends to what the variable held before, which is easily taken for a defect.
      if (more && !append)
        throw new NotKnown({ reason: "appends to an element of a new map", span: shell.here });
      entries.set(
        key,
        transformed(shell, attributes, text, more ? (entries.get(key) ?? "") : undefined),
      );
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
    if (key === "") throw new Lost(emptySubscript(shell));
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

export function expandElements(shell: Shell, array: ArrayValue): Elements {
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
    return unknown({
      reason: `expands braces in \`${excerpt(word.text)}\``,
      span: spanOf(source, word),
    });
  }
  // Here, and only here, bash puts the first character of IFS between the parts of `"$@"`.
  const separator = separators(shell);
  const isList = /\[@\]|\$\{?@/.test(word.text);
  if (isList && (isUnknown(separator) || !separator.startsWith(" "))) {
    return unknown({ reason: "joins a list under another IFS", span: spanOf(source, word) });
  }
  shell.source = made;
  const key = subscriptText(shell, node.index);
  const text = expandAssigned(shell, node.value);
  shell.source = source;
  if (isUnknown(key)) return key;
  if (isUnknown(text)) return text;
  return { key, text, append: node.append === true };
}
