/** Turns what a plan sets into the texts, lists and maps of the settings. */
import { inspect } from "node:util";
import {
  isSettingName,
  type SettingName,
  type SettingSpec,
  type SettingValue,
  settingNames,
  settings,
} from "../../compiler/ir/index.ts";
import { PlanError } from "./plan-error.ts";
import type { PlanDefinition } from "./plan-file.ts";

/** Whether `pkg_version` is the callback of that name. */
export function hasVersionCallback(plan: PlanDefinition): boolean {
  return typeof plan["pkg_version"] === "function";
}

/**
 * Computes every setting that a plan sets.
 *
 * @param told The variables as the driver told them.
 * @param version What `pkg_version` reads as where it is a callback.
 * @throws PlanError for values of a wrong type, and settings that are computed from each other
 * in a circle; whatever a function of the plan throws.
 */
export function computeSettings(
  plan: PlanDefinition,
  version: string,
  told: (name: string) => SettingValue | undefined,
): Map<SettingName, SettingValue> {
  const values = new Map<SettingName, SettingValue>();
  const underway: SettingName[] = [];

  function compute(name: SettingName, make: (from: object) => unknown): unknown {
    if (underway.includes(name)) {
      const circle = [...underway.slice(underway.indexOf(name)), name].join(" → ");
      throw new PlanError(`settings are computed from each other: ${circle}`);
    }
    underway.push(name);
    try {
      return make(reader);
    } finally {
      underway.pop();
    }
  }

  function set(name: SettingName): SettingValue | undefined {
    const raw = plan[name];
    if (raw === undefined || values.has(name)) return values.get(name);
    const made = typeof raw === "function" ? compute(name, raw as () => unknown) : raw;
    const value = settingValue(name, made);
    values.set(name, value);
    return value;
  }

  function read(name: string): SettingValue {
    if (name === "pkg_version" && hasVersionCallback(plan)) return version;
    const override = name === "pkg_origin" ? process.env["HAB_ORIGIN"] : undefined;
    const own = isSettingName(name) ? (set(name) ?? defaultOf(name, read)) : undefined;
    const known = override || (own ?? told(name));
    // The driver tells the empty text for what it does not know yet.
    if (known === undefined || (known === "" && own === undefined)) {
      throw new PlanError(`\`${name}\` is not known while the plan is loaded`);
    }
    return known;
  }

  const reader = new Proxy({}, { get: (_, name) => read(String(name)) });
  for (const name of settingNames) {
    if (name !== "pkg_version" || !hasVersionCallback(plan)) set(name);
  }
  return values;
}

/** The default of the table, where it does not depend on anything but settings. */
export function defaultOf(
  name: SettingName,
  read: (name: string) => SettingValue,
): SettingValue | undefined {
  const spec: SettingSpec = settings[name];
  if (typeof spec.default !== "string") return spec.default;
  return spec.default.replace(/\$(\w+)/g, (_, other: string) => String(read(other)));
}

function settingValue(name: SettingName, value: unknown): SettingValue {
  switch (settings[name].type) {
    case "string":
      return textOf(name, value);
    case "list":
      if (!Array.isArray(value)) throw wrongType(name, "a list", value);
      return value.map((item, index) => textOf(`${name}[${index}]`, item));
    case "map":
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw wrongType(name, "an object", value);
      }
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, mapValue(name, key, item)]),
      );
  }
}

function mapValue(name: SettingName, key: string, value: unknown): string {
  const place = `${name}[${JSON.stringify(key)}]`;
  if ("words" in settings[name] && Array.isArray(value)) {
    return value.map((item) => textOf(place, item)).join(" ");
  }
  return textOf(place, value);
}

function textOf(place: string, value: unknown): string {
  if (typeof value !== "string" && !Number.isFinite(value)) throw wrongType(place, "a text", value);
  const text = String(value);
  if (text.includes("\0")) throw new PlanError(`\`${place}\` holds a NUL character`);
  if (/\p{Surrogate}/u.test(text)) throw new PlanError(`\`${place}\` holds half a character`);
  return text;
}

function wrongType(place: string, expected: string, value: unknown): PlanError {
  const what = value instanceof Promise ? "a promise; only callbacks can wait" : inspect(value);
  return new PlanError(`\`${place}\` must be ${expected}, and is ${what}`);
}
