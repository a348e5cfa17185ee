/** Values as TypeScript source. */
import { type Doc, group, indent, join, line } from "./doc.ts";

const widest = 88;

/** A text on one line, in the quotes that need fewer backslashes. */
export function stringLiteral(text: string): string {
  const double = text.split('"').length > text.split("'").length;
  const quoted = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  const escaped = quoted.replace(
    /[\u2028\u2029]|[\ud800-\udfff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
  if (double) return `'${escaped.replaceAll("'", "\\'")}'`;
  return `"${escaped.replaceAll('"', '\\"')}"`;
}

/** What stands between the backticks of a template for a text. */
export function templateText(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${")
    .replaceAll("\r", "\\r");
}

/** A text of any length: long ones are cut at spaces, those of several lines become templates. */
export function textLiteral(text: string): Doc {
  if (text.includes("\n") && !/[\ud800-\udfff]/u.test(text)) {
    return `\`${templateText(text)}\``;
  }
  const lines = wrapped(text);
  if (lines.length === 1) return stringLiteral(text);
  return join([" +", line], lines.map(stringLiteral));
}

function wrapped(text: string): string[] {
  if (text.length <= widest || /[\n\t]/.test(text)) return [text];
  const lines: string[] = [];
  let rest = text;
  while (rest.length > widest) {
    const space = rest.lastIndexOf(" ", widest - 1);
    if (space <= 0) return [text];
    lines.push(rest.slice(0, space + 1));
    rest = rest.slice(space + 1);
  }
  return rest === "" ? lines : [...lines, rest];
}

/** A property and its value: a long text goes to lines of its own. */
export function property(key: string, value: Doc, breaksAfterColon: boolean): Doc {
  if (!breaksAfterColon) return [key, ": ", value];
  return group(key, ":", indent(line, value));
}

/** A key of an object literal. */
export function objectKey(name: string): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

const reserved = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval
   export extends false finally for function if implements import in instanceof interface let new
   null package private protected public return static super switch this throw true try typeof
   undefined var void while with yield process bash customLicense definePlan writeFile appendFile
   pkg env cd`.split(/\s+/),
);

/** A name for a variable of TypeScript that nothing else has. */
export function variableName(name: string, taken: ReadonlySet<string>): string {
  const short = name.replace(/^_+/, "");
  const base = isIdentifier(short) ? short : name;
  let chosen = base;
  for (let count = 2; reserved.has(chosen) || taken.has(chosen); count += 1) {
    chosen = `${base}_${count}`;
  }
  return chosen;
}
