import { isPrimitive, text } from "../convert.ts";
import { listedEntries, listOf, plainRecord, throwError } from "../make.ts";
import { type Host, isUnknown, type Machine, type Unknown, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { work } from "../work.ts";
import { method, notComputed } from "./method.ts";

/** A value of JSON as one of the plan; nothing where it sets a prototype. */
export function fromJson(machine: Machine, json: unknown, at: Place): Value {
  work(machine, 1, at);
  if (typeof json !== "object" || json === null) return json as Value;
  if (Array.isArray(json))
    return listOf(
      machine,
      json.map((item) => fromJson(machine, item, at)),
    );
  return plainRecord(
    machine,
    Object.entries(json).map(([key, value]) => [key, fromJson(machine, value, at)]),
  );
}

/** What `JSON.stringify` is given: a plain value; unknown, or a box without it, where it is none. */
function toJson(value: Value): { readonly json?: unknown } | Unknown {
  if (isPrimitive(value)) return typeof value === "bigint" ? {} : { json: value };
  if (value.kind === "unknown") return value;
  if (value.kind === "list") {
    const { content } = value.items;
    return isUnknown(content)
      ? content
      : gathered(
          content.map((item, index) => [String(index), item]),
          true,
        );
  }
  if (value.kind !== "record") return {};
  const entries = listedEntries(value);
  if (isUnknown(entries)) return entries;
  if (entries.some(([key]) => key === "toJSON" || key === "__proto__")) return {};
  return gathered(
    entries.map(([key, entry]) => [key, entry.value]),
    false,
  );
}

function gathered(
  entries: readonly (readonly [string, Value])[],
  isList: boolean,
): { json?: unknown } | Unknown {
  const values: [string, unknown][] = [];
  for (const [key, value] of entries) {
    const made = toJson(value);
    if (isUnknown(made)) return made;
    if (!("json" in made)) return {};
    values.push([key, made.json]);
  }
  return { json: isList ? values.map(([, value]) => value) : Object.fromEntries(values) };
}

const parse: Host = method("JSON.parse", (machine, call) => {
  const { args, at } = call;
  const source = text(machine, args[0], at);
  if (isUnknown(source)) return source;
  if (args.length > 1 || source.includes("__proto__"))
    return notComputed(machine, call, "JSON.parse");
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    throwError(at, "what is read is not valid JSON");
  }
  return fromJson(machine, json, at);
});

const stringify: Host = method("JSON.stringify", (machine, call) => {
  const [value, replacer, space] = call.args;
  const made = toJson(value);
  if (isUnknown(made)) return made;
  const isPlain = replacer === undefined || replacer === null;
  const isSpace = space === undefined || typeof space === "number" || typeof space === "string";
  if (!("json" in made) || !isPlain || !isSpace)
    return notComputed(machine, call, "JSON.stringify");
  return JSON.stringify(made.json, null, space);
});

export const jsonFunctions: ReadonlyMap<string, Value> = new Map([
  ["parse", parse],
  ["stringify", stringify],
]);
