import { Lost } from "../cause.ts";
import { noteSet } from "../recorder.ts";
import type { Shell } from "../shell.ts";
import { isName } from "../text/text.ts";
import { specialValue } from "./special.ts";
import type { Scope } from "./state.ts";
import { lastIndex, unset, type Value, type Variable } from "./value.ts";

/** The scope in which a name is found, the innermost first. */
export function scopeOf(shell: Shell, name: string): Scope | undefined {
  const { scopes } = shell.state;
  for (let level = scopes.length - 1; level >= 0; level -= 1) {
    if (scopes[level]?.variables.has(name)) return scopes[level];
  }
  return undefined;
}

/** The scope in which an assignment to a name takes place. */
export function scopeToSet(shell: Shell, name: string): Scope {
  const scope = scopeOf(shell, name) ?? globalScope(shell);
  if (scope.variables.get(name)?.attributes.doubtful) {
    throw new Lost({
      reason: `assigns to \`${name}\`, which may or may not be local`,
      span: shell.here,
    });
  }
  return scope;
}

/** The scope that names live in which no function has declared. */
export function globalScope(shell: Shell): Scope {
  const [scope] = shell.state.scopes;
  if (scope === undefined) throw new RangeError("a shell without a global scope");
  return scope;
}

/** Follows `declare -n` to the name of the variable itself. */
export function resolveName(shell: Shell, name: string): string {
  let target = name;
  for (let steps = 0; steps < 10; steps += 1) {
    const variable = scopeOf(shell, target)?.variables.get(target);
    if (variable?.attributes.reference === undefined) return target;
    if (variable.value.kind === "unknown") throw new Lost(variable.value.cause);
    if (variable.value.kind !== "scalar" || !isName(variable.value.text)) break;
    target = variable.value.text;
  }
  throw new Lost({
    reason: `uses the name reference \`${name}\` in an uncommon way`,
    span: shell.here,
  });
}

/** A variable; nothing where there is none of that name. */
export function getVariable(shell: Shell, name: string): Variable | undefined {
  const found = scopeOf(shell, name)?.variables.get(name);
  if (found?.attributes.reference === undefined) return found;
  const target = resolveName(shell, name);
  return scopeOf(shell, target)?.variables.get(target);
}

/** A variable's value. Reading one that nothing has set is noted: it may come from outside. */
export function getValue(shell: Shell, name: string): Value {
  const variable = getVariable(shell, name);
  const special = specialValue(shell, name, variable !== undefined);
  if (special !== undefined) return special;
  if (shell.recorder.given.has(name)) shell.recorder.reads.add(name);
  if (variable === undefined) {
    shell.recorder.reads.add(name);
    return unset;
  }
  return variable.value;
}

/** Puts a variable into a scope, as it is, and notes it where the plan sets it for good. */
export function putVariable(shell: Shell, scope: Scope, name: string, variable: Variable): void {
  scope.variables.set(name, variable);
  if (scope.kind === "global" && shell.subshells === 0) noteSet(shell.recorder, name, shell.here);
}

/** An array's elements; those of a scalar are the one with index 0. */
export function itemsOf(value: Value): ReadonlyMap<number, string> {
  if (value.kind === "list") return value.items;
  return value.kind === "scalar" ? new Map([[0, value.text]]) : new Map();
}

/** A subscript as an index, negative ones counting from the end; nothing where bash refuses it. */
export function indexOf(
  items: ReadonlyMap<number, string>,
  key: number | string,
): number | undefined {
  const index = typeof key === "number" && key < 0 ? lastIndex(items) + 1 + key : Number(key);
  return Number.isSafeInteger(index) && index >= 0 ? index : undefined;
}
