/** Findings as text for people, coloured or plain. */
import { relative } from "node:path";
import type { Diagnostic, Severity, Span } from "../../../compiler/ir/index.ts";
import { visible, visibleLines } from "../display.ts";
import { type Palette, palette } from "../palette.ts";
import { frame } from "./frame.ts";
import type { SourceLines } from "./source.ts";

/** Where findings are shown. */
export interface TextStyle {
  readonly colours: boolean;
  readonly columns: number;
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
  readonly source: SourceLines;
}

const severityColour = { error: "red", warning: "yellow", info: "blue" } as const satisfies Record<
  Severity,
  keyof Palette
>;

/**
 * @returns The finding, each line ended:
 *
 *     error[exposes-unknown]: `pkg_exposes` names `admin`, which is no export
 *       plan.sh:12:14
 *         12 | pkg_exposes=(admin)
 *            |              ^^^^^
 *       hint: add it to `pkg_exports`
 */
export function diagnosticText(diagnostic: Diagnostic, style: TextStyle): string {
  const { code, severity, message, hint, spans, fixes = [] } = diagnostic;
  const colours = palette(style.colours);
  const accent = colours[severityColour[severity]];
  const title = `${accent(`${severity}[${code}]`)}: ${colours.bold(visibleLines(message))}`;
  const rows = [title, ...places(spans, style, accent, colours).map((row) => `  ${row}`)];
  if (hint !== undefined) rows.push(note("hint", hint, colours));
  for (const fix of fixes) rows.push(note("fix", fix.title, colours));
  return `${rows.join("\n")}\n`;
}

/** @returns A line below a finding; the further lines of its text are indented as the first. */
export function note(name: string, text: string, colours: Palette): string {
  const indented = visibleLines(text).replaceAll("\n", `\n${" ".repeat(name.length + 4)}`);
  return `  ${colours.cyan(`${name}:`)} ${indented}`;
}

/** @returns `file:line:column` as people click on it. */
export function placeText(span: Span, cwd: string): string {
  return `${shownPath(span.file, cwd)}:${span.start.line}:${span.start.column}`;
}

/** @returns The path, relative where that is shorter to read. */
export function shownPath(file: string, cwd: string): string {
  const near = file.startsWith("/") ? relative(cwd, file) : file;
  return visible(near.startsWith("..") || near === "" ? file : near);
}

/** A place line and a frame for each file, the main one's first. */
function places(
  spans: readonly Span[],
  style: TextStyle,
  accent: (text: string) => string,
  colours: Palette,
): string[] {
  return [...grouped(spans)].flatMap(([file, inFile]) => {
    const [first] = inFile;
    if (first === undefined) return [];
    const place = colours.blue(placeText(first, style.cwd));
    const marked = inFile.map((span) => ({ span, main: span === spans[0] }));
    const lines = style.source(file) ?? [];
    const rows = frame(lines, marked, { palette: colours, accent, columns: style.columns - 4 });
    if (rows.length > 0) return [place, ...rows.map((row) => `  ${row}`)];
    // Without the source, the labels are all there is to say about the places.
    return inFile.map((span) => {
      const label = span.label === undefined ? "" : `: ${visible(span.label)}`;
      return `${colours.blue(placeText(span, style.cwd))}${label}`;
    });
  });
}

function grouped(spans: readonly Span[]): Map<string, Span[]> {
  const files = new Map<string, Span[]>();
  for (const span of spans) {
    const group = files.get(span.file);
    if (group === undefined) files.set(span.file, [span]);
    else group.push(span);
  }
  return files;
}
