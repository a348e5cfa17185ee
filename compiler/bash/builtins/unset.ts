import { type Cause, Lost } from "../cause.ts";
import type { Outcome } from "../commands/command-table.ts";
import type { Shell } from "../shell.ts";
import { unsetVariable } from "../state/unset-variable.ts";
import { resolveName, scopeOf } from "../state/variables.ts";
import { isName } from "../text/text.ts";

/** Runs `unset`. */
export function unsetNames(shell: Shell, args: readonly string[], cause: Cause): Outcome {
  let functions = false;
  let variables = false;
  for (const arg of args) {
    if (/^-[fvn]+$/.test(arg)) {
      functions ||= arg.includes("f");
      variables ||= arg.includes("v");
      if (arg.includes("n")) throw new Lost(cause);
      continue;
    }
    if (functions) shell.state.functions.delete(arg);
    else if (isName(arg)) {
      const exists = scopeOf(shell, arg) !== undefined;
      if (exists || variables) unsetVariable(shell, arg);
      else shell.state.functions.delete(arg);
    } else unsetElement(shell, arg, cause);
  }
  return 0;
}

function unsetElement(shell: Shell, arg: string, cause: Cause): void {
  const [, name, key] = /^([A-Za-z_][A-Za-z0-9_]*)\[([^\]]+)\]$/.exec(arg) ?? [];
  if (name === undefined || key === undefined || /[$`"'\\@*]/.test(key)) throw new Lost(cause);
  const target = resolveName(shell, name);
  const value = scopeOf(shell, target)?.variables.get(target)?.value;
  if (value === undefined) return;
  if (value.kind === "unknown") return;
  if (value.kind !== "map" && !/^-?[0-9]+$/.test(key)) throw new Lost(cause);
  unsetVariable(shell, target, value.kind === "map" ? key : Number(key));
}
