import { type Cause, isUnknown, Lost } from "../cause.ts";
import { finishAssignment, type Prepared } from "../commands/assignment.ts";
import { assignElements } from "../commands/elements.ts";
import type { Shell } from "../shell.ts";
import { assignText, readonlyCause } from "../state/assign-text.ts";
import type { Scope } from "../state/state.ts";
import {
  type Attributes,
  noAttributes,
  scalar,
  shapeOf,
  unknownValue,
  unset,
  type Value,
  type Variable,
} from "../state/value.ts";
import {
  globalScope,
  itemsOf,
  putVariable,
  resolveName,
  scopeOf,
  scopeToSet,
} from "../state/variables.ts";
import { type SourceText, spanOf } from "../text/source-text.ts";

/** A name with what it is to be. */
export type Target = { readonly name: string; readonly source: SourceText } & Partial<Prepared>;

/** The attributes that a command and its options ask for. */
export function attributesOf(command: string, on: ReadonlySet<string>, cause: Cause): Attributes {
  const letters = [on.has("l"), on.has("u"), on.has("c")].filter(Boolean).length;
  if (letters > 1) throw new Lost(cause);
  const kind = on.has("l") ? "lower" : on.has("u") ? "upper" : on.has("c") ? "capital" : undefined;
  return {
    ...(command === "export" || on.has("x") ? { exported: true } : {}),
    ...(command === "readonly" || on.has("r") ? { readonly: true } : {}),
    ...(on.has("i") ? { integer: true } : {}),
    ...(on.has("n") && command !== "export" ? { reference: true } : {}),
    ...(kind === undefined ? {} : { letters: kind }),
  };
}

/** The scope that a declaration is about. */
function scopeFor(shell: Shell, name: string, isLocal: boolean, on: ReadonlySet<string>): Scope {
  if (isLocal) {
    const innermost = shell.state.scopes.findLast((scope) => scope.kind === "function");
    if (innermost !== undefined) return innermost;
  }
  if (on.has("g")) return globalScope(shell);
  return scopeToSet(shell, name);
}

/** Declares one name, and assigns what it is given. */
export function declareOne(
  shell: Shell,
  target: Target,
  isLocal: boolean,
  on: ReadonlySet<string>,
  off: ReadonlySet<string>,
  attributes: Attributes,
): void {
  const { node } = target;
  if (node !== undefined && node.pos < node.end) shell.here = spanOf(shell.source, node);
  const name = attributes.reference || isLocal ? target.name : resolveName(shell, target.name);
  const scope = scopeFor(shell, name, isLocal, on);
  const before = scope.variables.get(name);
  const variable = before ?? { value: unset, attributes: noAttributes };
  if (variable.attributes.readonly && (node !== undefined || off.has("r"))) {
    throw new Lost(readonlyCause(shell, name));
  }
  const { readonly, ...lasting } = attributes;
  // What is declared local is so from here on, whichever way led here.
  const { doubtful, ...own } = variable.attributes;
  const merged = withoutAttributes({ ...own, ...lasting }, off);
  const shaped: Variable = { value: shapedValue(shell, variable.value, on), attributes: merged };
  // Bash leaves the variable's text alone until it is next assigned.
  if (before === undefined || shaped.value !== variable.value || merged !== variable.attributes) {
    if (node === undefined && before === undefined) putVariable(shell, scope, name, shaped);
    else scope.variables.set(name, shaped);
  }
  const compound =
    (on.has("a") || on.has("A")) &&
    typeof target.text === "string" &&
    /^\(.*\)$/s.test(target.text);
  if (compound)
    throw new Lost({ reason: "declares an array from a quoted text", span: shell.here });
  if (node !== undefined) assignIn(shell, scope, name, { ...target, node });
  if (readonly) {
    const now = scope.variables.get(name) ?? shaped;
    scope.variables.set(name, { ...now, attributes: { ...now.attributes, readonly } });
  }
}

function withoutAttributes(attributes: Attributes, off: ReadonlySet<string>): Attributes {
  if (off.size === 0) return attributes;
  const { integer, exported, letters, reference, ...rest } = attributes;
  const kept = off.has("l") || off.has("u") || off.has("c") ? undefined : letters;
  return {
    ...rest,
    ...(integer && !off.has("i") ? { integer } : {}),
    ...(exported && !off.has("x") ? { exported } : {}),
    ...(reference && !off.has("n") ? { reference } : {}),
    ...(kept === undefined ? {} : { letters: kept }),
  };
}

/** The value with the kind that `-a` or `-A` asks for. */
function shapedValue(shell: Shell, value: Value, on: ReadonlySet<string>): Value {
  const shape = shapeOf(value);
  const list = on.has("a");
  if (!list && !on.has("A")) return value;
  if (value.kind === "unknown") {
    return unknownValue(
      value.cause,
      list && shape !== "map" && shape !== undefined
        ? "list"
        : shape === "map" && !list
          ? "map"
          : undefined,
    );
  }
  const wanted = list ? "list" : "map";
  if (shape === wanted) return value;
  if (value.kind === "unset" && value.shape === undefined) return { kind: "unset", shape: wanted };
  if (list && value.kind === "scalar") return { kind: "list", items: itemsOf(value) };
  throw new Lost({ reason: "declares an array of the other kind", span: shell.here });
}

function assignIn(shell: Shell, scope: Scope, name: string, prepared: Prepared): void {
  const { node, elements, text = "" } = prepared;
  const append = node.append === true;
  if (scope.variables.get(name)?.attributes.reference && elements === undefined) {
    const variable = scope.variables.get(name) ?? { value: unset, attributes: noAttributes };
    scope.variables.set(name, {
      ...variable,
      value: isUnknown(text) ? unknownValue(text.cause) : scalar(text),
    });
    return;
  }
  if (elements !== undefined) {
    if (node.index !== undefined)
      throw new Lost({ reason: "assigns a list to an element", span: shell.here });
    assignElements(shell, scope, name, elements, append);
  } else if (scope === scopeOf(shell, name) && node.pos < node.end && node.index !== undefined) {
    finishAssignment(shell, prepared);
  } else if (scope === scopeOf(shell, name)) assignText(shell, name, text, { append });
  else
    throw new Lost({
      reason: `declares \`${name}\`, which a function holds as its own`,
      span: shell.here,
    });
}
