import { positionAt, type SourceText } from "../../bash/text/source-text.ts";
import type { Span } from "../../ir/index.ts";

export type { SourceText };

/** Where a syntax node stands in its text: offsets in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A stretch of one of the plan's files. */
export interface Place {
  readonly source: SourceText;
  readonly range: Range;
}

export function spanAt({ source, range }: Place): Span {
  return {
    file: source.file,
    start: positionAt(source, range.start),
    end: positionAt(source, range.end),
  };
}

/** What stands at a place, on one line and short enough for a message. */
export function excerpt({ source, range }: Place): string {
  const text = source.text.slice(range.start, range.end).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
