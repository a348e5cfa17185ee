/**
 * What habc knows of environment variables: which hold several values, and which follow from
 * settings and may not be set directly.
 *
 * Source: Habitat reference, `do_setup_environment`; plan-build's environment functions.
 */
import type { SettingName } from "../../compiler/ir/index.ts";

const separators: Readonly<Record<string, string>> = {
  PATH: ":",
  GOPATH: ":",
  CLASSPATH: ";",
  NODE_PATH: ":",
  PYTHONPATH: ":",
  BUNDLE_PATH: ":",
  BUNDLE_WITHOUT: ":",
  GEM_PATH: ":",
  RUBYLIB: ":",
  RUBYPATH: ":",
};

/** Variables that a build makes, with the setting to change instead. */
export const protectedVariables: Readonly<Record<string, SettingName>> = {
  PATH: "pkg_deps",
  LD_RUN_PATH: "pkg_lib_dirs",
  LDFLAGS: "pkg_lib_dirs",
  CFLAGS: "pkg_include_dirs",
  CPPFLAGS: "pkg_include_dirs",
  CXXFLAGS: "pkg_include_dirs",
  PKG_CONFIG_PATH: "pkg_pconfig_dirs",
};

/** The plan's `HAB_ENV_<NAME>_TYPE` and `HAB_ENV_<NAME>_SEPARATOR`. */
export type Hints = ReadonlyMap<string, string>;

/** Takes the warnings about what was assumed. */
export type Warn = (text: string) => void;

/** Whether a variable holds several values; a warning where that is only assumed. */
export function isAggregate(name: string, hints: Hints, warn: Warn): boolean {
  const hint = hints.get(`HAB_ENV_${name}_TYPE`);
  if (hint) return hint === "aggregate";
  if (Object.hasOwn(separators, name)) return true;
  warn(
    `Treating $${name} as a primitive type. To change this, add HAB_ENV_${name}_TYPE=aggregate to the plan.`,
  );
  return false;
}

/** What stands between a variable's values; a warning where that is only assumed. */
export function separatorOf(name: string, hints: Hints, warn: Warn): string {
  const hint = hints.get(`HAB_ENV_${name}_SEPARATOR`) ?? separators[name];
  if (hint) return hint;
  warn(
    `Using ":" as the separator of $${name}. To change this, add HAB_ENV_${name}_SEPARATOR to the plan.`,
  );
  return ":";
}
