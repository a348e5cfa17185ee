/** Turns what a plan sets into the texts, lists and maps of the settings. */

import { HabcError, type SettingName, type SettingValue, settings } from "../../ir/index.ts";
import { isPrimitive } from "./convert.ts";
import { listedEntries, unknownAt } from "./make.ts";
import { isUnknown, type Machine, type Unknown, type Value } from "./model.ts";
import { type Place, spanAt } from "./place.ts";

/** A value of a setting, and the place that sets it. */
export interface Given {
  readonly value: Value;
  readonly at: Place;
}

/** @throws HabcError `setting-type` for a value of another type. */
export function settingValue(
  machine: Machine,
  name: SettingName,
  given: Given,
): SettingValue | Unknown {
  const { value } = given;
  if (isUnknown(value)) return value;
  switch (settings[name].type) {
    case "string":
      return textOf(name, given);
    case "list":
      return listValue(name, given);
    case "map":
      return mapOf(machine, name, given);
  }
}

function listValue(name: SettingName, { value, at }: Given): SettingValue | Unknown {
  if (isPrimitive(value) || value.kind !== "list") throw wrongType(name, "a list", { value, at });
  const { content } = value.items;
  if (isUnknown(content)) return content;
  return allKnown(content.map((item, index) => textOf(`${name}[${index}]`, { value: item, at })));
}

function mapOf(_machine: Machine, name: SettingName, { value, at }: Given): SettingValue | Unknown {
  if (isPrimitive(value) || value.kind === "list" || value.kind === "closure") {
    throw wrongType(name, "an object", { value, at });
  }
  if (value.kind !== "record") return unknownAt(at, "sets an object that is not read");
  const entries = listedEntries(value);
  if (isUnknown(entries)) return entries;
  const texts = allKnown(
    entries.map(([key, entry]) => mapValue(name, key, { value: entry.value, at })),
  );
  if (isUnknown(texts)) return texts;
  return Object.fromEntries(entries.map(([key], index) => [key, texts[index] ?? ""]));
}

function mapValue(name: SettingName, key: string, given: Given): string | Unknown {
  const place = `${name}[${JSON.stringify(key)}]`;
  const { value, at } = given;
  if (!("words" in settings[name]) || isPrimitive(value) || value.kind !== "list")
    return textOf(place, given);
  const { content } = value.items;
  if (isUnknown(content)) return content;
  const texts = allKnown(content.map((item) => textOf(place, { value: item, at })));
  return isUnknown(texts) ? texts : texts.join(" ");
}

function allKnown(texts: readonly (string | Unknown)[]): string[] | Unknown {
  return texts.find(isUnknown) ?? (texts as string[]);
}

function textOf(place: string, { value, at }: Given): string | Unknown {
  if (isUnknown(value)) return value;
  if (typeof value !== "string" && !Number.isFinite(value))
    throw wrongType(place, "a text", { value, at });
  const text = String(value);
  const isHalf = /\p{Surrogate}/u.test(text);
  if (!text.includes("\0") && !isHalf) return text;
  const what = isHalf ? "half a character" : "a NUL character";
  throw new HabcError("setting-invalid", `\`${place}\` holds ${what}`, { spans: [spanAt(at)] });
}

function wrongType(place: string, expected: string, { value, at }: Given): HabcError {
  const what = nameOf(value);
  return new HabcError("setting-type", `\`${place}\` must be ${expected}, and is ${what}`, {
    spans: [spanAt(at)],
  });
}

/** What a value is, for messages. */
export function nameOf(value: Value): string {
  return isPrimitive(value) ? (JSON.stringify(value) ?? String(value)) : kinds[value.kind];
}

const kinds: Readonly<
  Record<Exclude<Value, string | number | bigint | boolean | null | undefined>["kind"], string>
> = {
  list: "a list",
  record: "an object",
  closure: "a function",
  collection: "a set or map",
  sequence: "an iterator",
  pattern: "a regular expression",
  settled: "a promise; only callbacks can wait",
  host: "an object",
  unknown: "not known",
};
