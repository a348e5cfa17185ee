import type { Cause } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";

/** That a command is of a kind that cannot be followed: `does` and the beginning of its text. */
export function commandCause(
  shell: Shell,
  node: { pos: number; end: number },
  does: string,
): Cause {
  const text = excerpt(shell.source.text.slice(node.pos, node.end));
  return { reason: `${does}: \`${text}\``, span: spanOf(shell.source, node) };
}
