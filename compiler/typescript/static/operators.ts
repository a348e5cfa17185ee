/** The operators of JavaScript, computed by JavaScript itself on what is known. */

import type { BinaryOperator } from "oxc-parser";
import { isPrimitive, primitive, propertyKey } from "./convert.ts";
import { throwError, unknownAt } from "./make.ts";
import { isUnknown, type Machine, others, type Primitive, unknown, type Value } from "./model.ts";
import type { Place } from "./place.ts";
import { workOnText } from "./work.ts";

/** They take every primitive but large integers; numbers stand for all. */
const operators: Partial<Record<BinaryOperator, (a: number, b: number) => Primitive>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "&": (a, b) => a & b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** @param at The place of the whole expression. */
export function binary(
  machine: Machine,
  operator: BinaryOperator,
  [left, right]: readonly [Value, Value],
  at: Place,
): Value {
  switch (operator) {
    case "===":
      return isSame(left, right, at);
    case "!==":
      return negated(isSame(left, right, at));
    case "==":
      return isEqual(machine, left, right, at);
    case "!=":
      return negated(isEqual(machine, left, right, at));
    case "in":
      return isIn(machine, left, right, at);
    case "instanceof":
      return unknownAt(at, "asks what made an object");
  }
  const compute = operators[operator];
  const [a, b] = [primitive(machine, left, at), primitive(machine, right, at)];
  if (isUnknown(a)) {
    const path = operator === "+" && typeof b === "string" ? extended(a.path, b) : undefined;
    return unknown(a.cause, path);
  }
  if (isUnknown(b)) return b;
  if (compute === undefined || typeof a === "bigint" || typeof b === "bigint") {
    return unknownAt(at, "computes with large integers");
  }
  const result = compute(a as number, b as number);
  if (typeof result === "string") workOnText(machine, result.length, at);
  return result;
}

/** A path with a text behind it. */
export function extended(path: string | undefined, text: string): string | undefined {
  return path === undefined ? undefined : path + text;
}

function negated(value: Value): Value {
  return typeof value === "boolean" ? !value : value;
}

function isSame(a: Value, b: Value, at: Place): Value {
  if (isUnknown(a)) return a;
  if (isUnknown(b)) return b;
  if (isPrimitive(a) || isPrimitive(b)) return a === b;
  // Of what is not the plan's own there may be several values for one thing.
  if (a.kind === "host" && b.kind === "host") return unknownAt(at, `compares \`${a.name}\``);
  return a === b;
}

function isEqual(machine: Machine, a: Value, b: Value, at: Place): Value {
  if (isUnknown(a)) return a;
  if (isUnknown(b)) return b;
  if (!isPrimitive(a) && !isPrimitive(b)) return isSame(a, b, at);
  if (a === null || a === undefined || b === null || b === undefined) {
    return isPrimitive(a) && isPrimitive(b) && (a ?? null) === (b ?? null);
  }
  const [left, right] = [primitive(machine, a, at), primitive(machine, b, at)];
  if (isUnknown(left)) return left;
  // biome-ignore lint/suspicious/noDoubleEquals: the operator that the plan uses
  return isUnknown(right) ? right : left == right;
}

function isIn(machine: Machine, left: Value, right: Value, at: Place): Value {
  const key = propertyKey(machine, left, at);
  if (isUnknown(key)) return key;
  if (isPrimitive(right)) return throwError(at, "`in` needs an object");
  if (right.kind === "record") {
    const { content } = right.fields;
    if (isUnknown(content)) return content;
    const entry = content.get(key) ?? content.get(others);
    if (entry?.maybe && isUnknown(entry.value)) return entry.value;
    return entry !== undefined || key in Object.prototype;
  }
  if (right.kind === "host" && right.name === "process.env") {
    const value = right.get?.(machine, key, at);
    return isUnknown(value) ? value : value !== undefined;
  }
  return isUnknown(right) ? right : unknownAt(at, "asks for a property");
}

export function unary(machine: Machine, operator: string, value: Value, at: Place): Value {
  if (operator === "void") return undefined;
  if (operator === "typeof") return typeOf(value, at);
  if (operator === "!") return isUnknown(value) ? value : isPrimitive(value) ? !value : false;
  const operand = primitive(machine, value, at);
  if (isUnknown(operand)) return operand;
  if (typeof operand === "bigint") return unknownAt(at, "computes with large integers");
  const number = Number(operand);
  return operator === "-" ? -number : operator === "~" ? ~number : number;
}

function typeOf(value: Value, at: Place): Value {
  if (value === null) return "object";
  if (typeof value !== "object") return typeof value;
  switch (value.kind) {
    case "unknown":
      return value;
    case "closure":
      return "function";
    case "host":
      return value.call === undefined && value.construct === undefined
        ? unknownAt(at, `asks for the type of \`${value.name}\``)
        : "function";
    default:
      return "object";
  }
}
