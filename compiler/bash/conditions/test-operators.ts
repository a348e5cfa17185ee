import { evaluateArithmetic } from "../arithmetic/arithmetic.ts";
import { isUnknown, type Text, type Unknown, unknown } from "../cause.ts";
import { lookUp } from "../files/files.ts";
import type { Shell } from "../shell.ts";
import { specialValue } from "../state/special.ts";
import { getVariable, itemsOf } from "../state/variables.ts";
import { isName } from "../text/text.ts";

/** What a test says; nothing where bash would complain. */
export type Answer = boolean | Unknown | undefined;

export const unaryOperators = new Set(
  "-a -b -c -d -e -f -g -h -k -p -r -s -t -u -w -x -G -L -N -O -S -o -v -R -z -n".split(" "),
);

export const numericOperators = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);

/** A test of one operand. */
export function unaryTest(shell: Shell, operator: string, operand: Text): Answer {
  if (isUnknown(operand)) return operand;
  if (operator === "-z") return operand === "";
  if (operator === "-n") return operand !== "";
  if (operator === "-v") return variableTest(shell, operand);
  if (operator === "-o") return optionTest(shell, operand);
  return fileTest(shell, operator, operand);
}

function variableTest(shell: Shell, name: string): Answer {
  const [, plain = "", subscript] = /^([A-Za-z_][A-Za-z0-9_]*)(?:\[([^\]]+)\])?$/.exec(name) ?? [];
  const cause = { reason: `tests whether \`${name}\` is set`, span: shell.here };
  if (!isName(plain)) return unknown(cause);
  const variable = getVariable(shell, plain);
  const special = specialValue(shell, plain, variable !== undefined);
  if (special !== undefined) return special.kind === "scalar" ? true : unknown(cause);
  if (variable === undefined) {
    shell.recorder.reads.add(plain);
    return false;
  }
  const { value } = variable;
  if (value.kind === "unknown") return unknown(value.cause);
  if (value.kind === "unset") return false;
  if (subscript === undefined) {
    if (value.kind === "map") return value.entries.has("0");
    return itemsOf(value).has(0);
  }
  if (subscript === "@" || subscript === "*" || /[$`"'\\]/.test(subscript)) return unknown(cause);
  if (value.kind === "map") return value.entries.has(subscript);
  return /^[0-9]+$/.test(subscript) ? itemsOf(value).has(Number(subscript)) : unknown(cause);
}

function optionTest(shell: Shell, name: string): Answer {
  if (["nounset", "noglob", "pipefail"].includes(name)) return shell.state.options.has(name);
  return unknown({ reason: `tests the option \`${name}\``, span: shell.here });
}

/** Tests that the content of a checkout decides. Permissions and times it does not. */
function fileTest(shell: Shell, operator: string, name: string): Answer {
  const found = lookUp(shell, name);
  if ("cause" in found) return found;
  const missing = found.kind === "missing";
  switch (operator) {
    case "-a":
    case "-e":
      return !missing;
    case "-f":
      return !missing && found.stats.isFile();
    case "-d":
      return !missing && found.stats.isDirectory();
    case "-s":
      return !missing && (found.stats.size > 0 || found.stats.isDirectory());
    default:
      if (missing && operator !== "-h" && operator !== "-L" && operator !== "-t") return false;
      return unknown({ reason: `tests \`${operator} ${name}\``, span: shell.here });
  }
}

/** A comparison of two numbers; `[[` takes expressions, `[` decimal numbers only. */
export function numericTest(
  shell: Shell,
  operator: string,
  left: Text,
  right: Text,
  expressions: boolean,
): Answer {
  const numbers = [left, right].map((text) => {
    if (isUnknown(text)) return text;
    if (expressions) return evaluateArithmetic(shell, text);
    const digits = /^[ \t\n]*([-+]?)([0-9]{1,18})[ \t\n]*$/.exec(text);
    if (digits === null) return undefined;
    const value = BigInt(digits[2] ?? "0");
    return digits[1] === "-" ? -value : value;
  });
  const [a, b] = numbers;
  if (a === undefined || b === undefined) {
    const doubt = numbers.find((one) => typeof one === "object");
    return typeof doubt === "object" ? doubt : undefined;
  }
  if (typeof a === "object") return a;
  if (typeof b === "object") return b;
  switch (operator) {
    case "-eq":
      return a === b;
    case "-ne":
      return a !== b;
    case "-lt":
      return a < b;
    case "-le":
      return a <= b;
    case "-gt":
      return a > b;
    default:
      return a >= b;
  }
}

/** A comparison of two files. */
export function filesTest(shell: Shell, operator: string, left: Text, right: Text): Answer {
  const doubt = [left, right].find(isUnknown);
  if (doubt !== undefined && isUnknown(doubt)) return doubt;
  return unknown({ reason: `compares files with \`${operator}\``, span: shell.here });
}
