/**
 * Diagnostics as data: everything that habc says about a plan, a package or a build that is
 * not right, whichever room it comes from. Rendering is the business of the command line.
 */
import type { DiagnosticCode } from "./diagnostics/index.ts";
import type { Severity } from "./diagnostics/spec.ts";

/** A place in a file. Lines and columns count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a file; `end` is the position after the last character. */
export interface Span {
  /** Path of the file, absolute or relative to the working directory. */
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  /** What this place has to do with the matter, where there are several. */
  readonly label?: string;
}

/** A change that mends the matter. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
  /** A file that gets another name, once it has its edits. No file that is there makes way for it. */
  readonly rename?: Rename;
}

/** A file, and the name in the same folder that it is to have. Both are whole paths. */
export interface Rename {
  readonly file: string;
  readonly to: string;
}

/** One finding. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What is wrong, in one sentence without a full stop at its end. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
  /** The places, the main one first. */
  readonly spans: readonly Span[];
  readonly fixes?: readonly Fix[];
}
