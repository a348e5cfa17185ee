import { parseNumber } from "../arithmetic/tokens.ts";
import { spendText } from "../budget.ts";
import type { Shell } from "../shell.ts";
import { isAscii } from "../text/text.ts";
import { expandEscapes } from "./escapes.ts";

/**
 * What `printf` makes of a format and its arguments, the format being used again until no
 * argument is left. Source: bash's manual, "printf".
 *
 * @returns nothing where it uses something else than `%s %b %d %i %u %x %X %o %c %%`, or an
 *   argument that is no number
 */
export function formatAll(
  shell: Shell,
  format: string,
  args: readonly string[],
): string | undefined {
  let rest = args;
  let result = "";
  for (;;) {
    const round = formatOnce(format, rest);
    if (round === undefined) return undefined;
    result += round.text;
    spendText(shell.budget, round.text.length, shell.here);
    if (result.length > 1 << 20) return undefined;
    if (round.stopped || round.used === 0 || round.used >= rest.length) return result;
    rest = rest.slice(round.used);
  }
}

interface Round {
  readonly text: string;
  readonly used: number;
  readonly stopped: boolean;
}

function formatOnce(format: string, args: readonly string[]): Round | undefined {
  const directive = /%(%|([-+ #0]*)(\*|[0-9]*)(?:\.(\*|-?[0-9]*))?([A-Za-z(]))/g;
  let text = "";
  let used = 0;
  let at = 0;
  const next = () => {
    used += 1;
    return args[used - 1];
  };
  for (const match of format.matchAll(directive)) {
    const before = expandEscapes(format.slice(at, match.index), "format");
    if (before === undefined || before.text.includes("%")) return undefined;
    text += before.text;
    at = match.index + match[0].length;
    if (match[1] === "%") {
      text += "%";
      continue;
    }
    const [, , flags = "", width = "", precision, letter = ""] = match;
    if (width === "*" || precision === "*" || Number(width) > 4096) return undefined;
    const one = convert(letter, next(), flags, precision);
    if (one === undefined) return undefined;
    if (width !== "" && !isAscii(one.text)) return undefined;
    const wide =
      one.number === true && flags.includes("0") && !flags.includes("-") && precision === undefined;
    text += pad(one.text, Number(width || 0), flags.includes("-"), wide);
    if (one.stopped) return { text, used, stopped: true };
  }
  const tail = expandEscapes(format.slice(at), "format");
  if (tail === undefined || tail.text.includes("%")) return undefined;
  return { text: text + tail.text, used, stopped: false };
}

interface Converted {
  readonly text: string;
  readonly number?: boolean;
  readonly stopped?: boolean;
}

function convert(
  letter: string,
  arg: string | undefined,
  flags: string,
  precision: string | undefined,
): Converted | undefined {
  const text = arg ?? "";
  if (letter === "s" || letter === "b") {
    const escaped = letter === "b" ? expandEscapes(text, "%b") : { text, stopped: false };
    if (escaped === undefined) return undefined;
    if (precision === undefined) return escaped;
    if (!isAscii(escaped.text)) return undefined;
    return { ...escaped, text: escaped.text.slice(0, Number(precision || 0)) };
  }
  // Without an argument `%c` prints a NUL byte.
  if (letter === "c") return text !== "" && isAscii(text) ? { text: text.slice(0, 1) } : undefined;
  if (!"diuxXo".includes(letter) || flags.includes("#") || precision !== undefined)
    return undefined;
  const value = numberOf(text);
  if (value === undefined) return undefined;
  if (letter === "d" || letter === "i") {
    const sign = value < 0n ? "" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
    return { text: `${sign}${value}`, number: true };
  }
  const base = letter === "o" ? 8 : letter === "u" ? 10 : 16;
  const digits = BigInt.asUintN(64, value).toString(base);
  return { text: letter === "X" ? digits.toUpperCase() : digits, number: true };
}

function numberOf(text: string): bigint | undefined {
  if (text === "") return 0n;
  const match = /^([-+]?)([0-9][0-9a-fA-FxX]{0,15})$/.exec(text);
  if (match === null) return undefined;
  const value = parseNumber(match[2] ?? "");
  return value === undefined ? undefined : match[1] === "-" ? -value : value;
}

function pad(text: string, width: number, left: boolean, zeros: boolean): string {
  if (left) return text.padEnd(width, " ");
  if (!zeros) return text.padStart(width, " ");
  const sign = /^[-+ ]/.test(text) ? text.slice(0, 1) : "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
