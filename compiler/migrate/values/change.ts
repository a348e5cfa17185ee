/** The parameter expansions of bash as methods of JavaScript's texts. */
import type { ParameterOperation, Word } from "unbash";

/** What a parameter expansion does with a text. */
export interface Change {
  /** The method call behind the expression of the text. */
  readonly code: string;
  readonly apply: (text: string) => string;
  /** What stands for a variable of the environment that is not set, or empty. */
  readonly fallback?: { readonly operator: "||" | "??"; readonly text: string };
}

/** Where the value is set and not empty these do nothing. */
export const noChange: Change = { code: "", apply: (text) => text };

/** @returns Nothing for what JavaScript has no plain words for. */
export function changeOf(operation: ParameterOperation): Change | undefined {
  switch (operation.type) {
    case "Default":
      return orElse(operation.operator, operation.operand);
    case "Remove":
      return removal(operation.operator, operation.operand);
    case "Replace":
      return replacement(operation.operator, operation.pattern, operation.replacement);
    case "Slice":
      return slice(operation.offset, operation.length);
    case "CaseModification":
      if (operation.operand !== undefined) return undefined;
      if (operation.operator === "^^") {
        return { code: ".toUpperCase()", apply: (text) => text.toUpperCase() };
      }
      if (operation.operator === ",,") {
        return { code: ".toLowerCase()", apply: (text) => text.toLowerCase() };
      }
      return undefined;
    default:
      return undefined;
  }
}

function orElse(operator: string, operand: Word): Change | undefined {
  if (operator === ":?" || operator === "?") return noChange;
  const isPlain =
    operand.parts === undefined || operand.parts.every(({ type }) => type === "Literal");
  if (!isPlain || (operator !== ":-" && operator !== "-")) return undefined;
  const text = operand.value;
  if (operator === "-")
    return { code: "", apply: (subject) => subject, fallback: { operator: "??", text } };
  return { code: "", apply: (subject) => subject || text, fallback: { operator: "||", text } };
}

function removal(operator: "#" | "##" | "%" | "%%", operand: Word): Change | undefined {
  const pattern = plainPattern(operand);
  if (pattern === undefined) return undefined;
  const atEnd = operator.startsWith("%");
  const star = atEnd ? /^([^*?])\*$/.exec(pattern)?.[1] : /^\*([^*?])$/.exec(pattern)?.[1];
  if (star !== undefined) {
    const one = escapeRegex(star);
    const other = `[^${/[\]^\\-]/.test(star) ? `\\${star}` : star}]*`;
    if (operator === "%") return cut(`${one}${other}$`);
    if (operator === "%%") return cut(`${one}.*$`);
    return cut(operator === "#" ? `^${other}${one}` : `^.*${one}`);
  }
  if (pattern.includes("*")) return undefined;
  const regex = [...pattern].map((sign) => (sign === "?" ? "." : escapeRegex(sign))).join("");
  return cut(atEnd ? `${regex}$` : `^${regex}`);
}

function cut(regex: string): Change {
  const source = regex.replaceAll("/", "\\/");
  return {
    code: `.replace(/${source}/, "")`,
    apply: (text) => text.replace(new RegExp(regex), ""),
  };
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function replacement(operator: "/" | "//" | "/#" | "/%", from: Word, to: Word): Change | undefined {
  const pattern = plainPattern(from);
  const text = plainPattern(to);
  if (!pattern || text === undefined || /[*?]/.test(pattern) || text.includes("$"))
    return undefined;
  const args = `(${JSON.stringify(pattern)}, ${JSON.stringify(text)})`;
  if (operator === "/") {
    return { code: `.replace${args}`, apply: (subject) => subject.replace(pattern, text) };
  }
  if (operator === "//") {
    return { code: `.replaceAll${args}`, apply: (subject) => subject.replaceAll(pattern, text) };
  }
  return undefined;
}

function slice(offset: Word, length: Word | undefined): Change | undefined {
  const from = /^\s*(-?\d{1,4})\s*$/.exec(offset.text)?.[1];
  const count = length === undefined ? undefined : /^\s*(\d{1,4})\s*$/.exec(length.text)?.[1];
  if (from === undefined || (length !== undefined && count === undefined)) return undefined;
  const start = Number(from);
  if (start < 0 && count !== undefined) return undefined;
  const end = count === undefined ? undefined : start + Number(count);
  return {
    code: end === undefined ? `.slice(${start})` : `.slice(${start}, ${end})`,
    apply: (text) => text.slice(start, end),
  };
}

/** A pattern whose only special signs are `*` and `?`; nothing where it has others. */
function plainPattern(word: Word): string | undefined {
  const text = word.text.replace(/\\([^A-Za-z0-9*?\\])/g, "$1");
  return /^[\w./,:+=@%*? -]*$/.test(text) ? text : undefined;
}
