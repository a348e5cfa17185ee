import { isUnknown, type Text, type Unknown, unknown } from "../cause.ts";
import type { KnownCommand } from "../commands/command-table.ts";
import { complain } from "../commands/redirect.ts";
import type { Shell } from "../shell.ts";
import { orderTest } from "./test-expression.ts";
import {
  type Answer,
  filesTest,
  numericOperators,
  numericTest,
  unaryOperators,
  unaryTest,
} from "./test-operators.ts";

/** `test …` and `[ … ]`, by the rules of POSIX for up to four words, then by precedence. */
export const testCommand: KnownCommand = (shell, args, { name }) => {
  if (args.open !== undefined) return unknown(args.open);
  let words = args.items;
  if (name === "[") {
    const last = words.at(-1);
    if (last !== "]") return refused(shell);
    words = words.slice(0, -1);
  }
  const answer = evaluate(shell, words);
  if (answer === undefined) return refused(shell);
  return isUnknown(answer) ? answer : answer ? 0 : 1;
};

function refused(shell: Shell): number {
  complain(shell);
  return 2;
}

const binaryOperators = new Set([
  ...numericOperators,
  "=",
  "==",
  "!=",
  "<",
  ">",
  "-nt",
  "-ot",
  "-ef",
  "-a",
  "-o",
]);

function isBinary(word: Text | undefined): word is string {
  return typeof word === "string" && binaryOperators.has(word);
}

function evaluate(shell: Shell, words: readonly Text[]): Answer {
  const [first, second, third] = words;
  if (words.length === 0 || first === undefined) return false;
  if (words.length === 1) return isUnknown(first) ? first : first !== "";
  // Which rule counts depends on words that are not known.
  const doubt = words.find((word, at) => isUnknown(word) && !isOperand(words, at));
  if (doubt !== undefined && isUnknown(doubt)) return doubt;
  if (words.length === 2) {
    if (first === "!") return not(evaluate(shell, words.slice(1)));
    if (typeof first === "string" && unaryOperators.has(first) && second !== undefined) {
      return unaryTest(shell, first, second);
    }
    return undefined;
  }
  if (words.length === 3) {
    if (isBinary(second) && third !== undefined) return binary(shell, first, second, third);
    if (first === "!") return not(evaluate(shell, words.slice(1)));
    if (first === "(" && third === ")") return evaluate(shell, words.slice(1, 2));
    return undefined;
  }
  if (words.length === 4) {
    if (first === "!") return not(evaluate(shell, words.slice(1)));
    if (first === "(" && words[3] === ")") return evaluate(shell, words.slice(1, 3));
  }
  const parser = { shell, words, at: 0 };
  const answer = orChain(parser);
  return parser.at === words.length ? answer : undefined;
}

/** Whether an unknown word can only be an operand where it stands. */
function isOperand(words: readonly Text[], at: number): boolean {
  const before = words[at - 1];
  const after = words[at + 1];
  if (isBinary(after)) return true;
  return typeof before === "string" && (isBinary(before) || unaryOperators.has(before));
}

function not(answer: Answer): Answer {
  return typeof answer === "boolean" ? !answer : answer;
}

function binary(shell: Shell, left: Text, operator: string, right: Text): Answer {
  if (operator === "-a" || operator === "-o") {
    const [a, b] = [left, right].map((text): boolean | Unknown =>
      isUnknown(text) ? text : text !== "",
    );
    return operator === "-a" ? both(a, b) : not(both(not(a), not(b)));
  }
  if (numericOperators.has(operator)) return numericTest(shell, operator, left, right, false);
  if (operator === "-nt" || operator === "-ot" || operator === "-ef")
    return filesTest(shell, operator, left, right);
  if (isUnknown(left)) return left;
  if (isUnknown(right)) return right;
  if (operator === "<" || operator === ">") return orderTest(shell, operator, left, right);
  return (left === right) === (operator !== "!=");
}

function both(a: Answer, b: Answer): Answer {
  if (a === undefined || b === undefined) return undefined;
  if (a === false || b === false) return false;
  return isUnknown(a) ? a : b;
}

interface Parser {
  readonly shell: Shell;
  readonly words: readonly Text[];
  at: number;
}

function orChain(parser: Parser): Answer {
  let answer = andChain(parser);
  while (parser.words[parser.at] === "-o") {
    parser.at += 1;
    answer = not(both(not(answer), not(andChain(parser))));
  }
  return answer;
}

function andChain(parser: Parser): Answer {
  let answer = term(parser);
  while (parser.words[parser.at] === "-a") {
    parser.at += 1;
    answer = both(answer, term(parser));
  }
  return answer;
}

function term(parser: Parser): Answer {
  const { shell, words } = parser;
  const [word, operator, right] = words.slice(parser.at, parser.at + 3);
  if (word === undefined) return undefined;
  if (word === "!") {
    parser.at += 1;
    return not(term(parser));
  }
  if (word === "(") {
    parser.at += 1;
    const answer = orChain(parser);
    if (words[parser.at] !== ")") return undefined;
    parser.at += 1;
    return answer;
  }
  if (isBinary(operator) && operator !== "-a" && operator !== "-o" && right !== undefined) {
    parser.at += 3;
    return binary(shell, word, operator, right);
  }
  if (typeof word === "string" && unaryOperators.has(word) && operator !== undefined) {
    parser.at += 2;
    return unaryTest(shell, word, operator);
  }
  parser.at += 1;
  return isUnknown(word) ? word : word !== "";
}
