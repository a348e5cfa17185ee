/**
 * Code frames: the lines that spans touch, with carets under what they cover.
 *
 *     12 | pkg_exposes=(admin)
 *        |              ^^^^^ not a key of pkg_exports
 */
import type { Span } from "../../../compiler/ir/index.ts";
import { type Cell, displayLine, visible, widthOf } from "../display.ts";
import type { Palette } from "../palette.ts";

/** A span, and whether it is the one that the finding is about. */
export interface MarkedSpan {
  readonly span: Span;
  readonly main: boolean;
}

/** How frames look. */
export interface FrameStyle {
  readonly palette: Palette;
  /** The colour of the main span's carets. */
  readonly accent: (text: string) => string;
  /** The columns that there are; longer lines are cut around their spans. */
  readonly columns: number;
}

const ellipsis: Cell = { text: "…", width: 1 };
/** A span over more lines than this shows its first and last. */
const mostLines = 4;

/** @returns The rows of a frame, without indentation or line ends; none without such lines. */
export function frame(
  lines: readonly string[],
  spans: readonly MarkedSpan[],
  style: FrameStyle,
): string[] {
  const shown = shownLines(lines.length, spans);
  const gutter = String(shown.at(-1) ?? 0).length;
  const { dim, blue } = style.palette;
  const rows: string[] = [];
  let before: number | undefined;
  for (const number of shown) {
    if (before !== undefined && number > before + 1) rows.push(dim("..."));
    before = number;
    const line = snippet(lines[number - 1] ?? "", number, spans, style.columns - gutter - 3);
    rows.push(`${blue(String(number).padStart(gutter))} ${dim("|")} ${line.text}`.trimEnd());
    for (const { offset, width, marked, label } of line.marks) {
      const paint = marked.main ? style.accent : blue;
      const carets = (marked.main ? "^" : "-").repeat(width);
      const words = label === "" ? "" : ` ${visible(label)}`;
      const margin = `${" ".repeat(gutter)} ${dim("|")} ${" ".repeat(offset)}`;
      rows.push(`${margin}${paint(carets + words)}`);
    }
  }
  return rows;
}

function shownLines(count: number, spans: readonly MarkedSpan[]): number[] {
  const numbers = new Set<number>();
  for (const { span } of spans) {
    const first = span.start.line;
    const last = lastLine(span);
    for (let line = first; line <= last; line += 1) {
      const inTheMiddle = last - first >= mostLines && line > first + 1 && line < last;
      if (inTheMiddle) line = last;
      if (line >= 1 && line <= count) numbers.add(line);
      if (line > count) break;
    }
  }
  return [...numbers].sort((a, b) => a - b);
}

/** A span that ends before the first character of a line does not touch that line. */
function lastLine({ start, end }: Span): number {
  return end.line > start.line && end.column <= 1 ? end.line - 1 : Math.max(start.line, end.line);
}

interface Mark {
  readonly offset: number;
  readonly width: number;
  readonly marked: MarkedSpan;
  readonly label: string;
}

interface Snippet {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** One line as it is shown, and where the carets below it stand, in columns. */
function snippet(
  line: string,
  number: number,
  spans: readonly MarkedSpan[],
  columns: number,
): Snippet {
  const { cells, cellOf } = displayLine(line);
  const here = spans
    .filter(({ span }) => span.start.line <= number && number <= lastLine(span))
    .map((marked) => ({ marked, ...cellRange(line, cellOf, marked.span, number) }));
  const from = windowStart(cells, Math.min(...here.map((range) => range.from)), columns);
  const cut = clip(cells, from, columns);
  const lead = from > 0 ? [ellipsis] : [];
  const marks = here.map(({ marked, from: first, to }) => {
    const start = Math.min(Math.max(first, from), cut.end);
    const offset = widthOf(lead) + widthOf(cells.slice(from, start));
    const width = Math.max(1, widthOf(cells.slice(start, Math.min(to, cut.end))));
    const label = number === lastLine(marked.span) ? (marked.span.label ?? "") : "";
    return { offset, width, marked, label };
  });
  const text = [...lead, ...cut.cells].map((cell) => cell.text).join("");
  return { text, marks: marks.sort((a, b) => b.offset - a.offset) };
}

function cellRange(line: string, cellOf: readonly number[], span: Span, number: number) {
  const indent = line.length - line.trimStart().length;
  const end = number === span.end.line ? span.end.column - 1 : line.trimEnd().length;
  const given = number === span.start.line ? span.start.column - 1 : indent;
  // A span of a whole line is about the text in it.
  const start = given < indent && indent < end ? indent : given;
  const at = (unit: number) => cellOf[Math.min(Math.max(unit, 0), line.length)] ?? 0;
  return { from: at(start), to: at(end) };
}

/** Where to begin in a line that is too long: a quarter of the columns before the first span. */
function windowStart(cells: readonly Cell[], first: number, columns: number): number {
  if (widthOf(cells) <= columns) return 0;
  let from = first;
  let room = Math.floor(columns / 4);
  while (from > 0 && room > 0) {
    from -= 1;
    room -= cells[from]?.width ?? 1;
  }
  return from;
}

function clip(cells: readonly Cell[], from: number, columns: number) {
  let room = columns - (from > 0 ? 1 : 0);
  if (widthOf(cells.slice(from)) <= room) return { cells: cells.slice(from), end: cells.length };
  room -= 1;
  let end = from;
  while (end < cells.length && (cells[end]?.width ?? 1) <= room) {
    room -= cells[end]?.width ?? 1;
    end += 1;
  }
  return { cells: [...cells.slice(from, end), ellipsis], end };
}
