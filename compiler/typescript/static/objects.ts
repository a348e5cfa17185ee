/** Literals of arrays, objects and templates. */

import type { Argument, ArrayExpressionElement, Expression } from "oxc-parser";
import { checkText } from "../../bash/budget.ts";
import { text } from "./convert.ts";
import { iterated, listOf, lostList, recordOf, throwError, unknownAt } from "./make.ts";
import {
  type Entry,
  type Fields,
  isUnknown,
  type List,
  type Machine,
  others,
  type Scope,
  type Unknown,
  unknown,
  type Value,
} from "./model.ts";
import { ownEntries } from "./natives/records.ts";
import { extended } from "./operators.ts";
import { keyOf } from "./patterns.ts";
import { spanAt } from "./place.ts";
import { placeOf } from "./scope.ts";
import { giveUpOn, type Unread } from "./uncertainty.ts";
import { workOnItems } from "./work.ts";
import { letGo } from "./world.ts";

type Node<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;

/** The values of a list of expressions; unknown where their number is. */
export function spreadValues(
  machine: Machine,
  nodes: readonly (Argument | ArrayExpressionElement)[],
  scope: Scope,
): readonly Value[] | Unknown {
  const values: Value[] = [];
  let open: Unknown | undefined;
  for (const node of nodes) {
    if (node === null) {
      values.push(undefined);
    } else if (node.type === "SpreadElement") {
      const at = placeOf(scope, node);
      const value = machine.evaluate(machine, node.argument, scope);
      const items = iterated(machine, value) ?? notSpread(value, at);
      if (isUnknown(items)) open ??= items;
      else values.push(...items);
    } else {
      values.push(machine.evaluate(machine, node, scope));
    }
  }
  if (open === undefined) return values;
  for (const value of values) letGo(machine.world, value);
  return open;
}

function notSpread(value: Value, at: ReturnType<typeof placeOf>): Unknown {
  if (typeof value !== "object" || value === null)
    return throwError(at, "what is no list is spread");
  return unknownAt(at, "goes through an object");
}

export function arrayLiteral(machine: Machine, node: Node<"ArrayExpression">, scope: Scope): Value {
  const at = placeOf(scope, node);
  if (node.elements.includes(null)) {
    return giveUpOn(machine, { node, scope, cause: unknownAt(at, "leaves out an item").cause });
  }
  const values = spreadValues(machine, node.elements, scope);
  if (isUnknown(values)) return lostList(machine, [], values.cause);
  workOnItems(machine, values.length, at);
  return listOf(machine, values);
}

export function objectLiteral(
  machine: Machine,
  node: Node<"ObjectExpression">,
  scope: Scope,
): Value {
  const entries = new Map<string, Entry>();
  const at = placeOf(scope, node);
  for (const property of node.properties) {
    const place = placeOf(scope, property);
    if (property.type === "SpreadElement") {
      const value = machine.evaluate(machine, property.argument, scope);
      const own = spreadEntries(machine, value, place);
      if (isUnknown(own)) setOthers(machine, entries, own);
      else for (const [key, entry] of own) setOver(entries, key, entry);
      continue;
    }
    if (property.kind !== "init") {
      return slyObject(machine, {
        node,
        scope,
        cause: unknownAt(place, "defines a getter or setter").cause,
      });
    }
    const key = keyOf(machine, property, scope);
    const value = machine.evaluate(machine, property.value, scope);
    if (key === "__proto__" && !property.computed && !property.shorthand) {
      return slyObject(machine, { node, scope, cause: unknownAt(place, "sets a prototype").cause });
    }
    if (isUnknown(key)) {
      letGo(machine.world, value);
      setOthers(machine, entries, key);
    } else {
      setOver(entries, key, { value, places: [place] });
    }
  }
  workOnItems(machine, entries.size, at);
  return recordOf(machine, entries);
}

/** An object that runs code when it is looked at. */
function slyObject(machine: Machine, unread: Unread): Unknown {
  machine.sly = true;
  return giveUpOn(machine, unread);
}

/** Properties with names that are not known come over those that are there. */
function setOthers(machine: Machine, entries: Map<string, Entry>, open: Unknown): void {
  const value = unknown(open.cause);
  for (const [key, entry] of entries) {
    letGo(machine.world, entry.value);
    entries.set(key, { ...entry, value });
  }
  entries.set(others, { value, places: [], maybe: true });
}

/** Sets a property over one of the same name; the earlier places are remembered. */
function setOver(entries: Map<string, Entry>, key: string, { value, places, maybe }: Entry): void {
  const before = entries.get(key);
  const all = [...places, ...(before?.places ?? [])];
  if (maybe && before !== undefined && !before.maybe) entries.set(key, { value, places: all });
  else entries.set(key, { value, places: all, ...(maybe ? { maybe } : {}) });
}

/** What `...value` adds to an object. */
function spreadEntries(
  machine: Machine,
  value: Value,
  at: ReturnType<typeof placeOf>,
): Iterable<readonly [string, Entry]> | Unknown {
  if (typeof value === "object" && value?.kind === "record") return spreadRecord(value);
  if (typeof value === "object" && value?.kind === "closure") return [];
  if (typeof value !== "object" && typeof value !== "string") return [];
  if (value === null) return [];
  return ownEntries(machine, value) ?? unknownAt(at, "spreads an object");
}

/** One property that may be there leaves the others known. */
function spreadRecord({
  fields: { content },
}: Fields): Iterable<readonly [string, Entry]> | Unknown {
  return isUnknown(content)
    ? content
    : ((content.get(others)?.value as Unknown | undefined) ?? content);
}

export function template(machine: Machine, node: Node<"TemplateLiteral">, scope: Scope): Value {
  const parts = node.expressions.map((expression) => {
    const value = machine.evaluate(machine, expression, scope);
    return text(machine, value, placeOf(scope, expression));
  });
  const [first] = parts;
  const open = parts.find(isUnknown);
  const texts = node.quasis.map(({ value }) => value.cooked ?? "");
  if (open === undefined) {
    const result = texts.map((cooked, index) => cooked + (parts[index] ?? "")).join("");
    checkText(result.length, spanAt(placeOf(scope, node)));
    return result;
  }
  const rest = parts.slice(1);
  if (open !== first || texts[0] !== "" || rest.some(isUnknown)) return unknown(open.cause);
  const tail = texts
    .slice(1)
    .map((cooked, index) => cooked + (rest[index] ?? ""))
    .join("");
  return unknown(open.cause, extended(open.path, tail));
}

/** What a tag is called with: the texts, with `raw` beside them, and the values. */
export function tagArguments(
  machine: Machine,
  { quasi }: Node<"TaggedTemplateExpression">,
  scope: Scope,
): readonly Value[] {
  const cooked = quasi.quasis.map(({ value }) => value.cooked ?? undefined);
  const raw = listOf(
    machine,
    quasi.quasis.map(({ value }) => value.raw),
  );
  const strings: List = { ...listOf(machine, cooked), extras: new Map([["raw", raw]]) };
  machine.frozen.add(strings).add(raw);
  const values = quasi.expressions.map((expression) =>
    machine.evaluate(machine, expression, scope),
  );
  return [strings, ...values];
}
