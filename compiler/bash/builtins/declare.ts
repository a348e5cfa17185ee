import type { Assignment, Word } from "unbash";
import { assignElements, finishAssignment, type Prepared, prepareAssignment } from "../assignment.ts";
import { type Cause, Lost } from "../cause.ts";
import { write } from "../channel.ts";
import type { Outcome } from "../command-table.ts";
import { knownArguments } from "../command-table.ts";
import type { Shell } from "../shell.ts";
import { spanOf } from "../source-text.ts";
import type { Scope } from "../state.ts";
import { isName } from "../text.ts";
import { type Attributes, noAttributes, shapeOf, unknownValue, unset, type Value, type Variable } from "../value.ts";
import { assignText, globalScope, itemsOf, putVariable, readonlyCause, resolveName, scopeOf, unsetVariable } from "../variables.ts";
import { expandWords } from "../word.ts";

/** The builtins whose arguments are assignments. */
export const declarationNames: ReadonlySet<string> = new Set([
  "declare",
  "typeset",
  "local",
  "export",
  "readonly",
]);

/** What the options before the names ask for. */
interface Options {
  readonly on: Set<string>;
  readonly off: Set<string>;
}

/** A name with what it is to be. */
type Target = { readonly name: string } & Partial<Prepared>;

/** Runs `declare`, `local`, `export`, `readonly` and `typeset`. */
export function declare(
  shell: Shell,
  command: string,
  args: readonly (Word | Assignment | { type: "Redirect" | "HereDoc" | "HereString" })[],
  cause: Cause,
): Outcome {
  const options: Options = { on: new Set(), off: new Set() };
  const targets: Target[] = [];
  let optionsEnd = false;
  for (const arg of args) {
    if (arg.type === "Assignment") {
      shell.here = spanOf(shell.source, arg);
      targets.push({ name: arg.name, ...prepareAssignment(shell, arg) });
      optionsEnd = true;
    } else if (arg.type === "Word") {
      const words = knownArguments(expandWords(shell, [arg]));
      if ("cause" in words) throw new Lost(words.cause);
      for (const word of words) {
        optionsEnd ||= !/^[-+][A-Za-z]+$/.test(word);
        if (word === "--") continue;
        if (!optionsEnd) takeOptions(options, word);
        else targets.push(targetOf(word, cause));
      }
    }
  }
  return declareAll(shell, command, options, targets, cause);
}

function takeOptions(options: Options, word: string): void {
  for (const letter of word.slice(1)) (word.startsWith("-") ? options.on : options.off).add(letter);
}

/** A name, or an assignment that only expansions made one. */
function targetOf(word: string, cause: Cause): Target {
  if (isName(word)) return { name: word };
  const parsed = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=([^]*)$/.exec(word);
  const [, name, plus, text] = parsed ?? [];
  if (name === undefined || text === undefined || text.startsWith("(")) throw new Lost(cause);
  const value: Word = { type: "Word", text, value: text, pos: 0, end: 0 };
  const node: Assignment = {
    type: "Assignment",
    name,
    value,
    index: undefined,
    append: plus === "+",
    text: word,
    pos: 0,
    end: 0,
  };
  return { name, node, text };
}

function declareAll(
  shell: Shell,
  command: string,
  options: Options,
  targets: readonly Target[],
  cause: Cause,
): Outcome {
  const { on, off } = options;
  const inFunction = shell.state.scopes.some((scope) => scope.kind === "function");
  if (on.has("p") || (targets.length === 0 && on.size === 0) || on.has("f") || on.has("F")) {
    write(shell, 1, { cause });
    return command === "export" && targets.length > 0 ? 0 : { cause };
  }
  if (command === "local" && !inFunction) {
    write(shell, 2, { cause });
    return 1;
  }
  const unlet = command === "export" && on.has("n");
  if (on.has("I") || on.has("t")) throw new Lost(cause);
  const isLocal = command === "local" || ((command === "declare" || command === "typeset") && inFunction && !on.has("g"));
  const attributes = attributesOf(command, on, cause);
  for (const target of targets) {
    if (unlet) finishPlain(shell, target);
    else declareOne(shell, target, isLocal, on, off, attributes);
  }
  return 0;
}

function finishPlain(shell: Shell, target: Target): void {
  if (target.node !== undefined) finishAssignment(shell, { ...target, node: target.node });
}

function attributesOf(command: string, on: ReadonlySet<string>, cause: Cause): Attributes {
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
  return scopeOf(shell, name) ?? globalScope(shell);
}

function declareOne(
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
  const merged = withoutAttributes({ ...variable.attributes, ...lasting }, off);
  const shaped: Variable = { value: shapedValue(shell, variable.value, on), attributes: merged };
  // Bash leaves the variable's text alone until it is next assigned.
  if (before === undefined || shaped.value !== variable.value || merged !== variable.attributes) {
    if (node === undefined && before === undefined) putVariable(shell, scope, name, shaped);
    else scope.variables.set(name, shaped);
  }
  const compound = (on.has("a") || on.has("A")) && typeof target.text === "string" && /^\(.*\)$/s.test(target.text);
  if (compound) throw new Lost({ reason: "declares an array from a quoted text", span: shell.here });
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
    return unknownValue(value.cause, list && shape !== "map" && shape !== undefined ? "list" : shape === "map" && !list ? "map" : undefined);
  }
  if (list && value.kind !== "map") return value.kind === "list" ? value : { kind: "list", items: itemsOf(value) };
  if (!list && (value.kind === "map" || value.kind === "unset")) {
    return value.kind === "map" ? value : { kind: "map", entries: new Map() };
  }
  throw new Lost({ reason: "declares an array of the other kind", span: shell.here });
}

function assignIn(shell: Shell, scope: Scope, name: string, prepared: Prepared): void {
  const { node, elements, text = "" } = prepared;
  const append = node.append === true;
  if (elements !== undefined) {
    if (node.index !== undefined) throw new Lost({ reason: "assigns a list to an element", span: shell.here });
    assignElements(shell, scope, name, elements, append);
  } else if (scope === scopeOf(shell, name) && node.pos < node.end && node.index !== undefined) {
    finishAssignment(shell, prepared);
  } else if (scope === scopeOf(shell, name)) assignText(shell, name, text, { append });
  else throw new Lost({ reason: `declares \`${name}\`, which a function holds as its own`, span: shell.here });
}

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
