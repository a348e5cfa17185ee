import { checkText, spendText } from "../budget.ts";
import { type Cause, isUnknown, type Text, unknown } from "../cause.ts";
import type { Discard, Input, Shell, Sink } from "../shell.ts";

/** The channel of output that nobody reads. */
export const discard: Discard = { kind: "discard" };

export function createSink(shell: Shell): Sink {
  return { kind: "sink", text: "", unknown: undefined, certainty: shell.uncertain };
}

export function createInput(shell: Shell, text: Text): Input {
  return { kind: "input", text, position: 0, certainty: shell.uncertain };
}

/** Writes to a descriptor. */
export function write(shell: Shell, descriptor: number, text: Text): void {
  const channel = shell.channels.get(descriptor);
  if (channel?.kind !== "sink" || text === "") return;
  if (isUnknown(text)) channel.unknown ??= text.cause;
  else if (shell.uncertain > channel.certainty) channel.unknown ??= doubtOf(shell);
  else {
    channel.text += text;
    spendText(shell.budget, text.length, shell.here);
    checkText(channel.text.length, shell.here);
  }
}

/** What a sink has collected. */
export function collected(sink: Sink): Text {
  return sink.unknown === undefined ? sink.text : unknown(sink.unknown);
}

/** The rest of standard input, which is then read. */
export function readAll(shell: Shell): Text {
  const channel = shell.channels.get(0);
  if (channel?.kind !== "input") {
    return unknown({ reason: "reads standard input", span: shell.here });
  }
  if (isUnknown(channel.text)) return channel.text;
  const rest = channel.text.slice(channel.position);
  advance(shell, channel, channel.text.length);
  return rest;
}

/** Moves the reading position; where that may not happen, the input is lost. */
export function advance(shell: Shell, channel: Input, position: number): void {
  if (shell.uncertain > channel.certainty) channel.text = unknown(doubtOf(shell));
  else channel.position = position;
}

/** Why it is not known whether the command at hand runs. */
export function doubtOf(shell: Shell): Cause {
  return shell.doubt ?? { reason: "depends on a condition that is not known", span: shell.here };
}
