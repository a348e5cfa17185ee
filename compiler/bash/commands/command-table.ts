import { type Cause, isUnknown, type Unknown, unknown } from "../cause.ts";
import type { Flow, Shell } from "../shell.ts";
import type { Status } from "../state/state.ts";
import type { Words } from "../words/word.ts";

/** How a command ended: with a status, or by leaving what is around it. */
export type Outcome = Status | { readonly flow: Flow };

/** A command that habc knows by name. */
export type KnownCommand = (shell: Shell, args: Words, call: CommandCall) => Outcome;

/** What a command may need to know of how it was called. */
export interface CommandCall {
  readonly name: string;
  /** That it runs, as a cause. */
  readonly cause: Cause;
}

/** The arguments where all of them are known. */
export function knownArguments(args: Words): readonly string[] | Unknown {
  if (args.open !== undefined) return unknown(args.open);
  const known: string[] = [];
  for (const item of args.items) {
    if (isUnknown(item)) return item;
    known.push(item);
  }
  return known;
}

/** A command that takes its arguments only where all of them are known, else ends as unknown. */
export function withKnown(
  body: (shell: Shell, args: readonly string[], call: CommandCall) => Outcome,
  otherwise: (shell: Shell, cause: Cause, call: CommandCall) => Outcome,
): KnownCommand {
  return (shell, args, call) => {
    const known = knownArguments(args);
    return "cause" in known ? otherwise(shell, known.cause, call) : body(shell, known, call);
  };
}
