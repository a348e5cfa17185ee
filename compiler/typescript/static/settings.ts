/** What a definition sets, computed as the phase host computes it. */

import { Abandoned } from "../../bash/cause.ts";
import {
  folderVariables,
  habitatRoot,
  isSettingName,
  type SettingName,
  type SettingSpec,
  type SettingValue,
  settingNames,
  settings,
  variables,
} from "../../ir/index.ts";
import { listOf, plainRecord, throwError, unknownAt } from "./make.ts";
import {
  type Cell,
  type Entries,
  type Host,
  isUnknown,
  type Machine,
  others,
  type Unknown,
  unknown,
  type Value,
} from "./model.ts";
import type { Place } from "./place.ts";
import { settingValue } from "./setting-value.ts";

/** A definition whose properties are known by name. */
export type Definition = Exclude<Entries, Unknown>;

/** The settings that are set, each with its value or why that is not known. */
export type Computed = Map<SettingName, SettingValue | Unknown>;

/** Variables that every build tells a plan.ts before it is loaded, and that are alike in all. */
const told: Readonly<Record<string, string>> = {
  HAB_ROOT_PATH: habitatRoot,
  ...folderVariables(habitatRoot),
};

/** Variables that are told, and differ between builds. */
const differing = new Set(["PLAN_CONTEXT", "SRC_PATH", "pkg_release", "pkg_output_path"]);

/** Whether `pkg_version` is the callback of that name. */
export function hasVersionCallback(definition: Definition): boolean {
  const value = definition.get("pkg_version")?.value;
  return typeof value === "object" && value?.kind === "closure";
}

/**
 * @param at The place of the plan, where a setting has none of its own.
 * @throws PlanThrows where a function of the plan does, or reads what is not known yet; Abandoned.
 */
export function computeSettings(machine: Machine, definition: Definition, at: Place): Computed {
  const values: Computed = new Map();
  const underway: SettingName[] = [];
  const handed: { readonly cell: Cell; readonly content: unknown }[] = [];
  const byCallback = hasVersionCallback(definition);

  function placeOf(name: SettingName): Place {
    return definition.get(name)?.places[0] ?? at;
  }

  function compute(name: SettingName, callee: Value): Value {
    const place = placeOf(name);
    if (underway.includes(name)) {
      const circle = [...underway.slice(underway.indexOf(name)), name].join(" → ");
      throwError(place, `settings are computed from each other: ${circle}`);
    }
    underway.push(name);
    try {
      return machine.call(machine, callee, { self: undefined, args: [reader], at: place });
    } finally {
      underway.pop();
    }
  }

  function set(name: SettingName): SettingValue | Unknown | undefined {
    const raw = (definition.get(name) ?? definition.get(others))?.value;
    if (raw === undefined || values.has(name)) return values.get(name);
    const isFunction = typeof raw === "object" && (raw?.kind === "closure" || raw?.kind === "host");
    const made = isFunction ? compute(name, raw) : raw;
    const value = settingValue(machine, name, { value: made, at: placeOf(name) });
    values.set(name, value);
    return value;
  }

  function read(name: string, place: Place): SettingValue | Unknown {
    if (name === "pkg_version" && byCallback) {
      return unknownAt(place, "reads `pkg_version`, which the plan computes during the build");
    }
    const override = name === "pkg_origin" ? originOverride(machine) : undefined;
    const own = isSettingName(name) ? (set(name) ?? defaultOf(name, place)) : undefined;
    const known = override || (own ?? toldValue(machine, name, place));
    if (known === undefined || (known === "" && own === undefined)) {
      throwError(place, `\`${name}\` is not known while the plan is loaded`);
    }
    return known;
  }

  function defaultOf(name: SettingName, place: Place): SettingValue | Unknown | undefined {
    const spec: SettingSpec = settings[name];
    if (typeof spec.default !== "string") return spec.default;
    let open: Unknown | undefined;
    const text = spec.default.replace(/\$(\w+)/g, (_, other: string) => {
      const value = read(other, place);
      if (isUnknown(value)) open ??= value;
      return String(value);
    });
    return open ?? text;
  }

  /** What a function gets to see of a list or map is its own: a setting must not change by it. */
  function hand(value: SettingValue | Unknown): Value {
    if (typeof value === "string" || isUnknown(value)) return value;
    const made = Array.isArray(value)
      ? listOf(machine, value)
      : plainRecord(machine, Object.entries(value));
    const cell = (made.kind === "list" ? made.items : made.fields) as unknown as Cell;
    handed.push({ cell, content: cell.content });
    return made;
  }

  const reader: Host = {
    kind: "host",
    name: "pkg",
    get: (_, name, place) => hand(read(name, place)),
  };
  for (const name of settingNames) {
    if (name !== "pkg_version" || !byCallback) set(name);
  }
  if (handed.some(({ cell, content }) => cell.content !== content)) {
    throw new Abandoned(unknownAt(at, "changes a setting while it computes another").cause);
  }
  return values;
}

/** `HAB_ORIGIN` of the environment wins over the plan. */
function originOverride(machine: Machine): string | Unknown | undefined {
  machine.reads.add("HAB_ORIGIN");
  const { content } = machine.env.fields;
  if (isUnknown(content)) return content;
  const value = content.get("HAB_ORIGIN")?.value;
  return typeof value === "string" || isUnknown(value) ? value : undefined;
}

function toldValue(machine: Machine, name: string, at: Place): SettingValue | Unknown | undefined {
  if (name === "pkg_target") return machine.around.target;
  if (name === "PLAN_CONTEXT") {
    const { cause } = unknownAt(at, "reads `PLAN_CONTEXT`, which differs between builds");
    return unknown(cause, machine.around.context);
  }
  if (differing.has(name)) return unknownAt(at, `reads \`${name}\`, which only a build knows`);
  if (isSettingName(name)) return settings[name].type === "string" ? undefined : emptyOf(name);
  return told[name] ?? loadingValue(name);
}

function emptyOf(name: SettingName): SettingValue {
  return settings[name].type === "list" ? [] : {};
}

/** What the table of variables says of one that is known in part. */
function loadingValue(name: string): string | undefined {
  const spec = Object.hasOwn(variables, name)
    ? variables[name as keyof typeof variables]
    : undefined;
  if (spec === undefined || !("loading" in spec)) return undefined;
  return spec.loading.replace("$pkg_svc_path", variables.pkg_svc_path.loading);
}

/** Stands for the name of the package while it is not known. */
const namePlaceholder = variables.pkg_svc_path.loading.split("/").at(-1) ?? "";

/** Puts the name of the package where texts have a placeholder for it. */
export function withName(computed: Computed): Computed {
  const name = computed.get("pkg_name") ?? "";
  return new Map(
    [...computed].map(([setting, value]) => {
      if (typeof value !== "string" || !value.includes(namePlaceholder)) return [setting, value];
      return [setting, isUnknown(name) ? name : value.replaceAll(namePlaceholder, String(name))];
    }),
  );
}
