/** How help texts are laid out: 80 columns, terms on the left, their meaning on the right. */

const columns = 80;
const widestTerm = 24;

/** @returns A heading with its body below it; nothing for an empty body. */
export function section(heading: string, body: string): string {
  return body === "" ? "" : `${heading}:\n${body}`;
}

/** @returns A paragraph, wrapped, its last line ended. */
export function paragraph(text: string): string {
  return `${wrap(text, columns).join("\n")}\n`;
}

/** @returns Terms and their meanings, one below the other. */
export function list(rows: readonly (readonly [term: string, meaning: string])[]): string {
  const widths = rows.map(([term]) => term.length).filter((width) => width <= widestTerm);
  const width = Math.max(0, ...widths);
  const indent = " ".repeat(width + 4);
  return rows
    .map(([term, meaning]) => {
      const lines = wrap(meaning, columns - indent.length).join(`\n${indent}`);
      const gap = term.length > width ? `\n${indent}` : " ".repeat(width - term.length + 2);
      return `  ${term}${gap}${lines}\n`;
    })
    .join("");
}

/** @returns The lines of a text, broken between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
