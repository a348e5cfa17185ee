/** What a new plan is written from, whatever language it is in. */
import {
  type CallbackName,
  callbackNames,
  type SettingName,
  type Settings,
  settingNames,
} from "../ir/index.ts";
import type { Draft } from "./kind.ts";

/** A plan that is to be written. */
export interface NewPlan {
  readonly draft: Draft;
  /** Lists of packages that it may need and that are not known here: they become remarks. */
  readonly wishes: Pick<Settings, "pkg_deps" | "pkg_build_deps">;
}

/** The value of a setting. */
export type Value = Settings[SettingName];

/** A setting or variable of the build in a command. */
export const placeholder = /\{([A-Za-z_]+)\}/g;

/** What stands before the wishes. */
export const wishRemark =
  "To declare when the package store has them; until then the host's tools do:";

/** What names the version again: it follows the setting, so that a new version is one change. */
const versioned: readonly SettingName[] = ["pkg_source", "pkg_filename", "pkg_dirname"];

/** A text, cut where it has the version; one part where it does not, or should not follow it. */
export function aroundVersion(
  name: SettingName,
  value: Value,
  { pkg_version }: Settings,
): string[] {
  if (!versioned.includes(name) || typeof value !== "string" || !pkg_version) return [];
  const escaped = pkg_version.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return value.split(new RegExp(`(?<![0-9.])${escaped}(?![0-9])`));
}

/** Whether a line of a callback is no command. */
export function isRemark(line: string): boolean {
  return line.startsWith("#");
}

/** Those that are set, in the order of the table. */
export function entries(settings: Settings): [SettingName, Value][] {
  return settingNames.flatMap((name): [SettingName, Value][] => {
    const value = settings[name];
    return value === undefined ? [] : [[name, value]];
  });
}

/** Those that there are, in the order of a build. */
export function callbacksOf({ callbacks = {} }: Draft): [CallbackName, readonly string[]][] {
  return callbackNames.flatMap((name): [CallbackName, readonly string[]][] => {
    const commands = callbacks[name];
    return commands === undefined ? [] : [[name, commands]];
  });
}
