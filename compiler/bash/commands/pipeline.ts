import type { PipelineNode } from "unbash";
import { isUnknown, Lost } from "../cause.ts";
import type { Flow, Shell } from "../shell.ts";
import type { Status } from "../state/state.ts";
import { collected, createInput, createSink } from "./channel.ts";
import { commandCause } from "./command-cause.ts";
import { inSubshell } from "./substitution.ts";

/** Runs a pipeline; one command alone runs in the shell itself. */
export function runPipeline(shell: Shell, node: PipelineNode): Flow {
  if (node.type !== "Pipeline") return shell.runNode(shell, node);
  const [only] = node.commands;
  const negations = node.prefixes.filter((prefix) => prefix.type === "Negation").length;
  let flow: Flow;
  if (negations > 0) shell.tested += 1;
  try {
    if (node.commands.length === 1 && only !== undefined) flow = shell.runNode(shell, only);
    else runPipes(shell, node);
  } finally {
    if (negations > 0) shell.tested -= 1;
  }
  const { status } = shell.state;
  if (negations % 2 === 1 && !isUnknown(status)) shell.state.status = status === 0 ? 1 : 0;
  return flow;
}

function runPipes(shell: Shell, node: PipelineNode & { type: "Pipeline" }): void {
  if (shell.state.options.has("lastpipe")) {
    throw new Lost(commandCause(shell, node, "runs a pipeline under `shopt -s lastpipe`"));
  }
  const { channels } = shell;
  const statuses: Status[] = [];
  let input = channels.get(0);
  for (const [at, command] of node.commands.entries()) {
    const last = at === node.commands.length - 1;
    const sink = last ? undefined : createSink(shell);
    const next = new Map(channels);
    if (input === undefined) next.delete(0);
    else next.set(0, input);
    if (sink !== undefined) next.set(1, sink);
    if (sink !== undefined && node.operators[at] === "|&") next.set(2, sink);
    shell.channels = next;
    const { source } = shell;
    statuses.push(inSubshell(shell, source, sink, () => shell.runNode(shell, command)));
    if (sink !== undefined) input = createInput(shell, collected(sink));
  }
  shell.channels = channels;
  shell.state.status = pipeStatus(shell, statuses);
}

function pipeStatus(shell: Shell, statuses: readonly Status[]): Status {
  if (!shell.state.options.has("pipefail")) return statuses.at(-1) ?? 0;
  let result: Status = 0;
  for (const status of statuses) {
    // A later command that failed decides; one that may have failed leaves it open.
    if (isUnknown(status) || status !== 0) result = status;
  }
  return result;
}
