/** Finds the place of one item in a setting: the IR knows only where the whole setting is. */
import { positionAt } from "../bash/text/source-text.ts";
import type { PlanIR, SettingName, Span } from "../ir/index.ts";
import type { TextFiles } from "./plan-text.ts";

/** Where an item is searched. */
interface Search {
  readonly ir: Pick<PlanIR, "spans">;
  readonly files: TextFiles;
}

/**
 * The places where a setting's value has an item written out, in the order of the texts.
 *
 * @param text An item of a list, a key or value of a map, or a whole text.
 * @returns Spans of the text alone, without its quotes; none where it is computed.
 */
export function itemSpans({ ir, files }: Search, setting: SettingName, text: string): Span[] {
  const places = [...(ir.spans[setting] ?? [])].reverse();
  return places.flatMap((span) => {
    const source = files.read(span.file);
    if (source === undefined || text === "") return [];
    const whole = textOf(source.text, span);
    return occurrences(whole.text, text).map((at) => ({
      file: span.file,
      start: positionAt(source, whole.start + at),
      end: positionAt(source, whole.start + at + text.length),
    }));
  });
}

/**
 * The place to show for an item: where it is written, else where the setting is set, else the
 * plan's first line.
 */
export function itemSpan(
  search: Search & { readonly ir: PlanIR },
  setting: SettingName,
  text: string,
): Span {
  return itemSpans(search, setting, text).at(-1) ?? settingSpan(search.ir, setting);
}

/** Where a setting got its value; the plan's first line, where that cannot be said. */
export function settingSpan(ir: PlanIR, setting: SettingName): Span {
  const start = { line: 1, column: 1 };
  return ir.spans[setting]?.[0] ?? { file: ir.plan.file, start, end: start };
}

function textOf(
  text: string,
  { start, end }: Span,
): { readonly text: string; readonly start: number } {
  const first = offsetOf(text, start.line, start.column);
  return { text: text.slice(first, offsetOf(text, end.line, end.column)), start: first };
}

/** The offset of a line and column, from 1; the text's end where it has no such line. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf("\n", start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(start + column - 1, text.length);
}

/** Where a text stands between quotes, spaces, brackets and the like, outside of comments. */
function occurrences(whole: string, text: string): number[] {
  const found: number[] = [];
  for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + 1)) {
    const before = whole[at - 1] ?? " ";
    const after = whole[at + text.length] ?? " ";
    const line = whole.slice(whole.lastIndexOf("\n", at) + 1, at);
    const isComment = /(^|\s)(#|\/\/)/.test(line);
    if (!isComment && /[\s"'`([=,:]/.test(before) && /[\s"'`)\],:;]/.test(after)) found.push(at);
  }
  return found;
}
