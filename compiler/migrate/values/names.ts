/** Which names become constants above the plan, and how each name is written. */
import { isSettingName, type SettingName } from "../../ir/index.ts";
import { stringLiteral, variableName } from "../layout/literals.ts";
import type { Change } from "./change.ts";
import { type Expression, namesIn, type Piece } from "./expression.ts";
import { type Form, isEnvironment, ownForm, type PlanText, settingForm } from "./form.ts";

/** A piece of a template: a text, or an expression of TypeScript. */
export type CodePiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly code: string };

/** The constants of a plan. It grows while the plan is written. */
export interface Constants {
  /** The name of the constant for a variable or setting; nothing where it cannot be one. */
  want(name: string): string | undefined;
  /** The constant, where something has wanted it. */
  get(name: string): string | undefined;
  /** A variable that only the environment can hold, as code. */
  environment(name: string, change: Change): string | undefined;
  /** All that are wanted, each behind those that it needs. */
  readonly wanted: ReadonlyMap<string, string>;
}

/** @param plan The plan as it is where no condition holds. */
export function createConstants(plan: PlanText): Constants {
  const wanted = new Map<string, string>();
  const refused = new Set<string>();

  function want(name: string): string | undefined {
    const known = wanted.get(name);
    if (known !== undefined) return known;
    if (refused.has(name)) return undefined;
    // Marked before its needs are looked at: what needs itself cannot be one.
    refused.add(name);
    const form = isSettingName(name) ? settingForm(plan, name) : ownForm(plan, name);
    if (form === undefined || form.kind === "map") return undefined;
    if (isSettingName(name) && form.kind !== "text") return undefined;
    const alias = form.kind === "text" ? aliasOf(form.expression) : undefined;
    if (alias !== undefined) return want(alias);
    if (!textsOf(form).every((text) => constantPieces(text, { want, environment }) !== undefined))
      return undefined;
    refused.delete(name);
    const chosen = variableName(name, new Set(wanted.values()));
    wanted.set(name, chosen);
    return chosen;
  }

  function environment(name: string, change: Change): string | undefined {
    return isEnvironment(plan.reading, name)
      ? environmentCode("process.env", name, change)
      : undefined;
  }

  return { want, environment, get: (name) => wanted.get(name), wanted };
}

/** The name that an expression is another word for. */
function aliasOf(expression: Expression): string | undefined {
  const [only] = expression;
  return expression.length === 1 && only?.kind === "name" && only.change.code === ""
    ? only.name
    : undefined;
}

function textsOf(form: Form): readonly Expression[] {
  if (form.kind === "text") return [form.expression];
  return form.kind === "list" ? form.items.map(({ expression }) => expression) : [];
}

/** An expression in which every name is a constant; nothing where one cannot be. */
export function constantPieces(
  expression: Expression,
  constants: Pick<Constants, "want" | "environment">,
): readonly CodePiece[] | undefined {
  const pieces: CodePiece[] = [];
  for (const piece of expression) {
    if (piece.kind === "call") return undefined;
    if (piece.kind === "text") pieces.push(piece);
    else {
      const { name, change } = piece;
      const constant = constants.want(name);
      const code =
        constant === undefined ? constants.environment(name, change) : constant + change.code;
      if (code === undefined) return undefined;
      pieces.push({ kind: "code", code });
    }
  }
  return pieces;
}

/** How a name is written where it is no constant; nothing where it is one of the plan's own. */
export type NameCode = (name: string) => string | undefined;

/**
 * An expression in which the plan's own names are constants, or what they stand for.
 *
 * @returns Nothing where there is no short way to write it.
 */
export function openPieces(
  expression: Expression,
  plan: PlanText,
  constants: Constants,
  code: NameCode,
): readonly CodePiece[] | undefined {
  const pieces: CodePiece[] = [];
  for (const piece of expression) {
    const made = openPiece(piece, plan, constants, code);
    if (made === undefined) return undefined;
    pieces.push(...made);
  }
  return pieces;
}

function openPiece(
  piece: Piece,
  plan: PlanText,
  constants: Constants,
  code: NameCode,
): readonly CodePiece[] | undefined {
  if (piece.kind === "text") return [piece];
  if (piece.kind === "call") return undefined;
  const { name, change } = piece;
  const environment = constants.environment(name, change);
  if (environment !== undefined) return [{ kind: "code", code: environment }];
  const constant = constants.get(name) ?? (isClosed(plan, name) ? constants.want(name) : undefined);
  const direct = constant ?? code(name);
  if (direct !== undefined) return [{ kind: "code", code: direct + change.code }];
  const form = plan.reading.variables.has(name) ? ownForm(plan, name) : undefined;
  if (form?.kind !== "text") return undefined;
  const inner = openPieces(form.expression, plan, constants, code);
  if (change.code === "" || inner === undefined) return inner;
  const [only] = inner;
  if (inner.length !== 1 || only?.kind !== "code") return undefined;
  return [{ kind: "code", code: only.code + change.code }];
}

/** Whether a variable is made of texts and of other such variables alone. */
function isClosed(plan: PlanText, name: string): boolean {
  if (!plan.reading.variables.has(name)) return false;
  const form = ownForm(plan, name);
  if (form === undefined || form.kind === "map") return false;
  return textsOf(form).every((text) => namesIn(text).every((inner) => isClosed(plan, inner)));
}

/** What the environment holds under a name. */
export function environmentCode(object: string, name: string, { code, fallback }: Change): string {
  const { operator = "??", text = "" } = fallback ?? {};
  const value = `${object}[${stringLiteral(name)}] ${operator} ${stringLiteral(text)}`;
  return code === "" ? value : `(${value})${code}`;
}

/** The constant for a list of the plan's own; nothing where it is none. */
export function listConstant(
  plan: PlanText,
  constants: Constants,
  name: string,
): string | undefined {
  const form = plan.reading.variables.has(name) ? ownForm(plan, name) : undefined;
  return form?.kind === "list" ? constants.want(name) : undefined;
}

/** The settings whose value a plan.ts may compute of others. */
export function takesFunction(name: SettingName): boolean {
  return !plainTexts.has(name);
}

const plainTexts: ReadonlySet<SettingName> = new Set([
  "pkg_name",
  "pkg_origin",
  "pkg_version",
  "pkg_svc_user",
  "pkg_svc_group",
  "pkg_scaffolding",
  "pkg_network",
  "pkg_shutdown_signal",
  "pkg_shutdown_timeout_sec",
  "pkg_type",
]);
