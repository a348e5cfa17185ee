/** What JavaScript makes of a value where it needs a text, a number or a yes or no. */

import { checkText } from "../../bash/budget.ts";
import { unknownAt } from "./make.ts";
import { isUnknown, type Machine, type Primitive, type Unknown, type Value } from "./model.ts";
import { type Place, spanAt } from "./place.ts";
import { handOver, touch } from "./uncertainty.ts";

/** Whether a value counts as true; unknown where it is. */
export function truth(value: Value): boolean | Unknown {
  if (typeof value === "object" && value !== null) return isUnknown(value) ? value : true;
  return Boolean(value);
}

export function isPrimitive(value: Value): value is Primitive {
  return typeof value !== "object" || value === null;
}

/** A value as `+` and the comparisons take it. */
export function primitive(machine: Machine, value: Value, at: Place): Primitive | Unknown {
  return isPrimitive(value) ? value : text(machine, value, at);
}

/** A value as a text, as in a template. */
export function text(machine: Machine, value: Value, at: Place): string | Unknown {
  if (isPrimitive(value)) return String(value);
  switch (value.kind) {
    case "unknown":
      // A `toString` of the plan may run.
      touch(machine, value);
      return value;
    case "list":
      return joined(machine, value.items.content, ",", at);
    case "pattern":
      return `/${value.source}/${value.flags}`;
    case "record": {
      const { content } = value.fields;
      const isPlain = !isUnknown(content) && !content.has("toString") && !content.has("valueOf");
      if (isPlain) return "[object Object]";
    }
  }
  const unknown = unknownAt(at, "turns an object into a text");
  handOver(machine, [value], unknown.cause);
  return unknown;
}

/** What `join` makes of the items of an array. */
export function joined(
  machine: Machine,
  items: readonly Value[] | Unknown,
  separator: string,
  at: Place,
): string | Unknown {
  if (isUnknown(items)) return items;
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    const part = item === undefined || item === null ? "" : text(machine, item, at);
    if (isUnknown(part)) return part;
    texts.push(part);
    length += part.length + separator.length;
    checkText(length, spanAt(at));
  }
  return texts.join(separator);
}

/** The name of a property. */
export function propertyKey(machine: Machine, value: Value, at: Place): string | Unknown {
  return text(machine, value, at);
}
