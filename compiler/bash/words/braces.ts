/**
 * Brace expansion, which bash does on the text of a word before anything else.
 *
 * @param text the word as it stands in the plan, with its quotes and expansions
 * @returns the words that it becomes, in order; nothing where a limit is passed
 */
export function expandBraces(text: string, limit: number): readonly string[] | undefined {
  for (let at = 0; at < text.length; at = skip(text, at)) {
    if (text[at] !== "{") continue;
    const group = groupAt(text, at);
    if (group === undefined) continue;
    const before = text.slice(0, at);
    const after = expandBraces(text.slice(group.end + 1), limit);
    if (after === undefined) return undefined;
    const result: string[] = [];
    for (const item of group.items) {
      const items = group.nested ? expandBraces(item, limit) : [item];
      if (items === undefined) return undefined;
      for (const one of items) for (const rest of after) result.push(before + one + rest);
      if (result.length > limit) return undefined;
    }
    return result;
  }
  return [text];
}

/** Whether a word can have a brace expansion at all. */
export function mayHaveBraces(text: string): boolean {
  return text.includes("{") && (text.includes(",") || text.includes(".."));
}

interface Group {
  readonly items: readonly string[];
  /** Whether the items can have braces of their own. */
  readonly nested: boolean;
  /** The offset of the closing brace. */
  readonly end: number;
}

function groupAt(text: string, start: number): Group | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let at = start + 1; at < text.length; at = skip(text, at)) {
    const character = text[at];
    if (character === "{") depth += 1;
    else if (character === "}") {
      if (depth > 0) {
        depth -= 1;
        continue;
      }
      const inner = text.slice(start + 1, at);
      if (commas.length > 0)
        return { items: splitAt(text, start, commas, at), nested: true, end: at };
      const items = sequence(inner);
      return items === undefined ? undefined : { items, nested: false, end: at };
    } else if (character === "," && depth === 0) commas.push(at);
  }
  return undefined;
}

function splitAt(text: string, start: number, commas: readonly number[], end: number): string[] {
  return [...commas, end].map((comma, index) =>
    text.slice((index === 0 ? start : (commas[index - 1] ?? 0)) + 1, comma),
  );
}

/** `1..5`, `01..10..2`, `a..e`. */
function sequence(inner: string): readonly string[] | undefined {
  const numbers = /^(-?[0-9]{1,15})\.\.(-?[0-9]{1,15})(?:\.\.(-?[0-9]{1,9}))?$/.exec(inner);
  if (numbers !== null) {
    const [, from = "", to = "", by] = numbers;
    const padded = [from, to].some((one) => /^-?0[0-9]/.test(one));
    const width = padded ? Math.max(from.length, to.length) : 0;
    return steps(Number(from), Number(to), by).map((value) => {
      const digits = String(Math.abs(value));
      return value < 0 ? `-${digits.padStart(width - 1, "0")}` : digits.padStart(width, "0");
    });
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?[0-9]{1,9}))?$/.exec(inner);
  if (letters === null) return undefined;
  const [, from = "", to = "", by] = letters;
  return steps(from.charCodeAt(0), to.charCodeAt(0), by).map((code) => String.fromCharCode(code));
}

function steps(from: number, to: number, by: string | undefined): number[] {
  const size = Math.abs(Number(by ?? 1)) || 1;
  const count = Math.floor(Math.abs(to - from) / size) + 1;
  const sign = from <= to ? 1 : -1;
  return Array.from({ length: Math.min(count, 100_000) }, (_, index) => from + sign * size * index);
}

/** The offset after the character, quotation or expansion at `at`. */
function skip(text: string, at: number): number {
  const character = text[at];
  if (character === "\\") return at + 2;
  if (character === "'") return closing(text, at + 1, "'");
  if (character === '"') return quotation(text, at + 1);
  if (character === "`") return escapable(text, at + 1, "`");
  if (character !== "$") return at + 1;
  const next = text[at + 1];
  if (next === "'") return escapable(text, at + 2, "'");
  if (next === "{") return nested(text, at + 2, "{", "}");
  if (next === "(") return nested(text, at + 2, "(", ")");
  return at + 1;
}

function closing(text: string, at: number, quote: string): number {
  const end = text.indexOf(quote, at);
  return end < 0 ? text.length : end + 1;
}

function escapable(text: string, start: number, quote: string): number {
  let at = start;
  while (at < text.length && text[at] !== quote) at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function quotation(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '"') {
    at = text[at] === "'" ? at + 1 : skip(text, at);
  }
  return at + 1;
}

function nested(text: string, start: number, open: string, close: string): number {
  let depth = 1;
  let at = start;
  while (at < text.length && depth > 0) {
    if (text[at] === open) depth += 1;
    if (text[at] === close) depth -= 1;
    at = depth === 0 ? at + 1 : skip(text, at);
  }
  return at;
}
