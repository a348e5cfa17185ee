import type { CommandNode, CompoundList, PipelineNode, Redirection, Statement } from "unbash";
import { arithmeticStatus } from "../arithmetic/arithmetic.ts";
import { spend } from "../budget.ts";
import { isUnknown, Lost, NotKnown, PlanStops, unknown } from "../cause.ts";
import { runTestExpression } from "../conditions/test-expression.ts";
import type { Flow, Shell } from "../shell.ts";
import { fork } from "../state/fork.ts";
import { spanOf } from "../text/source-text.ts";
import { evaluateExpression } from "../words/parts.ts";
import { createSink } from "./channel.ts";
import { runCommand } from "./command.ts";
import { commandCause } from "./command-cause.ts";
import { runCase, runIf } from "./conditionals.ts";
import { defineFunction } from "./function.ts";
import { runArithmeticFor, runFor, runWhile } from "./loops.ts";
import { runPipeline } from "./pipeline.ts";
import { redirect } from "./redirect.ts";
import { enter, inSubshell } from "./substitution.ts";

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
  const cause = commandCause(shell, statement.command, "runs in the background");
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

function runAndOr(shell: Shell, node: Statement["command"]): Flow {
  if (node.type !== "AndOr") return runChecked(shell, node);
  const [first, ...rest] = node.commands;
  let flow = first && asTested(shell, () => runPipeline(shell, first));
  for (const [at, next] of rest.entries()) {
    if (flow !== undefined) return flow;
    const { status } = shell.state;
    const onSuccess = node.operators[at] === "&&";
    const isLast = at === rest.length - 1;
    const run = () =>
      isLast ? runChecked(shell, next) : asTested(shell, () => runPipeline(shell, next));
    if (isUnknown(status)) flow = fork(shell, status.cause, [run, () => undefined]);
    else if ((status === 0) === onSuccess) flow = run();
  }
  return flow;
}

/** Runs a pipeline whose failure ends the shell under `set -e`. */
function runChecked(shell: Shell, node: PipelineNode): Flow {
  return runPipeline(shell, node) ?? endOnFailure(shell, node);
}

/** Runs something whose failure is an answer and ends nothing. */
function asTested(shell: Shell, body: () => Flow): Flow {
  shell.tested += 1;
  try {
    return body();
  } finally {
    shell.tested -= 1;
  }
}

/** The commands that end a shell under `set -e`; inside others, those that failed have done so. */
const ending: ReadonlySet<string> = new Set([
  "Command",
  "Pipeline",
  "Subshell",
  "TestCommand",
  "ArithmeticCommand",
]);

function endOnFailure(shell: Shell, node: PipelineNode): Flow {
  const { status, options } = shell.state;
  if (status === 0 || shell.tested > 0 || shell.testedAround) return undefined;
  if (!options.has("errexit")) return undefined;
  const inner = node.type === "Redirected" ? node.command : node;
  const isNegated =
    node.type === "Pipeline" && node.prefixes.some((prefix) => prefix.type === "Negation");
  if (!ending.has(inner.type) || isNegated) return undefined;
  const stops = commandCause(shell, node, "runs a command that fails, under `set -e`");
  const end = (): Flow => ({ kind: "exit", stops });
  if (!isUnknown(status)) return end();
  return fork(shell, status.cause, [
    end,
    () => {
      shell.state.status = 0;
      return undefined;
    },
  ]);
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
      throw new Lost(commandCause(shell, node, "runs a command that needs a partner"));
    case "TestCommand":
      return runTestExpression(shell, node.expression);
    case "ArithmeticCommand": {
      const value = evaluateExpression(shell, node.body, shell.here);
      shell.state.status = arithmeticStatus(value);
      return undefined;
    }
    default:
      return runCompound(shell, node);
  }
}

type Compound = Exclude<
  CommandNode,
  {
    type:
      | "Command"
      | "Function"
      | "Redirected"
      | "Coproc"
      | "Select"
      | "TestCommand"
      | "ArithmeticCommand";
  }
>;

function runCompound(shell: Shell, node: Compound): Flow {
  enter(shell);
  const run = (list: CompoundList) => runStatements(shell, list.commands);
  let flow: Flow;
  const ask = (list: CompoundList) => asTested(shell, () => run(list));
  switch (node.type) {
    case "If":
      flow = runIf(shell, node, { run, ask });
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
      flow = runWhile(shell, node, { run, ask });
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
