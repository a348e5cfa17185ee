import type { Redirect, Redirection, Word } from "unbash";
import { type Cause, isUnknown, Lost, unknown } from "../cause.ts";
import { readText } from "../files/files.ts";
import type { Channel, Redirected, Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { expandDocument } from "../words/document.ts";
import { expandText, expandWords } from "../words/word.ts";
import { createInput, discard, write } from "./channel.ts";
import { capture } from "./substitution.ts";

/** Makes redirections; the caller puts `shell.channels` back. */
export function redirect(shell: Shell, redirections: readonly Redirection[]): Redirected {
  let result: Redirected = "yes";
  for (const redirection of redirections) {
    const one = makeOne(shell, redirection);
    if (one === "no") return result === "yes" ? "no" : result;
    if (one !== "yes" && result === "yes") result = one;
  }
  return result;
}

function makeOne(shell: Shell, redirection: Redirection): Redirected {
  if (redirection.type === "HereDoc") {
    return open(shell, redirection, createInput(shell, expandDocument(shell, redirection)), 0);
  }
  const { target } = redirection;
  if (target === undefined) throw new Lost(causeOf(shell, redirection));
  if (redirection.type === "HereString") {
    const text = expandText(shell, target);
    const input = createInput(shell, isUnknown(text) ? text : `${text}\n`);
    return open(shell, redirection, input, 0);
  }
  const [part, ...others] = target.parts ?? [];
  if (part?.type === "ProcessSubstitution" && others.length === 0 && redirection.operator === "<") {
    return open(shell, redirection, createInput(shell, capture(shell, part)), 0);
  }
  return toTarget(shell, redirection, target);
}

function toTarget(shell: Shell, redirection: Redirect, target: Word): Redirected {
  const { operator } = redirection;
  const words = expandWords(shell, [target]);
  const [name] = words.items;
  const cause = causeOf(shell, redirection);
  if (
    words.open !== undefined ||
    words.items.length !== 1 ||
    name === undefined ||
    isUnknown(name)
  ) {
    const channel = operator.includes("<") ? createInput(shell, unknown(cause)) : discard;
    if (!operator.includes("<")) shell.state.written ??= cause;
    open(shell, redirection, channel, operator.includes("<") ? 0 : 1);
    return unknown(cause);
  }
  if (operator === ">&" || operator === "<&") {
    if (name === "-") return open(shell, redirection, discard, operator === ">&" ? 1 : 0);
    if (/^[0-9]+$/.test(name)) {
      const copied = shell.channels.get(Number(name));
      return open(shell, redirection, copied ?? discard, operator === ">&" ? 1 : 0);
    }
  }
  if (operator === "<") return fromFile(shell, redirection, name);
  const both = operator === "&>" || operator === "&>>" || operator === ">&";
  const copied = name === "/dev/stdout" ? shell.channels.get(1) : shell.channels.get(2);
  const isStream = name === "/dev/stdout" || name === "/dev/stderr";
  const channel = isStream ? (copied ?? discard) : discard;
  open(shell, redirection, channel, 1);
  if (both) shell.channels = new Map(shell.channels).set(2, channel);
  if (isStream || name === "/dev/null") return "yes";
  shell.state.written ??= {
    reason: `reads files after \`${excerpt(name)}\` was written`,
    span: cause.span,
  };
  return unknown({ reason: `writes \`${excerpt(name)}\``, span: cause.span });
}

function fromFile(shell: Shell, redirection: Redirect, name: string): Redirected {
  const text = readText(shell, name);
  if (text === undefined) {
    complain(shell);
    return "no";
  }
  open(shell, redirection, createInput(shell, text), 0);
  return isUnknown(text) ? text : "yes";
}

/** Opens a channel on the descriptor that a redirection names, or on its usual one. */
function open(
  shell: Shell,
  { descriptor }: Redirection,
  channel: Channel,
  usual: number,
): Redirected {
  if (descriptor?.type === "FileDescriptorVariable") {
    const span = shell.here;
    assignText(shell, descriptor.name, unknown({ reason: "is the number of an open file", span }));
    return "yes";
  }
  shell.channels = new Map(shell.channels).set(descriptor?.value ?? usual, channel);
  return "yes";
}

function causeOf(shell: Shell, redirection: Redirection): Cause {
  const { source } = shell;
  const text = excerpt(source.text.slice(redirection.pos, redirection.end));
  return { reason: `redirects with \`${text}\``, span: spanOf(source, redirection) };
}

/** Puts an error message, whose words nobody should rely on, on standard error. */
export function complain(shell: Shell): void {
  write(shell, 2, unknown({ reason: "reads an error message", span: shell.here }));
}
