/** Reads the text of a file as TypeScript or JavaScript. */
import { type Program, parseSync } from "oxc-parser";
import { tooDeep } from "./nesting.ts";
import type { SourceText } from "./place.ts";

/** A file of the plan. */
export interface ParsedFile {
  readonly source: SourceText;
  readonly program: Program;
}

/** The text of a file is not valid, as far as the parser can say. */
export class NotParsed extends Error {
  readonly source: SourceText;
  constructor(source: SourceText, message: string) {
    super(message);
    this.source = source;
  }
}

/** @throws NotParsed */
export function parseFile(source: SourceText): ParsedFile {
  if (tooDeep(source.text)) throw new NotParsed(source, "is nested too deeply");
  const { program, errors } = parseSync(source.file, source.text, {
    sourceType: "module",
    preserveParens: false,
    showSemanticErrors: true,
  });
  const [error] = errors.filter(({ severity }) => severity === "Error");
  if (error !== undefined) throw new NotParsed(source, error.message);
  return { source, program };
}
