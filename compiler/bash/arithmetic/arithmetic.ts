import { type Cause, isUnknown, NotKnown, type Text, type Unknown, unknown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { evaluateText } from "./evaluate.ts";

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
    forgetAssigned(shell, text, thrown.cause);
    return unknown(thrown.cause);
  }
}

/** Whether an arithmetic command succeeds: its value is not zero. */
export function arithmeticStatus(value: bigint | Unknown): number | Unknown {
  if (typeof value === "bigint") return value === 0n ? 1 : 0;
  return value;
}

/**
 * What an expression that was given up, half way or before, may have assigned is not known any more.
 *
 * @param text the expression, before or after its expansions
 */
export function forgetAssigned(shell: Shell, text: string, cause: Cause): void {
  if (!/\+\+|--|(^|[^=!<>])=([^=]|$)|<<=|>>=/.test(text)) return;
  for (const [, name = ""] of text.matchAll(/(?<![\w${#])([A-Za-z_]\w*)/g)) {
    assignText(shell, name, unknown(cause));
  }
}
