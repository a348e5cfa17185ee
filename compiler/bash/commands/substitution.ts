import type { CommandExpansionPart, ProcessSubstitutionPart, Redirection, Statement } from "unbash";
import { limits } from "../budget.ts";
import { Abandoned, isUnknown, Lost, type Text, unknown } from "../cause.ts";
import type { Flow, Shell, Sink } from "../shell.ts";
import { withFrame } from "../state/fork.ts";
import { copyState } from "../state/state.ts";
import { type SourceText, spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { collected, createSink, readAll, write } from "./channel.ts";

/** What a command substitution gives: the output of its commands without line breaks at the end. */
export function substitute(
  shell: Shell,
  part: CommandExpansionPart | ProcessSubstitutionPart,
): Text {
  const output = capture(shell, part);
  return isUnknown(output) ? output : output.replaceAll("\0", "").replace(/\n+$/, "");
}

/** The whole output of the commands of a substitution. */
export function capture(shell: Shell, part: CommandExpansionPart | ProcessSubstitutionPart): Text {
  const span = spanOf(shell.source, part);
  const { script } = part;
  if (script === undefined || script.errors?.length || part.text.startsWith("${")) {
    throw new Lost({ reason: `runs \`${excerpt(part.text)}\``, span });
  }
  const source: SourceText =
    script.source === undefined
      ? shell.source
      : { file: shell.source.file, text: script.source, at: span };
  const sink = createSink(shell);
  const read = fileRead(script.commands);
  const body = (): Flow => {
    const { options } = shell.state;
    if (part.type === "CommandExpansion") {
      shell.testedAround = false;
      if (!options.has("inherit_errexit")) options.delete("errexit");
    }
    return read === undefined ? shell.run(shell, script.commands) : copyInput(shell, read);
  };
  const status = inSubshell(shell, source, sink, body);
  if (part.type === "CommandExpansion") {
    shell.substituted = status;
    shell.state.status = status;
  }
  return collected(sink);
}

/** The redirection of `$(< file)`, which stands for `cat file`. */
function fileRead(commands: readonly Statement[]): Redirection | undefined {
  const [statement, ...others] = commands;
  const command = statement?.command;
  if (others.length > 0 || command?.type !== "Command" || command.name !== undefined)
    return undefined;
  const [redirection, ...more] = command.prefix;
  const isRead = redirection?.type === "Redirect" && redirection.operator === "<";
  return isRead && redirection.descriptor === undefined && more.length === 0
    ? redirection
    : undefined;
}

function copyInput(shell: Shell, redirection: Redirection): Flow {
  const result = shell.redirect(shell, [redirection]);
  if (result === "yes") write(shell, 1, readAll(shell));
  else if (result !== "no") write(shell, 1, result);
  shell.state.status = result === "yes" ? 0 : result === "no" ? 1 : result;
  return undefined;
}

/**
 * Runs something in a subshell: what it changes is forgotten, but not what it may have written.
 *
 * @returns its exit status
 */
export function inSubshell(
  shell: Shell,
  source: SourceText,
  output: Sink | undefined,
  body: () => Flow,
): Shell["state"]["status"] {
  const { state, channels, here, calls, uncertain, doubt, substituted, testedAround } = shell;
  const outer = shell.source;
  const frames = shell.frames.length;
  shell.state = copyState(state);
  shell.source = source;
  if (output !== undefined) shell.channels = new Map(channels).set(1, output);
  shell.subshells += 1;
  enter(shell);
  try {
    withFrame(shell, "subshell", body);
    return shell.state.status;
  } catch (thrown) {
    if (!(thrown instanceof Lost)) throw thrown;
    shell.frames.length = frames;
    shell.uncertain = uncertain;
    shell.doubt = doubt;
    if (output !== undefined) output.unknown ??= thrown.cause;
    shell.state.written ??= thrown.cause;
    return unknown(thrown.cause);
  } finally {
    shell.budget.depth -= 1;
    state.written ??= shell.state.written;
    Object.assign(shell, { state, channels, here, calls, substituted, testedAround });
    shell.source = outer;
    shell.subshells -= 1;
  }
}

/** Goes one level deeper into what is inside each other; the caller comes back up. */
export function enter(shell: Shell): void {
  shell.budget.depth += 1;
  if (shell.budget.depth > limits.depth) {
    throw new Abandoned({ reason: "nests commands very deeply", span: shell.here });
  }
}
