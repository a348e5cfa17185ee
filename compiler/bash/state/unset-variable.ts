import { Lost } from "../cause.ts";
import { doubtOf } from "../commands/channel.ts";
import { noteSet } from "../recorder.ts";
import type { Shell } from "../shell.ts";
import { indexFor, readonlyCause } from "./assign-text.ts";
import type { Scope } from "./state.ts";
import { noAttributes, unset } from "./value.ts";
import { putVariable, resolveName, scopeOf } from "./variables.ts";

/** Removes a variable, or an element of an array. */
export function unsetVariable(shell: Shell, name: string, key?: number | string): void {
  const target = resolveName(shell, name);
  const scope = scopeOf(shell, target);
  const variable = scope?.variables.get(target);
  if (scope === undefined || variable === undefined) return;
  if (variable.attributes.readonly) throw new Lost(readonlyCause(shell, target));
  if (variable.attributes.uncertain || variable.attributes.doubtful) throw new Lost(doubtOf(shell));
  if (key === undefined) {
    removeVariable(shell, scope, target);
    return;
  }
  const { value } = variable;
  if (value.kind === "list") {
    const items = new Map(value.items);
    items.delete(indexFor(shell, items, key));
    putVariable(shell, scope, target, { ...variable, value: { kind: "list", items } });
  } else if (value.kind === "map") {
    const entries = new Map(value.entries);
    entries.delete(String(key));
    putVariable(shell, scope, target, { ...variable, value: { kind: "map", entries } });
  } else if (value.kind === "scalar" && Number(key) === 0) removeVariable(shell, scope, target);
}

function removeVariable(shell: Shell, scope: Scope, name: string): void {
  if (scope.kind === "global") {
    scope.variables.delete(name);
    if (shell.subshells === 0) noteSet(shell.recorder, name, shell.here);
    return;
  }
  // A local that its own function unsets stays local, without a value.
  const innermost = shell.state.scopes.findLast((one) => one.kind === "function") === scope;
  if (innermost) scope.variables.set(name, { value: unset, attributes: noAttributes });
  else scope.variables.delete(name);
}
