/** What a callback is translated with: what its names mean, and what it will use. */
import {
  type CallbackName,
  isSettingName,
  type SettingSpec,
  settings,
  type VariableSpec,
  variables,
} from "../../ir/index.ts";
import { variableName } from "../layout/literals.ts";
import { codeOf } from "../values/code.ts";
import { knownText, ownForm, type PlanText } from "../values/form.ts";
import { type CodePiece, type Constants, openPieces } from "../values/names.ts";

/** Thrown where a part of a callback has no translation that means exactly the same. */
export class Untranslatable extends Error {}

export function refuse(reason: string): never {
  throw new Untranslatable(reason);
}

/** A variable of the callback itself. */
export interface Local {
  readonly code: string;
  /** Whether bash would take it as one word without quotes. */
  readonly isOneWord: boolean;
}

/** A constant at the start of a method. */
export interface MadeConstant extends Local {
  readonly value: string;
}

export interface Scope {
  readonly plan: PlanText;
  readonly constants: Constants;
  readonly callback: CallbackName;
  /** The variable that holds the folder in which it runs. */
  readonly home: "SRC_PATH" | "PLAN_CONTEXT";
  /** Names of the context that the callback uses, in order. */
  readonly used: Set<string>;
  /** Functions of Node.js that it uses. */
  readonly imports: Set<string>;
  /** Its variables, by their name in bash. */
  readonly locals: Map<string, Local>;
  /** Variables that it has declared; each has no value until it is among the others. */
  readonly declared: Set<string>;
  /** Constants for variables of the plan that are made of others, by their name in bash. */
  readonly made: Map<string, MadeConstant>;
  /** Variables that it has put into the environment. */
  readonly exported: Set<string>;
  /** Variables that a text of `$` has assigned in its own process. */
  readonly lost: Set<string>;
  /** Variables that some function of the plan assigns: what they hold depends on the order. */
  readonly changing: ReadonlySet<string>;
  /** Names that no variable of the callback may have. */
  readonly taken: Set<string>;
}

/** Takes a name from the context. */
export function use(scope: Scope, name: string): string {
  scope.used.add(name);
  return name;
}

const safe = /^[\w@%+=:,./-]+$/;

/** A name as code; nothing where only the environment may know it. */
export function nameCode(scope: Scope, name: string): Local | undefined {
  if (scope.lost.has(name)) refuse(`reads $${name}, which a command before it sets`);
  const local = scope.locals.get(name);
  if (local !== undefined) return local;
  if (scope.declared.has(name)) refuse(`reads $${name} before it has a value`);
  if (scope.exported.has(name)) {
    return { code: `${use(scope, "env")}["${name}"]`, isOneWord: false };
  }
  if (scope.plan.reading.variables.has(name)) return ownCode(scope, name);
  if (name === "PWD") {
    // Behind `cd` it may lead through links, which the process does not know.
    const code = scope.used.has("cd") ? `String(${use(scope, "env")}["PWD"])` : "process.cwd()";
    return { code, isOneWord: true };
  }
  if (!isContextText(name)) return undefined;
  const isOneWord = isSettingName(name) ? isOneWordSetting(scope.plan, name) : !isExported(name);
  return { code: use(scope, name), isOneWord };
}

function ownCode(scope: Scope, name: string): Local {
  if (scope.changing.has(name)) refuse(`reads $${name}, which other functions change`);
  const { plan, constants } = scope;
  const form = ownForm(plan, name);
  if (form?.kind !== "text") refuse(`reads $${name}, which is no plain text`);
  const code = (other: string) =>
    isContextText(other) && !plan.reading.variables.has(other) ? use(scope, other) : undefined;
  const pieces = openPieces(
    [{ kind: "name", name, quoted: true, change: { code: "", apply: String } }],
    plan,
    constants,
    code,
  );
  if (pieces === undefined) refuse(`reads $${name}, which has no short form`);
  const [only] = pieces;
  const isOneWord = safe.test(form.value);
  if (pieces.length === 1 && only?.kind === "code") return { code: only.code, isOneWord };
  return madeConstant(scope, name, { value: codeOf(pieces), isOneWord });
}

function madeConstant(scope: Scope, name: string, made: Omit<MadeConstant, "code">): MadeConstant {
  const known = scope.made.get(name);
  if (known !== undefined) return known;
  const code = variableName(name, scope.taken);
  const constant = { ...made, code };
  scope.taken.add(code);
  scope.made.set(name, constant);
  return constant;
}

/** The pieces of a name, where it stands for several. */
export function namePieces(
  scope: Scope,
  name: string,
  change: string,
): readonly CodePiece[] | undefined {
  const { plan, constants } = scope;
  if (!plan.reading.variables.has(name) || scope.locals.has(name) || scope.exported.has(name)) {
    const known = nameCode(scope, name);
    return known === undefined ? undefined : [{ kind: "code", code: known.code + change }];
  }
  if (scope.changing.has(name)) refuse(`reads $${name}, which other functions change`);
  const code = (other: string) =>
    isContextText(other) && !plan.reading.variables.has(other) ? use(scope, other) : undefined;
  const pieces = openPieces(
    [{ kind: "name", name, quoted: true, change: { code: change, apply: String } }],
    plan,
    constants,
    code,
  );
  if (pieces === undefined || pieces.length < 2 || change !== "") return pieces;
  return [{ kind: "code", code: ownCode(scope, name).code }];
}

/** Whether a callback's context has a text of this name. */
export function isContextText(name: string): boolean {
  const spec: SettingSpec | VariableSpec | undefined = isSettingName(name)
    ? settings[name]
    : (variables as Readonly<Record<string, VariableSpec>>)[name];
  return spec?.type === "string";
}

/** Whether commands find a variable of the build in their environment. */
export function isExported(name: string): boolean {
  const spec = (variables as Readonly<Record<string, VariableSpec>>)[name];
  return spec?.exported === true;
}

/** Settings without white space, whatever the plan says. */
const words = new Set(["pkg_name", "pkg_origin", "pkg_version", "pkg_prefix"]);

function isOneWordSetting(plan: PlanText, name: string): boolean {
  if (words.has(name)) return true;
  if (name === "pkg_dirname" && plan.reading.ir.settings.pkg_dirname === undefined) return true;
  return safe.test(knownText(plan.reading, name) ?? "");
}
