import { Abandoned, unknown } from "../cause.ts";
import { type KnownCommand, knownArguments, type Outcome } from "../commands/command-table.ts";
import type { Shell } from "../shell.ts";
import type { Status } from "../state/state.ts";
import type { Words } from "../words/word.ts";

function statusOf(shell: Shell, args: Words): Status {
  const known = knownArguments(args);
  if ("cause" in known) return known;
  const [text] = known;
  if (text === undefined) return shell.state.status;
  if (/^-?[0-9]{1,9}$/.test(text)) return Number(text) & 255;
  return unknown({ reason: `ends with \`${text}\` as its status`, span: shell.here });
}

/** `return [status]`. */
export const returnFrom: KnownCommand = (shell, args) => {
  shell.state.status = statusOf(shell, args);
  return { flow: { kind: "return" } };
};

/** `exit [status]`. */
export const exit: KnownCommand = (shell, args, { cause }) => {
  shell.state.status = statusOf(shell, args);
  return { flow: { kind: "exit", stops: cause } };
};

/** `break [levels]` and `continue [levels]`. */
export function leaveLoop(kind: "break" | "continue"): KnownCommand {
  return (shell, args, { cause }): Outcome => {
    const known = knownArguments(args);
    const wanted = "cause" in known ? Number.NaN : Number(known[0] ?? 1);
    let loops = 0;
    for (const frame of shell.frames.toReversed()) {
      if (frame.kind === "function" || frame.kind === "plan") break;
      if (frame.kind === "loop") loops += 1;
      // Leaving a loop from inside a subshell or a sourced file has rules of its own.
      else if (loops < wanted) {
        if (shell.frames.some((one) => one.kind === "loop")) throw new Abandoned(cause);
        break;
      }
    }
    if (!(wanted >= 1)) throw new Abandoned(cause);
    if (loops === 0) return 0;
    shell.state.status = 0;
    return { flow: { kind, levels: Math.min(wanted, loops) } };
  };
}

/** `shift [count]`. */
export const shift: KnownCommand = (shell, args) => {
  const { positional } = shell.state;
  const known = knownArguments(args);
  const cause = positional.open ?? ("cause" in known ? known.cause : undefined);
  if (cause !== undefined) {
    shell.state.positional = { items: [], open: cause };
    return unknown(cause);
  }
  const count = "cause" in known ? 0 : Number(known[0] ?? 1);
  if (!Number.isInteger(count) || count < 0 || count > positional.items.length) return 1;
  shell.state.positional = { items: positional.items.slice(count) };
  return 0;
};
