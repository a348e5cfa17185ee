/** Pieces of text and code as one expression of TypeScript. */
import { type Doc, group, indent, line } from "../layout/doc.ts";
import { property, stringLiteral, templateText, textLiteral } from "../layout/literals.ts";
import type { CodePiece } from "./names.ts";

/** An expression on one line, where it has no long text. */
export function codeOf(pieces: readonly CodePiece[]): string {
  const text = plainText(pieces);
  if (text !== undefined) return stringLiteral(text);
  const [only] = pieces;
  if (pieces.length === 1 && only?.kind === "code") return only.code;
  return templateOf(pieces);
}

export function templateOf(pieces: readonly CodePiece[]): string {
  const parts = pieces.map((piece) =>
    piece.kind === "text" ? templateText(piece.text) : `\${${piece.code}}`,
  );
  return `\`${parts.join("")}\``;
}

/** The text where no code is in it. */
export function plainText(pieces: readonly CodePiece[]): string | undefined {
  if (pieces.some(({ kind }) => kind === "code")) return undefined;
  return pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");
}

/** `key: value` for a text. */
export function textProperty(key: string, pieces: readonly CodePiece[]): Doc {
  const text = plainText(pieces);
  if (text === undefined) return property(key, codeOf(pieces), false);
  const isTemplate = text.includes("\n");
  return property(key, textLiteral(text), !isTemplate);
}

/** `const name = value;` for a text. */
export function textConstant(name: string, pieces: readonly CodePiece[]): Doc {
  const text = plainText(pieces);
  if (text === undefined) return [`const ${name} = `, codeOf(pieces), ";"];
  if (text.includes("\n")) return [`const ${name} = `, textLiteral(text), ";"];
  return group(`const ${name} =`, indent(line, textLiteral(text)), ";");
}
