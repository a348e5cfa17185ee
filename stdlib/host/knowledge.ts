/** What the host knows: the plan's settings, and what the driver told since. */
import {
  isSettingName,
  type SettingName,
  type SettingSpec,
  type SettingValue,
  settings,
  type VariableSpec,
  variables,
} from "../../compiler/ir/index.ts";
import type { Assignment } from "../protocol/messages.ts";
import { unsetVersion } from "../unset-version.ts";
import type { Environment } from "./environment.ts";
import type { PlanDefinition } from "./plan-file.ts";
import { computeSettings, defaultOf } from "./plan-settings.ts";

/** Settings and variables by name. */
export interface Knowledge {
  /** Takes in what the driver tells. */
  tell(assignments: readonly Assignment[]): void;
  /** Computes what the plan sets. @returns Those settings. */
  load(plan: PlanDefinition): Assignment[];
  /** Sets the version. @returns The settings that are computed from it and changed. */
  update(version: string): Assignment[];
  /** What a setting or variable is now; what is not known is empty, as in bash. */
  read(name: string): SettingValue;
}

const empty = { string: "", list: [], map: {} } as const;

export function openKnowledge(environment: Environment): Knowledge {
  const told = new Map<string, SettingValue>();
  let plan: PlanDefinition = {};
  let own = new Map<SettingName, SettingValue>();

  function tell(assignments: readonly Assignment[]): void {
    for (const assignment of assignments) {
      switch (assignment.kind) {
        case "export":
          environment.tell(assignment.name, assignment.value);
          told.set(assignment.name, assignment.value);
          break;
        case "unset":
          environment.tell(assignment.name, undefined);
          told.delete(assignment.name);
          break;
        case "string":
          // In bash a variable that is exported stays so.
          if (process.env[assignment.name] !== undefined) {
            environment.tell(assignment.name, assignment.value);
          }
          told.set(assignment.name, assignment.value);
          break;
        case "umask":
          process.umask(assignment.mask);
          break;
        case "list":
        case "map":
          told.set(assignment.name, Object.freeze(assignment.value) as SettingValue);
      }
    }
  }

  function load(definition: PlanDefinition): Assignment[] {
    plan = definition;
    const version = told.get("pkg_version") ?? unsetVersion;
    own = computeSettings(plan, String(version), (name) => told.get(name));
    // What was told before is what the settings were without the plan.
    for (const name of own.keys()) told.delete(name);
    return [...own].map(([name, value]) => assignmentOf(name, value));
  }

  function update(version: string): Assignment[] {
    const before = own;
    told.set("pkg_version", version);
    own = computeSettings(plan, version, (name) => told.get(name));
    const changed = [...own].filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name)),
    );
    for (const [name, value] of changed) told.set(name, value);
    return changed.map(([name, value]) => assignmentOf(name, value));
  }

  function read(name: string): SettingValue {
    const spec: SettingSpec | VariableSpec | undefined = isSettingName(name)
      ? settings[name]
      : (variables as Record<string, VariableSpec>)[name];
    const exported = spec !== undefined && "exported" in spec ? process.env[name] : undefined;
    const known = exported ?? told.get(name);
    if (known !== undefined) return known;
    const ours = isSettingName(name) ? (own.get(name) ?? defaultOf(name, read)) : undefined;
    return ours ?? (empty[spec?.type ?? "string"] as SettingValue);
  }

  return { tell, load, update, read };
}

function assignmentOf(name: string, value: SettingValue): Assignment {
  if (typeof value === "string") return { kind: "string", name, value };
  if (Array.isArray(value)) return { kind: "list", name, value };
  return { kind: "map", name, value };
}
