/** The methods of texts, computed by JavaScript itself. */

import { checkText } from "../../../bash/budget.ts";
import { isPrimitive, text } from "../convert.ts";
import { listOf, unknownAt } from "../make.ts";
import {
  type Call,
  type Host,
  isUnknown,
  type Machine,
  type Pattern,
  type Primitive,
  type Unknown,
  type Value,
} from "../model.ts";
import { type Place, spanAt } from "../place.ts";
import { workOnItems, workOnText } from "../work.ts";
import { isFunction, type KnownCall, method, notComputed } from "./method.ts";
import { compiled, matchList } from "./patterns.ts";
import { replaceWith } from "./replace.ts";
import { safely } from "./safely.ts";

/** Methods that depend on nothing but the text and primitive arguments. */
const plain = new Set(
  (
    "at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf padEnd padStart repeat " +
    "replace replaceAll slice split startsWith substring substr toLowerCase toString toUpperCase trim trimEnd " +
    "trimLeft trimRight trimStart valueOf normalize search isWellFormed toWellFormed match matchAll"
  ).split(" "),
);

/** Methods that take a regular expression. */
const searching = new Set(["match", "matchAll", "replace", "replaceAll", "search", "split"]);

export function textMember(subject: string, key: string): Value {
  if (key === "length") return subject.length;
  if (/^\d+$/.test(key)) return subject[Number(key)];
  if (plain.has(key)) return methods.get(key) ?? remember(key);
  const other = (machine: Machine, call: Call) => notComputed(machine, call, key);
  return key in String.prototype ? { kind: "host", name: key, call: other } : undefined;
}

const methods = new Map<string, Host>();

function remember(name: string): Host {
  const made = method(name, (machine, call) => compute(machine, name, call));
  methods.set(name, made);
  return made;
}

function compute(machine: Machine, name: string, call: KnownCall): Value {
  const { args, at } = call;
  const self = text(machine, call.self, at);
  if (isUnknown(self)) return self;
  const [first, second] = args;
  const isPattern = !isPrimitive(first ?? null) && (first as Value & object)?.kind === "pattern";
  if (isPattern && searching.has(name))
    return search(machine, name, { self, pattern: first as Pattern, call });
  if (name.startsWith("replace") && isFunction(second)) {
    return replaceWith(machine, { self, pattern: first ?? null, replacement: second, name, at });
  }
  if (name === "match" || name === "matchAll" || name === "search")
    return notComputed(machine, call, name);
  const known = primitives(machine, args, at);
  return isUnknown(known) ? known : apply(machine, { self, name, args: known, at });
}

/** The arguments as primitives: arrays and objects count as their texts. */
function primitives(machine: Machine, args: readonly Value[], at: Place): Primitive[] | Unknown {
  const known: Primitive[] = [];
  for (const arg of args) {
    const value = isPrimitive(arg) ? arg : text(machine, arg, at);
    if (isUnknown(value)) return value;
    known.push(value);
  }
  return known;
}

interface Application {
  readonly self: string;
  readonly name: string;
  readonly args: readonly Primitive[];
  readonly at: Place;
}

function apply(machine: Machine, { self, name, args, at }: Application): Value {
  checkGrowth(self, name, args, at);
  const run = Reflect.get(String.prototype, name) as (...args: readonly Primitive[]) => unknown;
  try {
    return given(machine, run.apply(self, args as Primitive[]), at);
  } catch {
    return unknownAt(at, `calls \`${name}\` with an argument that it refuses`);
  }
}

/** Refuses what would make a text of many megabytes. */
function checkGrowth(self: string, name: string, args: readonly Primitive[], at: Place): void {
  const longest = Math.max(0, ...args.map((arg) => String(arg).length));
  const count = Number(args[0]) || 0;
  if (name === "repeat") checkText(self.length * count, spanAt(at));
  if (name.startsWith("pad")) checkText(count, spanAt(at));
  if (name.startsWith("replace"))
    checkText(((self.length + 1) * Math.max(1, longest)) / 64, spanAt(at));
}

/** What JavaScript gives, as a value of the plan. */
function given(machine: Machine, result: unknown, at: Place): Value {
  if (Array.isArray(result)) {
    workOnItems(machine, result.length, at);
    return listOf(machine, result as string[]);
  }
  if (typeof result === "string") {
    workOnText(machine, result.length, at);
  }
  return result as Primitive;
}

interface Search {
  readonly self: string;
  readonly pattern: Pattern;
  readonly call: KnownCall;
}

function search(machine: Machine, name: string, { self, pattern, call }: Search): Value {
  const { args, at } = call;
  const [, second] = args;
  if (pattern.flags.includes("y") || (name === "matchAll" && machine.stirred.has(pattern))) {
    return notComputed(machine, call, name);
  }
  if ((name === "matchAll" || name === "replaceAll") && !pattern.flags.includes("g")) {
    return notComputed(machine, call, name);
  }
  if (name.startsWith("replace") && isFunction(second)) {
    return replaceWith(machine, { self, pattern, replacement: second, name, at });
  }
  const rest = primitives(machine, args.slice(1), at);
  if (isUnknown(rest)) return rest;
  checkGrowth(self, name, rest, at);
  const expression = compiled(pattern);
  const all = name === "matchAll" || (name === "match" && pattern.flags.includes("g"));
  const found = safely(pattern, self, {
    at,
    run(): unknown {
      if (name === "matchAll") return [...self.matchAll(expression)];
      const run = Reflect.get(String.prototype, name) as (...args: readonly unknown[]) => unknown;
      return run.call(self, expression, ...rest);
    },
  });
  if (isUnknown(found)) return found;
  if (found === null || typeof found !== "object") return given(machine, found, at);
  const list = [...(found as Iterable<unknown>)];
  if (name === "matchAll") {
    const items = list.map((match) => matchList(machine, match as RegExpMatchArray));
    return { kind: "sequence", items };
  }
  if (name === "match" && !all) return matchList(machine, found as RegExpMatchArray);
  return given(machine, list, at);
}
