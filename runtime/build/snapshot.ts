/** Takes in what a phase host says that it holds. */
import {
  isSettingName,
  type SettingName,
  type Settings,
  type SettingValue,
  settings,
} from "../../compiler/ir/index.ts";
import type { Assignment } from "../../stdlib/protocol/messages.ts";

/** What a snapshot can change. */
export interface Held {
  settings: Settings;
  variables: Map<string, string>;
  functions: Map<string, { readonly file: string; readonly line: number }>;
  /** The texts of a plan.ts's callbacks. */
  definitions: Map<string, string>;
  umask: number;
}

/** Variables beside the settings that a build reads back, since plans change them. */
export const variablesReadBack = [
  "PATH",
  "CFLAGS",
  "CPPFLAGS",
  "CXXFLAGS",
  "LDFLAGS",
  "LD_RUN_PATH",
  "PKG_CONFIG_PATH",
];

/** The settings that the hosts report, by shape. */
export function settingsOfType(type: "string" | "list" | "map"): SettingName[] {
  return (Object.keys(settings) as SettingName[]).filter((name) => settings[name].type === type);
}

/** @param state What the host reported; what it does not mention stays as it was. */
export function absorb(held: Held, state: readonly Assignment[]): void {
  const next: Record<string, SettingValue> = { ...held.settings };
  for (const item of state) {
    switch (item.kind) {
      case "umask":
        held.umask = item.mask;
        break;
      case "function":
        held.functions.set(item.name, { file: item.file, line: item.line });
        break;
      case "unset":
        delete next[item.name];
        held.variables.delete(item.name);
        break;
      case "definition":
        held.definitions.set(item.name, item.text);
        break;
      case "variable":
      case "shell":
        break;
      default:
        if (isSettingName(item.name)) {
          next[item.name] = item.value as SettingValue;
        } else if (typeof item.value === "string") {
          held.variables.set(item.name, item.value);
        }
    }
  }
  held.settings = next as Settings;
}
