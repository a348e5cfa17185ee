/**
 * How text looks on a terminal: what takes how many columns, and control characters made
 * visible, so that a file which is quoted cannot steer the terminal.
 */

/** A character as it is shown. */
export interface Cell {
  readonly text: string;
  /** In columns. */
  readonly width: number;
}

/** A line as it is shown. */
export interface DisplayLine {
  readonly cells: readonly Cell[];
  /** For each UTF-16 unit of the source line, and its end, the cell it belongs to. */
  readonly cellOf: readonly number[];
}

const tabStop = 4;
const wide =
  /^(?:\p{Emoji_Presentation}|.*\uFE0F|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6])/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
// Control characters, and the marks that make text read in another order than it is written.
const control = /(?!\t)[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const everyControl = new RegExp(control, "gu");

let segmenter: Intl.Segmenter | undefined;

function characters(line: string): Iterable<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant.
  if (/^[\x00-\x7F]*$/.test(line)) return line;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(line), ({ segment }) => segment);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}

function cell(character: string, column: number): Cell {
  if (character === "\t") {
    const width = tabStop - (column % tabStop);
    return { text: " ".repeat(width), width };
  }
  if (control.test(character)) {
    const text = visible(character);
    return { text, width: text.length };
  }
  if (invisible.test(character)) return { text: character, width: 0 };
  return { text: character, width: wide.test(character) ? 2 : 1 };
}

/** @returns A line laid out; tabs become spaces up to the next multiple of four columns. */
export function displayLine(line: string): DisplayLine {
  const cells: Cell[] = [];
  const cellOf: number[] = [];
  let column = 0;
  for (const character of characters(line)) {
    for (let unit = 0; unit < character.length; unit += 1) cellOf.push(cells.length);
    const next = cell(character, column);
    column += next.width;
    cells.push(next);
  }
  cellOf.push(cells.length);
  return { cells, cellOf };
}

/** @returns How many columns cells take. */
export function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

/** @returns The first columns of a line, with an ellipsis where some are left out. */
export function clipped(line: string, columns: number): string {
  const { cells } = displayLine(line);
  if (widthOf(cells) <= columns) return cells.map(({ text }) => text).join("");
  let room = columns - 1;
  const end = cells.findIndex(({ width }) => {
    room -= width;
    return room < 0;
  });
  return `${cells
    .slice(0, end)
    .map(({ text }) => text)
    .join("")}…`;
}

/** @returns The text with every control character but tabs as an escape such as `\x1b`. */
export function visible(text: string): string {
  return text.replace(everyControl, escaped);
}

/** @returns As `visible`, but line ends stay. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
