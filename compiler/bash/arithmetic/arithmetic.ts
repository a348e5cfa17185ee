import { isUnknown, NotKnown, type Text, type Unknown, unknown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { evaluateText } from "./evaluate.ts";
import { tokenize } from "./tokens.ts";

/**
 * The value of an arithmetic expression, with its assignments carried out.
 *
 * @param text the expression after its expansions
 */
export function evaluateArithmetic(shell: Shell, text: Text): bigint | Unknown {
  if (isUnknown(text)) return text;
  try {
    return BigInt.asIntN(64, evaluateText(shell, text, 0));
  } catch (thrown) {
    if (!(thrown instanceof NotKnown)) throw thrown;
    forgetAssigned(shell, text, thrown);
    return unknown(thrown.cause);
  }
}

/** Whether an arithmetic command succeeds: its value is not zero. */
export function arithmeticStatus(value: bigint | Unknown): number | Unknown {
  if (typeof value === "bigint") return value === 0n ? 1 : 0;
  return value;
}

/** What an expression that was given up half way may have assigned is not known any more. */
function forgetAssigned(shell: Shell, text: string, thrown: NotKnown): void {
  if (!/\+\+|--|(^|[^=!<>])=([^=]|$)|<<=|>>=/.test(text)) return;
  for (const token of tokenize(text) ?? []) {
    if (token.kind === "name") assignText(shell, token.name, unknown(thrown.cause));
  }
}
