/** Puts the changes that findings propose into the texts. */
import type { Diagnostic, Fix, Rename } from "../ir/index.ts";
import type { TextFiles } from "./plan-text.ts";
import { offsetOf } from "./setting-spans.ts";

/** A file with other content. */
export interface ChangedFile {
  readonly file: string;
  /** The text that was checked; whoever writes makes sure that it is still there. */
  readonly before: string;
  readonly after: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What fixes come to. */
export interface Changes {
  readonly changed: readonly ChangedFile[];
  /** Files that get another name, after that. */
  readonly renamed: readonly Rename[];
  /** How many findings that mends. */
  readonly mended: number;
}

/**
 * Applies the first fix of each finding, as a whole or not at all, and none that overlaps an
 * earlier one: those are for the next round. Two files never get one name.
 */
export function applyFixes(diagnostics: readonly Diagnostic[], files: TextFiles): Changes {
  const renamed: Rename[] = [];
  const accepted = new Map<string, Edit[]>();
  let mended = 0;
  for (const { fixes: [fix] = [] } of diagnostics) {
    if (fix === undefined) continue;
    const edits = locate(fix, files);
    const overlaps = edits.some(({ file, edit }) =>
      (accepted.get(file) ?? []).some((other) => isTouching(edit, other)),
    );
    const { rename } = fix;
    const isTaken = renamed.some(({ file, to }) => to === rename?.to || file === rename?.file);
    if (overlaps || isTaken || edits.length < fix.edits.length) continue;
    mended += 1;
    if (rename !== undefined) renamed.push(rename);
    for (const { file, edit } of edits) accepted.set(file, [...(accepted.get(file) ?? []), edit]);
  }
  const changed = [...accepted].flatMap(([file, edits]) => {
    const before = files.read(file)?.text;
    if (before === undefined) return [];
    const after = edited(before, edits);
    return after === before ? [] : [{ file, before, after }];
  });
  return { changed, renamed, mended };
}

function locate({ edits }: Fix, files: TextFiles): { file: string; edit: Edit }[] {
  return edits.flatMap(({ span, text: inserted }) => {
    const text = files.read(span.file)?.text;
    if (text === undefined) return [];
    const start = offsetOf(text, span.start.line, span.start.column);
    const end = offsetOf(text, span.end.line, span.end.column);
    return [{ file: span.file, edit: { start, end, text: inserted } }];
  });
}

/** Two insertions at one place count as touching: which comes first cannot be said. */
function isTouching(a: Edit, b: Edit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: inserted } of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}
