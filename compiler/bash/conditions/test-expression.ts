import type { TestBinaryExpression, TestExpression, Word } from "unbash";
import { isUnknown, knownOr, NotKnown, type Unknown, unknown } from "../cause.ts";
import { matches } from "../glob/match.ts";
import { type Match, searchRegex } from "../regex/search.ts";
import type { Flow, Shell } from "../shell.ts";
import { fork } from "../state/fork.ts";
import { listOf, noAttributes, unknownValue } from "../state/value.ts";
import { globalScope, putVariable } from "../state/variables.ts";
import { isAscii } from "../text/text.ts";
import { wordAtoms } from "../words/parts.ts";
import { type Field, patternPieces } from "../words/pieces.ts";
import { expandPattern, expandText } from "../words/word.ts";
import {
  type Answer,
  filesTest,
  numericOperators,
  numericTest,
  unaryTest,
} from "./test-operators.ts";

/** Runs `[[ … ]]`. */
export function runTestExpression(shell: Shell, expression: TestExpression): Flow {
  const answer = evaluate(shell, expression);
  shell.state.status = answer === undefined ? 2 : isUnknown(answer) ? answer : answer ? 0 : 1;
  return undefined;
}

function evaluate(shell: Shell, expression: TestExpression): Answer {
  switch (expression.type) {
    case "TestUnary":
      return unaryTest(shell, expression.operator, expandText(shell, expression.operand));
    case "TestBinary":
      return binary(shell, expression);
    case "TestGroup":
      return evaluate(shell, expression.expression);
    case "TestNot": {
      const answer = evaluate(shell, expression.operand);
      if (typeof answer !== "boolean") return answer;
      return expression.negations.length % 2 === 1 ? !answer : answer;
    }
    case "TestLogical":
      return logical(shell, expression.operator, expression.operands);
  }
}

function logical(shell: Shell, operator: "&&" | "||", operands: readonly TestExpression[]): Answer {
  const decisive = operator === "||";
  let doubt: Unknown | undefined;
  for (const operand of operands) {
    let answer: Answer;
    if (doubt === undefined) answer = evaluate(shell, operand);
    else {
      // Bash may or may not come to this operand, and with it to what it assigns.
      fork(shell, doubt.cause, [
        () => {
          answer = evaluate(shell, operand);
          return undefined;
        },
        () => undefined,
      ]);
    }
    if (answer === undefined) return doubt ?? undefined;
    if (answer === decisive) return decisive;
    if (isUnknown(answer)) doubt ??= answer;
  }
  return doubt ?? !decisive;
}

function binary(shell: Shell, expression: TestBinaryExpression): Answer {
  const { operator, right } = expression;
  const left = expandText(shell, expression.left);
  if (numericOperators.has(operator)) {
    return numericTest(shell, operator, left, expandText(shell, right), true);
  }
  if (operator === "=~") return regexTest(shell, left, right);
  if (operator === "==" || operator === "=" || operator === "!=") {
    const pattern = expandPattern(shell, right, true);
    if ("cause" in pattern) return pattern;
    if (isUnknown(left)) return left;
    const equal = knownOr<boolean | Unknown>(
      () => matches(shell, pattern, left),
      (cause) => unknown(cause),
    );
    return isUnknown(equal) ? equal : equal === (operator !== "!=");
  }
  const other = expandText(shell, right);
  if (operator === "<" || operator === ">") {
    if (isUnknown(left)) return left;
    if (isUnknown(other)) return other;
    return orderTest(shell, operator, left, other);
  }
  return filesTest(shell, operator, left, other);
}

/** The order of two texts where every locale agrees about it. */
export function orderTest(shell: Shell, operator: string, left: string, right: string): Answer {
  const digits = /^[0-9]*$/;
  const sameCase = [left, right].every((text) => /^[a-z0-9]*$/.test(text));
  if (
    left !== right &&
    !(digits.test(left) && digits.test(right)) &&
    !(sameCase && isAscii(left + right))
  ) {
    return unknown({ reason: "compares texts by the order of the locale", span: shell.here });
  }
  return operator === "<" ? left < right : left > right;
}

function regexTest(shell: Shell, left: ReturnType<typeof expandText>, right: Word): Answer {
  const pieces = patternPieces(wordAtoms(shell, right, "none"));
  if ("cause" in pieces) {
    forgetMatch(shell, pieces);
    return pieces;
  }
  if (isUnknown(left)) {
    forgetMatch(shell, left);
    return left;
  }
  const found = knownOr<Match | Unknown | undefined>(
    () => searchRegex(shell, regexSource(shell, pieces), "extended", left),
    (cause) => unknown(cause),
  );
  if (found !== undefined && "cause" in found) {
    forgetMatch(shell, found);
    return found;
  }
  const reason = "depends on which of several ways to match is taken";
  const value =
    found?.ambiguous === true
      ? unknownValue({ reason, span: shell.here }, "list")
      : listOf((found?.groups ?? []).map((group) => group ?? ""));
  putVariable(shell, globalScope(shell), "BASH_REMATCH", { value, attributes: noAttributes });
  return found !== undefined;
}

/** The expression that expanded text means: what was quoted stands for itself. */
function regexSource(shell: Shell, pieces: Field): string {
  let source = "";
  let bracket = "";
  for (const { text, quoted } of pieces) {
    for (const character of text) {
      const special = quoted && /[\\.[\](){}*+?^$|]/.test(character);
      if (bracket !== "") {
        // Quotes between brackets have rules of their own.
        if (quoted)
          throw new NotKnown({ reason: "quotes a part of a bracket expression", span: shell.here });
        bracket += character;
        if (character === "]" && /^\[\^?.(?:\[:[a-z]+:\]|[^[\]]|\[(?!:))*\]$/s.test(bracket))
          bracket = "";
      } else if (character === "[" && !quoted && !source.endsWith("\\")) bracket = "[";
      source += special ? `\\${character}` : character;
    }
  }
  return source;
}

function forgetMatch(shell: Shell, doubt: Unknown): void {
  putVariable(shell, globalScope(shell), "BASH_REMATCH", {
    value: unknownValue(doubt.cause, "list"),
    attributes: noAttributes,
  });
}
