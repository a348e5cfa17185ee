import { positionAt, type SourceText } from "../../bash/text/source-text.ts";
import type { Span } from "../../ir/index.ts";
import type { Range } from "../../template/index.ts";

/** The place of a part of a template. */
export function rangeSpan(source: SourceText, { start, end }: Range): Span {
  return { file: source.file, start: positionAt(source, start), end: positionAt(source, end) };
}
