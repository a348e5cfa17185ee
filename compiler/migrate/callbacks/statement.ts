/** One command of a callback as statements of TypeScript. */
import type { AndOr, Assignment, Command, PipelineNode, Statement, Word } from "unbash";
import type { Doc } from "../layout/doc.ts";
import { assignment, declared, environment, exported } from "./assignment.ts";
import { commandKind } from "./commands.ts";
import { fileStatement } from "./file-statement.ts";
import { changeFolder, leaveFolder } from "./folder-statement.ts";
import { helperStatement } from "./helper-statement.ts";
import type { Position } from "./position.ts";
import { refuse, use } from "./scope.ts";
import { shell } from "./shell-statement.ts";
import { editsOf, losesStatus } from "./shell-text.ts";
import { stretchText } from "./template.ts";

/** @returns Nothing to do for a command that TypeScript has no need of. @throws Untranslatable */
export function statementCode(statement: Statement, at: Position): readonly Doc[] {
  if (statement.background) refuse("runs in the background");
  const { command } = statement;
  if (command.type === "AndOr") return andOr(command, at);
  if (command.type === "Command") return simple(command, at);
  if (command.type === "Function") refuse("defines a function");
  return [shell(command, at)];
}

function simple(command: Command, at: Position): readonly Doc[] {
  const { name, prefix } = command;
  if (name === undefined) {
    if (command.redirects.length > 0) refuse("redirects nothing");
    return prefix.flatMap((node) =>
      node.type === "Assignment" ? assignment(node, at, false) : [],
    );
  }
  const kind = commandKind(at.scope.plan.reading, name.value);
  if (kind === "own") refuse(`calls ${name.value}`);
  if (kind === "helper" || kind === "default") return [helperStatement(command, at.scope)];
  if (kind === "process" || kind === "shell") return builtin(command, name.value, at);
  if (name.value === "true" || name.value === ":") {
    if (command.args.length === 0 && command.redirects.length === 0) return [];
  }
  return [fileStatement(command, at.scope) ?? shell(command, at)];
}

function builtin(command: Command, name: string, at: Position): readonly Doc[] {
  if (command.prefix.length > 0) refuse(`calls ${name} with variables`);
  const { args } = command;
  const [first, ...others] = args;
  switch (name) {
    case "return":
      if (!at.isLast || others.length > 0) refuse("returns early");
      if (first !== undefined && !isSuccess(first, at)) refuse("returns a status");
      return [];
    case "local":
    case "declare":
    case "readonly":
      if (name === "readonly" || command.redirects.length > 0) refuse(`calls ${name}`);
      return args.flatMap((arg) => {
        if (arg.type === "Word") {
          return arg.value === "-r" ? [] : declared(arg, at);
        }
        return assignment(arg, at, true);
      });
    case "export":
      return args.flatMap((arg) =>
        arg.type === "Word" ? exported(arg, at) : environment(arg, at),
      );
    case "cd":
    case "pushd":
      return [changeFolder(command, name, at)];
    case "popd":
      return leaveFolder(command, at);
    default:
      return refuse(`calls ${name}`);
  }
}

/** `0`, or `$?` behind a command that would have ended the callback. */
function isSuccess(word: Word | Assignment, { previous }: Position): boolean {
  if (word.type !== "Word") return false;
  return word.value === "0" || (word.text === "$?" && previous?.type === "Command");
}

function andOr(node: AndOr, at: Position): readonly Doc[] {
  const { commands, operators } = node;
  const [first, second] = commands;
  if (
    commands.length === 2 &&
    operators[0] === "||" &&
    first?.type === "Command" &&
    isGivingUp(second)
  ) {
    const name = first.name?.value;
    // It would end anyway where it fails.
    if (name === "cd" || name === "pushd" || name === "popd") return simple(first, at);
  }
  if (operators.at(-1) === "||" || at.isLast) return [shell(node, at)];
  if (commands.length !== 2 || first === undefined || second === undefined)
    refuse("has a list of conditions");
  return [condition(first, second, at)];
}

/** `a && b` in the middle of a callback goes on where `a` fails. */
function condition(first: PipelineNode, second: PipelineNode, at: Position): Doc {
  const { scope, source } = at;
  if (losesStatus(first) || losesStatus(second)) refuse("has a pipeline in a condition");
  const [test, then] = [first, second].map((node) =>
    stretchText({ source, node, edits: editsOf(scope, source, node), column: 4 }),
  );
  return `await ${use(scope, "$")}\`if ${test}; then ${then}; fi\`;`;
}

function isGivingUp(node: PipelineNode | undefined): boolean {
  if (node?.type !== "Command") return false;
  const name = node.name?.value;
  return (
    (name === "exit" || name === "return") &&
    node.args.every((arg) => arg.type === "Word" && arg.value !== "0")
  );
}
