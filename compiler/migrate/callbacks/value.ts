/** Words of a callback as expressions of TypeScript. */
import type { Word } from "unbash";
import { noChange } from "../values/change.ts";
import { codeOf } from "../values/code.ts";
import { type Expression, expressionOf, type Piece } from "../values/expression.ts";
import { type CodePiece, environmentCode } from "../values/names.ts";
import { isDeclared } from "./declared.ts";
import { namePieces, refuse, type Scope, use } from "./scope.ts";

/** A word whose value is one text: in quotes, or the right side of an assignment. */
export function wordPieces(scope: Scope, word: Word): readonly CodePiece[] {
  const expression = expressionOf(word);
  if (expression === undefined) refuse(`expands ${word.text}`);
  return expressionPieces(scope, expression);
}

export function wordCode(scope: Scope, word: Word): string {
  return codeOf(wordPieces(scope, word));
}

export function expressionPieces(scope: Scope, expression: Expression): readonly CodePiece[] {
  return expression.flatMap((piece) => piecesOf(scope, piece));
}

function piecesOf(scope: Scope, piece: Piece): readonly CodePiece[] {
  if (piece.kind === "text") return [piece];
  if (piece.kind === "call") return [{ kind: "code", code: callCode(scope, piece) }];
  const { name, change } = piece;
  const known = namePieces(scope, name, change.code);
  if (known === undefined) return [{ kind: "code", code: environmentText(scope, name, change) }];
  if (change.fallback !== undefined) refuse(`has another value for $${name}`);
  return known;
}

/** Variables that bash itself keeps, and those that habc's shell has beside the documented ones. */
const shellVariables =
  /^(_.*|BASH.*|COMP_.*|E?UID|FUNCNAME|HAB_BIN|HOSTNAME|HOSTTYPE|IFS|LINENO|MACHTYPE|OLDPWD|OPT(ARG|IND)|OSTYPE|PIPESTATUS|PPID|RANDOM|REPLY|SECONDS|SHLVL)$/;

/** A variable that only the environment can hold. */
export function environmentText(scope: Scope, name: string, change = noChange): string {
  if (scope.lost.has(name)) refuse(`reads $${name}, which a command before it sets`);
  if (scope.changing.has(name) || scope.plan.reading.functions.has(name)) {
    refuse(`reads $${name}, which another function sets`);
  }
  if (shellVariables.test(name)) refuse(`reads $${name}, which the shell may have`);
  return environmentCode(use(scope, "env"), name, change);
}

export function callCode(scope: Scope, { helper, args }: Piece & { kind: "call" }): string {
  const [ident = ""] = args;
  const lists = helper === "pkg_path_for" ? "all" : "run";
  if (!isDeclared(scope.plan.reading, ident, lists))
    refuse(`asks for ${ident}, which no list names`);
  return `${use(scope, helper)}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`;
}
