import { displayLine, visible, widthOf } from "./display.ts";

/** @returns Rows of texts in columns that are as wide as they need to be. */
export function table(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(visible));
  const count = Math.max(0, ...shown.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...shown.map((row) => width(row[index] ?? ""))),
  );
  return shown
    .map((row) => {
      const cells = row.map((text, index) => text + " ".repeat((widths[index] ?? 0) - width(text)));
      return `${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}

function width(text: string): number {
  return widthOf(displayLine(text).cells);
}
