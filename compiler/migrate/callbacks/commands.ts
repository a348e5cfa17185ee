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

export function commandKind({ functions }: Reading, name: string): CommandKind {
  if (functions.has(name) || isCallbackName(name)) return "own";
  if (Object.hasOwn(helpers, name)) return "helper";
  if (defaults.has(name as never)) return "default";
  if (processBuiltins.has(name)) return "process";
  return shellBuiltins.has(name) ? "shell" : "program";
}

/** Whether defaults and helpers may call a function that the plan defines. */
export function overrides(name: string): boolean {
  return name.startsWith("do_default_") || Object.hasOwn(helpers, name);
}
