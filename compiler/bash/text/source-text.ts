import type { Position, Span } from "../../ir/index.ts";

/** A text that syntax nodes point into. */
export interface SourceText {
  /** Path of the file, as spans give it. */
  readonly file: string;
  readonly text: string;
  /** The place that stands for every node where the text is no part of a file, as with `eval`. */
  readonly at?: Span;
}

const lineStarts = new WeakMap<SourceText, readonly number[]>();

function startsOf(source: SourceText): readonly number[] {
  const known = lineStarts.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  lineStarts.set(source, starts);
  return starts;
}

/** Line and column, from 1, of an offset in UTF-16 units. */
export function positionAt(source: SourceText, offset: number): Position {
  const starts = startsOf(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The span of a node. */
export function spanOf(source: SourceText, node: { pos: number; end: number }): Span {
  if (source.at !== undefined) return source.at;
  return {
    file: source.file,
    start: positionAt(source, node.pos),
    end: positionAt(source, node.end),
  };
}
