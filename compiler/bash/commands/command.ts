import type { Assignment, Command, Redirection, Word } from "unbash";
import { declarationNames, declare } from "../builtins/declare.ts";
import { builtins } from "../builtins/index.ts";
import { isUnknown, Lost, PlanStops, type Text } from "../cause.ts";
import type { Flow, Redirected, Shell } from "../shell.ts";
import { fork } from "../state/fork.ts";
import { copyState } from "../state/state.ts";
import { noAttributes, scalar, unknownValue, type Value } from "../state/value.ts";
import { spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { expandWords, type Words } from "../words/word.ts";
import { assign, prepareAssignment } from "./assignment.ts";
import type { CommandCall, Outcome } from "./command-table.ts";
import { runProgram } from "./external.ts";
import { callFunction } from "./function.ts";
import { helpers } from "./helpers.ts";
import { complain, redirect } from "./redirect.ts";

/** Runs a simple command: assignments, redirections, and the command that its words name. */
export function runCommand(shell: Shell, node: Command): Flow {
  const { channels, here } = shell;
  checkGaps(shell, node);
  shell.substituted = undefined;
  if (shell.state.options.has("xtrace")) complain(shell);
  const flow =
    node.name === undefined ? runAssignments(shell, node) : runNamed(shell, node, node.name);
  shell.here = here;
  // `exec` alone makes its redirections last.
  if (node.name?.text !== "exec") shell.channels = channels;
  return flow;
}

/** Between the words of a command there is nothing but blanks, or bash cannot read it. */
function checkGaps(shell: Shell, node: Command): void {
  const { text } = shell.source;
  const name = node.name === undefined ? [] : [node.name];
  let end = node.pos;
  for (const part of [...node.prefix, ...name, ...node.suffix]) {
    if (part.pos > end && !/^(?:[ \t\r]|\\\n)*$/.test(text.slice(end, part.pos))) {
      throw new PlanStops({
        reason: `has a syntax error in \`${excerpt(text.slice(node.pos, node.end))}\``,
        span: spanOf(shell.source, node),
      });
    }
    end = part.end;
  }
}

function isAssignment(
  one: Command["suffix"][number] | Command["prefix"][number],
): one is Assignment {
  return one.type === "Assignment";
}

function isRedirection(
  one: Command["suffix"][number] | Command["prefix"][number],
): one is Redirection {
  return one.type === "Redirect" || one.type === "HereDoc" || one.type === "HereString";
}

/** A command without a name: its assignments stay. */
function runAssignments(shell: Shell, node: Command): Flow {
  const result = redirect(shell, [...node.prefix, ...node.suffix].filter(isRedirection));
  for (const assignment of node.prefix.filter(isAssignment)) assign(shell, assignment);
  shell.state.status = result === "yes" ? (shell.substituted ?? 0) : result === "no" ? 1 : result;
  return undefined;
}

function runNamed(shell: Shell, node: Command, name: Word): Flow {
  const cause = {
    reason: `runs \`${excerpt(shell.source.text.slice(name.pos, node.end))}\``,
    span: spanOf(shell.source, node),
  };
  const redirections = [...node.prefix, ...node.suffix].filter(isRedirection);
  if (declarationNames.has(name.text) && !shell.state.functions.has(name.text)) {
    return redirected(shell, redirections, () => {
      if (node.prefix.some(isAssignment)) throw new Lost(cause);
      return finish(
        shell,
        declare(
          shell,
          name.text,
          node.suffix.filter((one) => !isRedirection(one)),
          cause,
        ),
      );
    });
  }
  const words = expandWords(shell, [name, ...node.suffix.filter((one) => one.type === "Word")]);
  if (node.suffix.some(isAssignment)) throw new Lost(cause);
  const [first] = words.items;
  const run = (): Flow => {
    if (first === undefined) {
      if (words.open !== undefined) throw new Lost(words.open);
      return runWithoutName(shell, node);
    }
    if (isUnknown(first)) throw new Lost(first.cause);
    // With an expansion in it, the name itself may be other than the first word that is known.
    if (words.open !== undefined && name.parts !== undefined) throw new Lost(words.open);
    const args: Words = { ...words, items: words.items.slice(1) };
    return withTemporary(shell, node, () => runByName(shell, first, args, { name: first, cause }));
  };
  return typeof first === "string" && isProgram(shell, first)
    ? redirected(shell, redirections, run, redirectApart)
    : redirected(shell, redirections, run);
}

/** Whether bash starts another process for a command. */
function isProgram(shell: Shell, name: string): boolean {
  return !shell.state.functions.has(name) && !builtins.has(name) && !helpers.has(name);
}

/** Makes redirections in a process of its own: what their expansions assign is lost with it. */
function redirectApart(shell: Shell, redirections: readonly Redirection[]): Redirected {
  const { state } = shell;
  shell.state = copyState(state);
  const result = redirect(shell, redirections);
  state.written ??= shell.state.written;
  shell.state = state;
  return result;
}

/** A command whose words expanded to nothing: only its assignments are left. */
function runWithoutName(shell: Shell, node: Command): Flow {
  for (const assignment of node.prefix.filter(isAssignment)) assign(shell, assignment);
  shell.state.status = shell.substituted ?? 0;
  return undefined;
}

function redirected(
  shell: Shell,
  redirections: readonly Redirection[],
  body: () => Flow,
  make = redirect,
): Flow {
  const result = redirections.length === 0 ? "yes" : make(shell, redirections);
  if (result === "yes") return body();
  const fails = (): Flow => {
    shell.state.status = 1;
    return undefined;
  };
  return result === "no" ? fails() : fork(shell, result.cause, [body, fails]);
}

/** Runs a command with the assignments before it in force for as long as it runs. */
function withTemporary(shell: Shell, node: Command, body: () => Flow): Flow {
  const assignments = node.prefix.filter(isAssignment);
  if (assignments.length === 0) return body();
  const variables = new Map<string, { value: Value; attributes: typeof noAttributes }>();
  shell.state.scopes.push({ kind: "temporary", variables });
  for (const assignment of assignments) {
    const prepared = prepareAssignment(shell, assignment);
    if (assignment.index !== undefined || assignment.append || prepared.elements !== undefined) {
      throw new Lost({ reason: "assigns in an uncommon way before a command", span: shell.here });
    }
    shell.state.scopes.at(-1)?.variables.set(assignment.name, {
      value: temporaryValue(prepared.text ?? ""),
      attributes: noAttributes,
    });
  }
  const flow = body();
  shell.state.scopes.pop();
  return flow;
}

function temporaryValue(text: Text): Value {
  return isUnknown(text) ? unknownValue(text.cause, "scalar") : scalar(text);
}

/** Runs what a name stands for: a function, a builtin, a helper of the build, a program. */
function runByName(shell: Shell, name: string, args: Words, call: CommandCall): Flow {
  const entry = shell.state.functions.get(name);
  if (entry !== undefined) {
    if ("cause" in entry) throw new Lost(entry.cause);
    return callFunction(shell, name, entry, args);
  }
  if (declarationNames.has(name)) throw new Lost(call.cause);
  const known = builtins.get(name) ?? helpers.get(name);
  return finish(
    shell,
    known === undefined ? runProgram(shell, args, call) : known(shell, args, call),
  );
}

function finish(shell: Shell, outcome: Outcome): Flow {
  if (typeof outcome === "object" && "flow" in outcome) return outcome.flow;
  shell.state.status = outcome;
  return undefined;
}
