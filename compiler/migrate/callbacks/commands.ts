/** What kind of command a name is for a translation. */
import { type CallbackSpec, callbacks, helpers, isCallbackName } from "../../ir/index.ts";
import type { Reading } from "../reading/reading.ts";

/**
 * `own`: a function of the plan or a callback. `process`: a builtin that changes the process it
 * runs in, and nothing beyond a subshell. `shell`: one that means something only in a function.
 */
export type CommandKind = "helper" | "default" | "own" | "process" | "shell" | "program";

const defaults = new Set(
  Object.values(callbacks).flatMap((spec: CallbackSpec) => spec.defaultName ?? []),
);

const processBuiltins = new Set([
  "cd",
  "export",
  "exit",
  "set",
  "umask",
  "ulimit",
  "unset",
  "pushd",
  "popd",
  "exec",
  "trap",
]);

const shellBuiltins = new Set(
  `. alias bg bind break builtin caller complete continue declare dirs disown enable eval fc fg
   getopts hash history jobs let local logout mapfile read readarray readonly return shift shopt
   source suspend times typeset unalias wait command`.split(/\s+/),
);

export function commandKind({ functions }: Pick<Reading, "functions">, name: string): CommandKind {
  if (functions.has(name) || isCallbackName(name)) return "own";
  if (Object.hasOwn(helpers, name)) return "helper";
  if (defaults.has(name as never)) return "default";
  if (processBuiltins.has(name)) return "process";
  return shellBuiltins.has(name) ? "shell" : "program";
}

/** The defaults that call a helper; each other helper may be called by all. */
const callers: Readonly<Record<string, readonly string[]>> = {
  download_file: ["do_default_download"],
  verify_file: ["do_default_download", "do_default_verify", "download_file"],
  unpack_file: ["do_default_unpack"],
};

/** A default or helper that the plan defines itself, and that some of these may call. */
export function overriddenFor(reading: Reading, calls: ReadonlySet<string>): string | undefined {
  const called = [...calls].filter((name) =>
    ["helper", "default"].includes(commandKind({ functions: new Map() }, name)),
  );
  return [...reading.functions.keys()].find((name) => {
    if (!overrides(name)) return false;
    if (calls.has(name)) return true;
    return called.some((one) => callers[name]?.includes(one) ?? !name.startsWith("do_default_"));
  });
}

/** Whether defaults and helpers may call a function that the plan defines. */
export function overrides(name: string): boolean {
  return name.startsWith("do_default_") || Object.hasOwn(helpers, name);
}
