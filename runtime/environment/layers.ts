/**
 * The run-time and the build-time environment of a package: those of its dependencies layered
 * in declared order, the plan's own on top, and for each variable the packages that gave it
 * its value.
 */
import { HabcError } from "../../compiler/ir/index.ts";
import {
  type Hints,
  isAggregate,
  protectedVariables,
  separatorOf,
  type Warn,
} from "./variable-kinds.ts";

/** One environment. The maps keep the order in which variables were first set. */
export interface Layers {
  /** Variable → value. */
  readonly values: Map<string, string>;
  /** Variable → identifiers of the packages, the latest first, separated by spaces. */
  readonly provenance: Map<string, string>;
}

/** What a dependency brings along. */
export interface DependencyEnvironment {
  readonly ident: string;
  readonly variables: ReadonlyMap<string, string>;
}

/** What decides how values are put together. */
export interface LayerContext {
  readonly hints: Hints;
  readonly warn: Warn;
}

export function emptyLayers(): Layers {
  return { values: new Map(), provenance: new Map() };
}

/** Layers the run-time environments of dependencies, in order. Their `PATH` is not taken. */
export function layerDependencies(
  layers: Layers,
  dependencies: readonly DependencyEnvironment[],
  context: LayerContext,
): void {
  for (const { ident, variables } of dependencies) {
    for (const [name, value] of variables) {
      if (name !== "PATH") layerOne(layers, { name, value, ident }, context);
    }
  }
}

/** A value on its way into an environment. */
export interface NewValue {
  readonly name: string;
  readonly value: string;
  /** The package that gives it. */
  readonly ident: string;
}

function layerOne(layers: Layers, given: NewValue, context: LayerContext): void {
  const current = layers.values.get(given.name);
  const from = layers.provenance.get(given.name);
  if (!current) {
    assign(layers, given);
  } else if (current !== given.value) {
    if (isAggregate(given.name, context.hints, context.warn)) {
      prepend(layers, given, separatorOf(given.name, context.hints, context.warn));
    } else {
      context.warn(`Overwriting $${given.name} originally set from ${from}`);
      assign(layers, given);
    }
  }
}

/**
 * `set_runtime_env` and `set_buildtime_env`.
 *
 * @throws HabcError `env-protected`, or `env-conflict` where there is a value and no force.
 */
export function setVariable(
  layers: Layers,
  given: NewValue & { readonly force: boolean },
  warn: Warn,
): void {
  refuseProtected(given.name);
  const current = layers.values.get(given.name);
  if (current) {
    const from = layers.provenance.get(given.name);
    if (!given.force) {
      throw new HabcError(
        "env-conflict",
        `$${given.name} already has a value, set by ${from}: ${current}`,
        { hint: "to replace it, pass -f (in a plan.ts: { force: true })" },
      );
    }
    warn(`Replacing $${given.name}, set by ${from}: ${current}`);
  }
  assign(layers, given);
}

/**
 * `push_runtime_env` and `push_buildtime_env`.
 *
 * @throws HabcError `env-protected`.
 */
export function pushVariable(layers: Layers, given: NewValue, context: LayerContext): void {
  refuseProtected(given.name);
  prepend(layers, given, separatorOf(given.name, context.hints, context.warn));
}

function refuseProtected(name: string): void {
  const setting = protectedVariables[name];
  if (setting === undefined) return;
  throw new HabcError("env-protected", `$${name} cannot be set directly`, {
    hint: `add what is missing to ${setting}`,
  });
}

function assign(layers: Layers, { name, value, ident }: NewValue): void {
  layers.values.set(name, value);
  layers.provenance.set(name, ident);
}

function prepend(layers: Layers, { name, value, ident }: NewValue, separator: string): void {
  layers.values.set(name, pushed(value, layers.values.get(name), separator));
  layers.provenance.set(name, pushed(ident, layers.provenance.get(name), " "));
}

/** The value in front of what is there, each part only once. */
function pushed(value: string, current: string | undefined, separator: string): string {
  const parts = current ? `${value}${separator}${current}` : value;
  return [...new Set(parts.split(separator))]
    .filter((part, at) => part !== "" || at === 0)
    .join(separator);
}

/**
 * The variables that a build exports: the run-time environment, and the build-time one on top.
 *
 * @param inherited The value that a variable has before, if it has one.
 */
export function exportedVariables(
  { runtime, buildtime }: { readonly runtime: Layers; readonly buildtime: Layers },
  inherited: (name: string) => string | undefined,
  context: LayerContext,
): Map<string, string> {
  const exported = new Map(runtime.values);
  for (const [name, value] of buildtime.values) {
    const current = exported.get(name) ?? inherited(name);
    const joins = current && current !== value && isAggregate(name, context.hints, context.warn);
    exported.set(
      name,
      joins ? pushed(value, current, separatorOf(name, context.hints, context.warn)) : value,
    );
  }
  return exported;
}
