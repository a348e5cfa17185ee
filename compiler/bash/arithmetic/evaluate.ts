import { spend } from "../budget.ts";
import { Lost, NotKnown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { shapeOf, type Value } from "../state/value.ts";
import { getValue } from "../state/variables.ts";
import { excerpt } from "../text/text.ts";
import { binary } from "./operators.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Evaluates a text, which may be the value of a variable in another expression. */
export function evaluateText(shell: Shell, text: string, depth: number): bigint {
  spend(shell.budget, 1 + (text.length >> 4), shell.here);
  const cause = {
    reason: `evaluates \`${excerpt(text)}\`, which is an error in bash`,
    span: shell.here,
  };
  if (depth > 30) throw new NotKnown(cause);
  const tokens = tokenize(text);
  if (tokens === undefined) throw new Lost(cause);
  if (tokens.length === 0) return 0n;
  const parser: Parser = { shell, tokens, at: 0, silent: 0, depth, refuse: () => new Lost(cause) };
  const value = comma(parser);
  if (parser.at < tokens.length) throw parser.refuse();
  return value;
}

export interface Parser {
  readonly shell: Shell;
  readonly tokens: readonly Token[];
  at: number;
  /** Above zero in the part of `&&`, `||` and `?:` that is not taken. */
  silent: number;
  readonly depth: number;
  readonly refuse: () => Error;
}

function operatorAt(parser: Parser, offset = 0): string | undefined {
  const token = parser.tokens[parser.at + offset];
  return token?.kind === "operator" ? token.text : undefined;
}

function take(parser: Parser, text: string): boolean {
  if (operatorAt(parser) !== text) return false;
  parser.at += 1;
  return true;
}

function comma(parser: Parser): bigint {
  let value = assignment(parser);
  while (take(parser, ",")) value = assignment(parser);
  return value;
}

function assignment(parser: Parser): bigint {
  const target = parser.tokens[parser.at];
  const operator = operatorAt(parser, 1);
  const assigns =
    operator !== undefined && /^(=|\*=|\/=|%=|\+=|-=|<<=|>>=|&=|\^=|\|=)$/.test(operator);
  if (target?.kind !== "name" || !assigns) return conditional(parser);
  parser.at += 2;
  // bash reads the target before the right side, which may change it, as in `n += n--`.
  const left = operator === "=" || parser.silent > 0 ? 0n : read(parser, target);
  const right = assignment(parser);
  if (parser.silent > 0) return 0n;
  const value =
    operator === "=" ? right : binary(operator.slice(0, -1), left, right, parser.refuse);
  store(parser, target, value);
  return value;
}

function conditional(parser: Parser): bigint {
  const test = chain(parser, 0);
  if (!take(parser, "?")) return test;
  const first = quietly(parser, test === 0n, comma);
  if (!take(parser, ":")) throw parser.refuse();
  const second = quietly(parser, test !== 0n, conditional);
  return test !== 0n ? first : second;
}

function quietly(parser: Parser, silent: boolean, body: (parser: Parser) => bigint): bigint {
  if (!silent) return body(parser);
  parser.silent += 1;
  const value = body(parser);
  parser.silent -= 1;
  return value;
}

/** Binary operators, the loosest first; all but the power take their left side first. */
const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

function chain(parser: Parser, level: number): bigint {
  const operators = levels[level];
  if (operators === undefined) return power(parser);
  let left = chain(parser, level + 1);
  for (;;) {
    const operator = operatorAt(parser);
    if (operator === undefined || !operators.includes(operator)) return left;
    parser.at += 1;
    const decided = (operator === "&&" && left === 0n) || (operator === "||" && left !== 0n);
    const right = quietly(parser, decided, (inner) => chain(inner, level + 1));
    left = parser.silent > 0 ? 0n : binary(operator, left, right, parser.refuse);
  }
}

function power(parser: Parser): bigint {
  const base = unary(parser);
  if (!take(parser, "**")) return base;
  const exponent = power(parser);
  return parser.silent > 0 ? 0n : binary("**", base, exponent, parser.refuse);
}

function unary(parser: Parser): bigint {
  const operator = operatorAt(parser);
  if (operator === "++" || operator === "--") return step(parser, operator);
  if (operator === undefined || !"!~-+".includes(operator)) return primary(parser);
  parser.at += 1;
  const value = unary(parser);
  if (operator === "!") return value === 0n ? 1n : 0n;
  if (operator === "~") return ~value;
  return operator === "-" ? BigInt.asIntN(64, -value) : value;
}

/** `++name` and `--name`. */
function step(parser: Parser, operator: string): bigint {
  const target = parser.tokens[parser.at + 1];
  if (target?.kind !== "name") throw parser.refuse();
  parser.at += 2;
  if (parser.silent > 0) return 0n;
  const value = BigInt.asIntN(64, read(parser, target) + (operator === "++" ? 1n : -1n));
  store(parser, target, value);
  return value;
}

function primary(parser: Parser): bigint {
  const token = parser.tokens[parser.at];
  parser.at += 1;
  if (token?.kind === "number") return token.value;
  if (token?.kind === "name") {
    const value = parser.silent > 0 ? 0n : read(parser, token);
    const operator = operatorAt(parser);
    if (operator !== "++" && operator !== "--") return value;
    parser.at += 1;
    if (parser.silent === 0)
      store(parser, token, BigInt.asIntN(64, value + (operator === "++" ? 1n : -1n)));
    return value;
  }
  if (token?.text !== "(") throw parser.refuse();
  const value = comma(parser);
  if (!take(parser, ")")) throw parser.refuse();
  return value;
}

type Name = Token & { kind: "name" };

function read(parser: Parser, { name, subscript }: Name): bigint {
  const { shell } = parser;
  const value = getValue(shell, name);
  if (value.kind === "unknown") throw new NotKnown(value.cause);
  const text = element(value, keyOf(parser, value, subscript));
  if (text === undefined && shell.state.options.has("nounset")) throw parser.refuse();
  return evaluateText(shell, text ?? "", parser.depth + 1);
}

function element(value: Value, key: bigint | string | undefined): string | undefined {
  if (value.kind === "map") return value.entries.get(String(key ?? "0"));
  if (value.kind === "list") {
    const count = BigInt([...value.items.keys()].at(-1) ?? -1) + 1n;
    const index = typeof key === "bigint" ? key : 0n;
    return value.items.get(Number(index < 0n ? count + index : index));
  }
  return value.kind === "scalar" && (key === undefined || key === 0n) ? value.text : undefined;
}

function keyOf(
  parser: Parser,
  value: Value,
  subscript: string | undefined,
): bigint | string | undefined {
  if (subscript === undefined) return undefined;
  if (shapeOf(value) === "map") {
    if (/[\\'"`$]/.test(subscript)) throw parser.refuse();
    return subscript;
  }
  return evaluateText(parser.shell, subscript, parser.depth + 1);
}

function store(parser: Parser, { name, subscript }: Name, number: bigint): void {
  const value = getValue(parser.shell, name);
  const key = keyOf(parser, value, subscript);
  assignText(parser.shell, name, String(number), {
    key: typeof key === "bigint" ? Number(key) : key,
  });
}
