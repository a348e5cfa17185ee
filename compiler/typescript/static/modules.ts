/** The files of a plan, and what they import of each other. */

import { readFileSync } from "node:fs";
import { extname } from "node:path";
import type { Directive, ImportDeclaration, Program, Statement } from "oxc-parser";
import { limits } from "../../bash/budget.ts";
import { type Cause, causeAt, Lost } from "./cause.ts";
import { declareBlock, declareVars } from "./declarations.ts";
import { unknownAt } from "./make.ts";
import {
  type Binding,
  type Host,
  type Machine,
  type Scope,
  uninitialized,
  unknown,
  type Value,
} from "./model.ts";
import { boundNames } from "./names.ts";
import { fromJson } from "./natives/json.ts";
import { type Library, libraryOf } from "./natives/libraries.ts";
import { NotParsed, type ParsedFile, parseFile } from "./parse.ts";
import type { Place, SourceText } from "./place.ts";
import { isFileSpecifier, resolveFile } from "./resolve.ts";
import { declare, find, placeOf } from "./scope.ts";
import { runStatement } from "./statements.ts";
import { giveUpOn, runUnknown } from "./uncertainty.ts";
import { usedNames } from "./usage.ts";
import { createCell, variable, write } from "./world.ts";

/** What a module gives to others: the variable behind a name. */
type Exports = (name: string, at: Place) => Binding;

/** The modules of one plan. */
export interface Modules {
  readonly machine: Machine;
  readonly loaded: Map<string, Exports>;
  /** The plan file, once it was parsed: the first file of all. */
  plan: ParsedFile | undefined;
}

/** Runs a file of the plan, and before it what it imports. */
export function runModule(modules: Modules, file: string): Exports {
  const known = modules.loaded.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, "utf8");
  const source = { file, text };
  const whole: Place = { source, range: { start: 0, end: 0 } };
  if (text.length > limits.file) throw new NotParsed(source, "has more than four megabytes");
  switch (extname(file)) {
    case ".json":
      return keep(modules, file, jsonExports(modules, text, whole));
    case ".txt":
      return keep(
        modules,
        file,
        valueExports(modules, () => text),
      );
    case ".cjs":
    case ".cts":
    case ".css":
      return keep(modules, file, unreadExports(modules, whole));
    default:
      return runScript(modules, parsed(modules, source));
  }
}

function parsed(modules: Modules, source: SourceText): ParsedFile {
  const file = parseFile(source);
  modules.plan ??= file;
  return file;
}

function keep({ loaded }: Modules, file: string, exports: Exports): Exports {
  loaded.set(file, exports);
  return exports;
}

function fixed({ machine }: Modules, value: Value): Binding {
  return { cell: createCell(machine.world, variable, value), constant: true };
}

function valueExports(modules: Modules, give: (name: string) => Value): Exports {
  return (name) => fixed(modules, give(name));
}

/** The default is the whole; esbuild gives the properties of an object under their names, too. */
function jsonExports(modules: Modules, text: string, at: Place): Exports {
  const { machine } = modules;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NotParsed(at.source, "is not valid JSON");
  }
  if (text.includes("__proto__")) return unreadExports(modules, at);
  const whole = fromJson(machine, json, at);
  const content =
    typeof whole === "object" && whole?.kind === "record" ? whole.fields.content : undefined;
  return valueExports(modules, (name) => {
    if (name === "default" || name === "*") return whole;
    if (content instanceof Map) return content.get(name)?.value;
    return unknownAt(at, "imports a name from a file without names");
  });
}

/** A file that runs, and is not read. */
function unreadExports(modules: Modules, at: Place): Exports {
  const { machine } = modules;
  machine.foreign = true;
  const value = unknownAt(at, "comes from a file that is not read");
  runUnknown(machine, value.cause);
  return valueExports(modules, () => value);
}

function runScript(modules: Modules, { source, program }: ParsedFile): Exports {
  const { machine } = modules;
  const used = usedNames(program);
  if (isCommonJs(program, used)) {
    return keep(modules, source.file, unreadExports(modules, { source, range: program }));
  }
  const scope: Scope = {
    parent: undefined,
    bindings: new Map(),
    source,
    self: { value: undefined },
  };
  const exported = new Map<string, () => Binding>();
  const stars: Exports[] = [];
  const exports: Exports = (name, at) => exportOf({ modules, exported, stars, scope }, name, at);
  modules.loaded.set(source.file, exports);
  declareVars(machine, program.body, scope);
  declareBlock(machine, program.body, scope);
  // Before anything is imported: a module may import one that imports it.
  for (const node of program.body) linkOwn(modules, node, { scope, exported, stars });
  for (const node of program.body) {
    if (node.type === "ImportDeclaration") bindImport(modules, node, { scope, used });
    else linkOthers(modules, node, { scope, exported, stars });
  }
  for (const node of program.body) runTopLevel(machine, node, scope);
  return exports;
}

/** A file without `import` and `export` that gives something to others all the same. */
function isCommonJs({ body }: Program, used: ReadonlySet<string>): boolean {
  const isModule = body.some(({ type }) => /^(?:Import|Export)/.test(type));
  return !isModule && ["module", "exports", "require"].some((name) => used.has(name));
}

/** A statement whose end is not known leaves what it declares unknown. */
function runTopLevel(machine: Machine, node: Statement | Directive, scope: Scope): void {
  try {
    runExporting(machine, node, scope);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    const { cause } = error;
    giveUpOn(machine, { node, scope, cause });
    loseUnset(machine, namesOf(node), { scope, cause });
  }
  if (machine.tries === 0 && machine.running.size === 0) machine.world.trail.length = 0;
}

function loseUnset(
  { world }: Machine,
  names: readonly string[],
  { scope, cause }: { readonly scope: Scope; readonly cause: Cause },
): void {
  for (const name of names) {
    const cell = scope.bindings.get(name)?.cell;
    if (cell?.content === uninitialized) write(world, cell, unknown(cause));
  }
}

/** The names that a statement of a module declares. */
function namesOf(node: Statement | Directive): string[] {
  if (node.type === "ExportDefaultDeclaration") return ["default"];
  return declaredNames(
    node.type === "ExportNamedDeclaration" ? node.declaration : (node as Statement),
  );
}

function runExporting(machine: Machine, node: Statement | Directive, scope: Scope): void {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return;
    case "ExportNamedDeclaration":
      if (node.declaration !== null) runStatement(machine, node.declaration, scope);
      return;
    case "ExportDefaultDeclaration": {
      const { declaration } = node;
      if (
        declaration.type === "TSInterfaceDeclaration" ||
        declaration.type === "FunctionDeclaration"
      )
        return;
      if (declaration.type === "ClassDeclaration") runStatement(machine, declaration, scope);
      else
        write(
          machine.world,
          defaultBinding(machine, scope).cell,
          machine.evaluate(machine, declaration as never, scope),
        );
      return;
    }
    default:
      runStatement(machine, node, scope);
  }
}

/** The variable behind `export default expression`; no name of a plan can be this one. */
function defaultBinding(machine: Machine, scope: Scope): Binding {
  return (
    scope.bindings.get("default") ?? declare(machine.world, scope, "default", { constant: true })
  );
}

interface Links {
  readonly scope: Scope;
  readonly exported: Map<string, () => Binding>;
  readonly stars: Exports[];
}

/** What a module exports of its own. */
function linkOwn(modules: Modules, node: Statement | Directive, { scope, exported }: Links): void {
  const local = (name: string) => () =>
    find(scope, name) ?? fixed(modules, unknownAt(placeOf(scope, node), `exports \`${name}\``));
  if (node.type === "ExportDefaultDeclaration") {
    exported.set("default", defaultExport(modules, node, scope));
    return;
  }
  if (node.type !== "ExportNamedDeclaration" || node.exportKind === "type") return;
  for (const name of declaredNames(node.declaration)) exported.set(name, local(name));
  if (node.source !== null) return;
  for (const specifier of node.specifiers) {
    if (specifier.exportKind !== "type")
      exported.set(nameOf(specifier.exported), local(nameOf(specifier.local)));
  }
}

function defaultExport(
  modules: Modules,
  { declaration }: Extract<Statement, { type: "ExportDefaultDeclaration" }>,
  scope: Scope,
): () => Binding {
  const isDeclared =
    declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
  const name = isDeclared ? declaration.id?.name : undefined;
  if (declaration.type === "FunctionDeclaration" && name === undefined) {
    const value: Value = { kind: "closure", node: declaration, scope };
    return () => fixed(modules, value);
  }
  return () =>
    (name === undefined ? undefined : find(scope, name)) ?? defaultBinding(modules.machine, scope);
}

/** What a module exports of others. */
function linkOthers(
  modules: Modules,
  node: Statement | Directive,
  { scope, exported, stars }: Links,
): void {
  if (node.type === "ExportAllDeclaration" && node.exportKind !== "type") {
    const from = importFrom(modules, node.source.value, placeOf(scope, node));
    if (node.exported === null) stars.push(from);
    else exported.set(nameOf(node.exported), () => from("*", placeOf(scope, node)));
  }
  if (node.type !== "ExportNamedDeclaration" || node.exportKind === "type" || node.source === null)
    return;
  const from = importFrom(modules, node.source.value, placeOf(scope, node));
  for (const specifier of node.specifiers) {
    const name = nameOf(specifier.local);
    const link = () => from(name, placeOf(scope, specifier));
    if (specifier.exportKind !== "type") exported.set(nameOf(specifier.exported), link);
  }
}

function declaredNames(node: Statement | null): string[] {
  if (node === null) return [];
  if (node.type === "VariableDeclaration")
    return node.declarations.flatMap(({ id }) => boundNames(id));
  return "id" in node && node.id?.type === "Identifier" ? [node.id.name] : [];
}

function nameOf(node: {
  readonly type: string;
  readonly name?: string;
  readonly value?: string;
}): string {
  return node.name ?? node.value ?? "";
}

interface Exported extends Links {
  readonly modules: Modules;
}

function exportOf({ modules, exported, stars, scope }: Exported, name: string, at: Place): Binding {
  if (name === "*") return fixed(modules, namespaceOf({ modules, exported, stars, scope }, at));
  const own = exported.get(name)?.();
  if (own !== undefined) return own;
  for (const star of stars) {
    const binding = star(name, at);
    const { content } = binding.cell;
    // A star without this name answers with a value that is not known.
    if (content === uninitialized || typeof content !== "object" || content?.kind !== "unknown")
      return binding;
  }
  return fixed(modules, unknownAt(at, `imports \`${name}\`, which is not found`));
}

/** `import * as name`: its properties are the exports, as they are when they are read. */
function namespaceOf(from: Exported, at: Place): Host {
  return {
    kind: "host",
    name: at.source.file,
    get(_, key, place) {
      const { content } = exportOf(from, key, place).cell;
      return content === uninitialized
        ? unknownAt(place, `reads \`${key}\` before it is set`)
        : content;
    },
  };
}

/** What an import names: a file of the plan, or something that is not the plan's own. */
function importFrom(modules: Modules, specifier: string, at: Place): Exports {
  const { machine } = modules;
  if (!isFileSpecifier(specifier)) {
    const library: Library = libraryOf(machine, specifier, at);
    return (name, place) => fixed(modules, library(name, place));
  }
  const file = resolveFile(specifier, at.source.file, machine.around.sourceTree);
  if (file === undefined) {
    machine.foreign = true;
    const cause = causeAt(at, `imports \`${specifier}\`, which is not found in the source tree`);
    runUnknown(machine, cause);
    return valueExports(modules, () => unknown(cause));
  }
  return runModule(modules, file);
}

function bindImport(
  modules: Modules,
  node: ImportDeclaration,
  { scope, used }: { readonly scope: Scope; readonly used: ReadonlySet<string> },
): void {
  const specifiers = node.specifiers.filter(
    (specifier) =>
      used.has(specifier.local.name) &&
      !(specifier.type === "ImportSpecifier" && specifier.importKind === "type"),
  );
  // Without a name that is used as a value there is no import when the plan runs.
  const isBare = node.specifiers.length === 0;
  if (node.importKind === "type" || (!isBare && specifiers.length === 0)) return;
  const from = importFrom(modules, node.source.value, placeOf(scope, node));
  for (const specifier of specifiers) {
    const at = placeOf(scope, specifier);
    const name =
      specifier.type === "ImportSpecifier"
        ? nameOf(specifier.imported)
        : specifier.type === "ImportDefaultSpecifier"
          ? "default"
          : "*";
    scope.bindings.set(specifier.local.name, { ...from(name, at), constant: true });
  }
}
