import { type Binding, type Scope, uninitialized, type Value, type World } from "./model.ts";
import type { Place, Range } from "./place.ts";
import { constant, createCell, variable } from "./world.ts";

export function innerScope(parent: Scope, self?: { readonly value: Value }): Scope {
  const own = self === undefined ? {} : { self };
  return { parent, bindings: new Map(), source: parent.source, ...own };
}

export function declare(
  world: World,
  scope: Scope,
  name: string,
  how: { readonly constant: boolean; readonly value?: Value | typeof uninitialized },
): Binding {
  const value = "value" in how ? how.value : uninitialized;
  const binding = {
    cell: createCell(world, how.constant ? constant : variable, value),
    constant: how.constant,
  };
  scope.bindings.set(name, binding);
  return binding;
}

export function find(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.bindings.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

/** `this` as a scope sees it; at the top level of a module it is undefined. */
export function selfOf(scope: Scope): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.self !== undefined) return at.self.value;
  }
  return undefined;
}

export function placeOf(scope: Scope, { start, end }: Range): Place {
  return { source: scope.source, range: { start, end } };
}
