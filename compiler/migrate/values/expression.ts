/** A word of bash as a text with names in it, which becomes a template. */
import type { DoubleQuotedChild, Word, WordPart } from "unbash";
import { type Change, changeOf, noChange } from "./change.ts";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  /** The value of a variable. */
  | {
      readonly kind: "name";
      readonly name: string;
      readonly change: Change;
      readonly quoted: boolean;
    }
  /** What a helper prints: `pkg_path_for` or `pkg_interpreter_for`. */
  | { readonly kind: "call"; readonly helper: string; readonly args: readonly string[] };

export type Expression = readonly Piece[];

/** @returns Nothing for a word that does more than putting texts together. */
export function expressionOf(word: Word): Expression | undefined {
  if (word.parts === undefined) {
    // Only what an assignment would expand: patterns and braces stay as they are.
    return /^~|[:=]~/.test(word.text) ? undefined : [{ kind: "text", text: word.value }];
  }
  return piecesOf(word.parts, false);
}

/** The pieces of the parts of a word, texts that touch put together. */
export function piecesOf(
  parts: readonly (WordPart | DoubleQuotedChild)[],
  quoted: boolean,
): Expression | undefined {
  const pieces: Piece[] = [];
  for (const part of parts) {
    const made = pieceOf(part, quoted);
    if (made === undefined) return undefined;
    pieces.push(...made);
  }
  return merged(pieces);
}

function merged(pieces: readonly Piece[]): Expression {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === "text" && last?.kind === "text") {
      result[result.length - 1] = { kind: "text", text: last.text + piece.text };
    } else if (piece.kind !== "text" || piece.text !== "") result.push(piece);
  }
  return result;
}

function pieceOf(part: WordPart, quoted: boolean): readonly Piece[] | undefined {
  switch (part.type) {
    case "Literal":
      return !quoted && part.text.startsWith("~")
        ? undefined
        : [{ kind: "text", text: part.value }];
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [{ kind: "text", text: part.value }];
    case "DoubleQuoted":
      return piecesOf(part.parts, true);
    case "SimpleExpansion": {
      const name = part.text.slice(1);
      return /^[A-Za-z_]\w*$/.test(name)
        ? [{ kind: "name", name, change: noChange, quoted }]
        : undefined;
    }
    case "ParameterExpansion": {
      const { parameter: name, prefix, index, operation } = part;
      if (prefix !== undefined || index !== undefined || !/^[A-Za-z_]\w*$/.test(name))
        return undefined;
      const change = operation === undefined ? noChange : changeOf(operation);
      return change === undefined ? undefined : [{ kind: "name", name, change, quoted }];
    }
    case "CommandExpansion":
      return callPiece(part.script?.commands ?? []);
    default:
      return undefined;
  }
}

function callPiece(
  commands: NonNullable<(WordPart & { type: "CommandExpansion" })["script"]>["commands"],
) {
  const [statement] = commands;
  const command = statement?.command;
  if (commands.length !== 1 || command?.type !== "Command" || statement?.background)
    return undefined;
  const { name, prefix, args, redirects } = command;
  const helper = name?.value;
  const counts: Readonly<Record<string, number>> = { pkg_path_for: 1, pkg_interpreter_for: 2 };
  if (helper === undefined || !Object.hasOwn(counts, helper)) return undefined;
  if (prefix.length > 0 || redirects.length > 0 || args.length !== counts[helper]) return undefined;
  const texts = args.map((arg) => (arg.type === "Word" ? literalOf(arg) : undefined));
  if (texts.some((text) => text === undefined)) return undefined;
  return [{ kind: "call", helper, args: texts as string[] } as const];
}

/** The text of a word without expansions. */
export function literalOf(word: Word): string | undefined {
  const pieces = expressionOf(word);
  if (pieces === undefined || pieces.some(({ kind }) => kind !== "text")) return undefined;
  if (word.parts?.some(({ type }) => type === "Glob" || type === "BraceExpansion"))
    return undefined;
  return pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");
}

/** What an expression amounts to where its names have these values. */
export function amountOf(
  expression: Expression,
  known: (name: string, fallback?: string) => string | undefined,
): string | undefined {
  let text = "";
  for (const piece of expression) {
    if (piece.kind === "call") return undefined;
    const value =
      piece.kind === "text" ? piece.text : known(piece.name, piece.change.fallback?.text);
    if (value === undefined) return undefined;
    text += piece.kind === "text" ? value : piece.change.apply(value);
  }
  return text;
}

/** The names that an expression reads. */
export function namesIn(expression: Expression): readonly string[] {
  return expression.flatMap((piece) => (piece.kind === "name" ? [piece.name] : []));
}
