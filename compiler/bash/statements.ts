import type { CommandNode, CompoundList, PipelineNode, Redirection, Statement } from "unbash";
import { spend } from "./budget.ts";
import { isUnknown, Lost, NotKnown, PlanStops, unknown } from "./cause.ts";
import { collected, createInput, createSink } from "./channel.ts";
import { runCommand } from "./command.ts";
import { runCase, runIf } from "./conditionals.ts";
import { fork } from "./fork.ts";
import { runArithmeticFor, runFor, runWhile } from "./loops.ts";
import { redirect } from "./redirect.ts";
import type { Flow, Shell } from "./shell.ts";
import { spanOf } from "./source-text.ts";
import type { Status } from "./state.ts";
import { enter, inSubshell } from "./substitution.ts";
import { runTestExpression } from "./test-expression.ts";
import { evaluateArithmetic, arithmeticStatus } from "./arithmetic/evaluate.ts";
import { excerpt } from "./text.ts";
import { expandExpression } from "./word.ts";
import { defineFunction } from "./function.ts";

/** Runs commands one after the other. */
export function runStatements(shell: Shell, statements: readonly Statement[]): Flow {
  for (const statement of statements) {
    const flow = runStatement(shell, statement);
    if (flow !== undefined) return flow;
  }
  return undefined;
}

function runStatement(shell: Shell, statement: Statement): Flow {
  const { source, channels } = shell;
  const { depth } = shell.budget;
  spend(shell.budget, 1, shell.here);
  try {
    if (statement.background) return runInBackground(shell, statement);
    return runAndOr(shell, statement.command);
  } catch (thrown) {
    if (thrown instanceof NotKnown) throw new Lost(thrown.cause);
    if (!(thrown instanceof PlanStops)) throw thrown;
    shell.source = source;
    shell.channels = channels;
    shell.budget.depth = depth;
    shell.state.status = unknown(thrown.cause);
    return { kind: "exit", stops: thrown.cause };
  }
}

function runInBackground(shell: Shell, statement: Statement): Flow {
  const cause = causeOf(shell, statement.command, "runs in the background");
  const sink = createSink(shell);
  inSubshell(shell, shell.source, sink, () => runAndOr(shell, statement.command));
  for (const descriptor of [1, 2]) {
    const channel = shell.channels.get(descriptor);
    if (channel?.kind === "sink") channel.unknown ??= cause;
  }
  shell.state.written ??= cause;
  shell.state.status = 0;
  return undefined;
}

function causeOf(shell: Shell, node: { pos: number; end: number }, does: string) {
  const text = excerpt(shell.source.text.slice(node.pos, node.end));
  return { reason: `${does}: \`${text}\``, span: spanOf(shell.source, node) };
}

function runAndOr(shell: Shell, node: Statement["command"]): Flow {
  if (node.type !== "AndOr") return runPipeline(shell, node);
  const [first, ...rest] = node.commands;
  let flow = first === undefined ? undefined : runPipeline(shell, first);
  for (const [at, next] of rest.entries()) {
    if (flow !== undefined) return flow;
    const { status } = shell.state;
    const onSuccess = node.operators[at] === "&&";
    if (isUnknown(status)) {
      flow = fork(shell, status.cause, [() => runPipeline(shell, next), () => undefined]);
    } else if ((status === 0) === onSuccess) flow = runPipeline(shell, next);
  }
  return flow;
}

function runPipeline(shell: Shell, node: PipelineNode): Flow {
  if (node.type !== "Pipeline") return runNode(shell, node);
  const [only] = node.commands;
  let flow: Flow;
  if (node.commands.length === 1 && only !== undefined) flow = runNode(shell, only);
  else runPipes(shell, node);
  const negations = node.prefixes.filter((prefix) => prefix.type === "Negation").length;
  const { status } = shell.state;
  if (negations % 2 === 1 && !isUnknown(status)) shell.state.status = status === 0 ? 1 : 0;
  return flow;
}

function runPipes(shell: Shell, node: PipelineNode & { type: "Pipeline" }): void {
  if (shell.state.options.has("lastpipe")) {
    throw new Lost(causeOf(shell, node, "runs a pipeline under `shopt -s lastpipe`"));
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
    statuses.push(inSubshell(shell, source, sink, () => runNode(shell, command)));
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

/** Runs one command, of any kind. */
export function runNode(shell: Shell, node: CommandNode | CompoundList): Flow {
  shell.here = spanOf(shell.source, node);
  switch (node.type) {
    case "CompoundList":
      return runStatements(shell, node.commands);
    case "Command":
      return runCommand(shell, node);
    case "Function":
      return defineFunction(shell, node);
    case "Redirected":
      return withRedirections(shell, node.redirects, () => runNode(shell, node.command));
    case "Coproc":
    case "Select":
      throw new Lost(causeOf(shell, node, "runs a command that needs a partner"));
    case "TestCommand":
      return runTestExpression(shell, node.expression);
    case "ArithmeticCommand": {
      const value = evaluateArithmetic(shell, expandExpression(shell, node.body, shell.here));
      shell.state.status = arithmeticStatus(value);
      return undefined;
    }
    default:
      return runCompound(shell, node);
  }
}

type Compound = Exclude<
  CommandNode,
  { type: "Command" | "Function" | "Redirected" | "Coproc" | "Select" | "TestCommand" | "ArithmeticCommand" }
>;

function runCompound(shell: Shell, node: Compound): Flow {
  enter(shell);
  const run = (list: CompoundList) => runStatements(shell, list.commands);
  let flow: Flow;
  switch (node.type) {
    case "If":
      flow = runIf(shell, node, run);
      break;
    case "Case":
      flow = runCase(shell, node, run);
      break;
    case "For":
      flow = runFor(shell, node, run);
      break;
    case "ArithmeticFor":
      flow = runArithmeticFor(shell, node, run);
      break;
    case "While":
      flow = runWhile(shell, node, run);
      break;
    case "BraceGroup":
      flow = run(node.body);
      break;
    case "Subshell":
      shell.state.status = inSubshell(shell, shell.source, undefined, () => run(node.body));
      break;
  }
  shell.budget.depth -= 1;
  return flow;
}

/** Runs something with redirections around it. */
export function withRedirections(
  shell: Shell,
  redirections: readonly Redirection[],
  body: () => Flow,
): Flow {
  if (redirections.length === 0) return body();
  const { channels } = shell;
  const result = redirect(shell, redirections);
  let flow: Flow;
  if (result === "no") shell.state.status = 1;
  else if (result === "yes") flow = body();
  else {
    flow = fork(shell, result.cause, [
      body,
      () => {
        shell.state.status = 1;
        return undefined;
      },
    ]);
  }
  shell.channels = channels;
  return flow;
}

