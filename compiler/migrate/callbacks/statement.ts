/** One command of a callback as statements of TypeScript. */
import type { AndOr, Assignment, Command, PipelineNode, Statement, Word } from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import { type Doc, group, indent, line, softline } from "../layout/doc.ts";
import { variableName } from "../layout/literals.ts";
import { codeOf } from "../values/code.ts";
import { piecesOf } from "../values/expression.ts";
import type { CodePiece } from "../values/names.ts";
import { commandKind } from "./commands.ts";
import { fileStatement } from "./file-statement.ts";
import { helperStatement } from "./helper-statement.ts";
import { isContextText, isExported, refuse, type Scope, use } from "./scope.ts";
import { editsOf } from "./shell-text.ts";
import { stretchText } from "./template.ts";
import { wordPieces } from "./value.ts";

/** Where a command stands in its callback. */
export interface Position {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly isLast: boolean;
  /** How often the callback assigns each variable. */
  readonly counts: ReadonlyMap<string, number>;
  /** Variables that the callback exports. */
  readonly exports: ReadonlySet<string>;
  /** How many folders `pushd` has left. */
  folders: number;
}

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
      if (first !== undefined && (first.type !== "Word" || first.value !== "0"))
        refuse("returns a status");
      return [];
    case "local":
    case "declare":
    case "readonly":
      if (name === "readonly" || command.redirects.length > 0) refuse(`calls ${name}`);
      return args.flatMap((arg) => {
        if (arg.type === "Word") {
          return arg.value === "-r" ? [] : refuse("declares a variable without a value");
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

/** `export NAME` of what was assigned before. */
function exported(word: Word, { scope }: Position): readonly Doc[] {
  if (!scope.exported.has(word.value)) refuse(`exports ${word.text}`);
  return [];
}

function environment(node: Assignment, at: Position): readonly Doc[] {
  const { scope } = at;
  if (node.value.type !== "Word" || node.append || node.index !== undefined)
    refuse("exports a list");
  if (node.name.startsWith("pkg_")) refuse(`exports ${node.name}`);
  const value = assignedValue(node.value, at);
  scope.locals.delete(node.name);
  scope.exported.add(node.name);
  return [assigned(`${use(scope, "env")}["${node.name}"]`, value.code)];
}

function assigned(target: string, code: string): Doc {
  const printed = /^\((await .*)\)\.stdout\.trim\(\)$/s.exec(code)?.[1];
  if (printed !== undefined) {
    return group(`${target} = (`, indent(softline, printed), softline, ").stdout.trim();");
  }
  if (target.startsWith("const ") && code.startsWith("`")) return `${target} = ${code};`;
  return group(`${target} =`, indent(line, code), ";");
}

function assignment(node: Assignment, at: Position, isLocal: boolean): readonly Doc[] {
  const { scope } = at;
  const { name } = node;
  if (name.startsWith("pkg_") || node.append || node.index !== undefined) refuse(`assigns ${name}`);
  if (node.value.type === "ArrayValue") refuse(`assigns the list ${name}`);
  if (!isLocal && (at.exports.has(name) || isExported(name) || scope.exported.has(name))) {
    return environment(node, at);
  }
  if (isContextText(name) || scope.plan.reading.variables.has(name)) refuse(`assigns ${name}`);
  const value = assignedValue(node.value, at);
  const known = scope.locals.get(name);
  if (known !== undefined) {
    scope.locals.set(name, { code: known.code, isOneWord: known.isOneWord && value.isOneWord });
    return [assigned(known.code, value.code)];
  }
  const code = variableName(name, scope.taken);
  scope.taken.add(code);
  const keyword = (at.counts.get(name) ?? 0) > 1 ? "let" : "const";
  scope.locals.set(name, { code, isOneWord: value.isOneWord });
  return [assigned(`${keyword} ${code}`, value.code)];
}

interface AssignedValue {
  readonly code: string;
  readonly isOneWord: boolean;
}

/** Programs that print one line without white space at its ends. */
const onePrint = new Set([
  "basename",
  "dirname",
  "getconf",
  "git",
  "nproc",
  "pwd",
  "python",
  "readlink",
  "realpath",
  "uname",
  "whoami",
]);

function assignedValue(word: Word, at: Position): AssignedValue {
  const { scope } = at;
  const printed = printedBy(word, at);
  if (printed !== undefined) return printed;
  const pieces: readonly CodePiece[] = wordPieces(scope, word);
  const isOneWord =
    pieces.length > 0 &&
    pieces.every((piece) =>
      piece.kind === "text"
        ? /^[\w@%+=:,./-]+$/.test(piece.text)
        : isOneWordCode(scope, piece.code),
    );
  return { code: codeOf(pieces), isOneWord };
}

function isOneWordCode(scope: Scope, code: string): boolean {
  if (/^pkg_(path|interpreter)_for\(/.test(code)) return true;
  if ([...scope.locals.values()].some((local) => local.code === code && local.isOneWord))
    return true;
  return /^(pkg_(name|origin|version|prefix|dirname|svc_\w+_path)|[A-Z_]+_PATH|PLAN_CONTEXT)$/.test(
    code,
  );
}

/** `$(nproc)`: what a program prints. */
function printedBy(word: Word, at: Position): AssignedValue | undefined {
  const [part, ...more] = word.parts ?? [];
  const [inner] = part?.type === "DoubleQuoted" && part.parts.length === 1 ? part.parts : [part];
  if (
    more.length > 0 ||
    inner?.type !== "CommandExpansion" ||
    piecesOf([inner], true) !== undefined
  ) {
    return undefined;
  }
  const [statement, ...others] = inner.script?.commands ?? [];
  const command = statement?.command;
  if (others.length > 0 || command?.type !== "Command" || inner.script?.source !== undefined)
    refuse("keeps what commands print");
  if (command.name === undefined || !onePrint.has(command.name.value))
    refuse(`keeps what ${command.name?.text} prints`);
  const text = stretchText({
    ...at,
    node: command,
    edits: editsOf(at.scope, at.source, command),
    column: 4,
  });
  return { code: `(await ${use(at.scope, "$")}\`${text}\`).stdout.trim()`, isOneWord: false };
}

function changeFolder(command: Command, name: string, at: Position): Doc {
  const { args, redirects } = command;
  const [target] = args;
  const toNull = redirects.every(
    (one) =>
      one.type === "Redirect" && one.target?.value === "/dev/null" && /^&?>$/.test(one.operator),
  );
  if (args.length !== 1 || target?.type !== "Word" || !toNull)
    refuse(`calls ${name} in an unusual way`);
  if (/^[-+]|[*?[~]|(^|[^$]){/.test(target.text)) refuse(`calls ${name} ${target.text}`);
  if (name === "pushd") at.folders += 1;
  else if (at.folders > 0) refuse("calls cd below pushd");
  return `${use(at.scope, "cd")}(${codeOf(wordPieces(at.scope, target))});`;
}

/** The folder in which a callback began is known, and it is left at its end. */
function leaveFolder({ args }: Command, at: Position): readonly Doc[] {
  if (args.length > 0 || at.folders !== 1) refuse("calls popd in an unusual way");
  at.folders = 0;
  if (at.isLast) return [];
  return [`${use(at.scope, "cd")}(${use(at.scope, at.scope.home)});`];
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

const width = 100;

/** A command as the text of `$`. */
function shell(node: PipelineNode | AndOr, at: Position): Doc {
  const { scope, source } = at;
  const edits = editsOf(scope, source, node);
  const text = stretchText({ source, node, edits, column: 4 });
  const start = `await ${use(scope, "$")}\``;
  if (
    node.type === "Command" &&
    !text.includes("\n") &&
    4 + start.length + text.length + 2 > width
  ) {
    return `${start}${folded(node, at, start.length)}\`;`;
  }
  return `${start}${text}\`;`;
}

/** A long command on several lines, cut between its words. */
function folded(command: Command, { scope, source }: Position, offset: number): string {
  const words = [
    ...command.prefix,
    ...(command.name ? [command.name] : []),
    ...command.suffix,
  ].toSorted((a, b) => a.pos - b.pos);
  let result = "";
  let column = 4 + offset;
  for (const [at, node] of words.entries()) {
    const edits = editsOf(scope, source, command).filter(
      ({ pos, end }) => pos >= node.pos && end <= node.end,
    );
    const text = stretchText({ source, node, edits, column: 4 });
    if (at > 0 && column + text.length + 3 > width) {
      result += ` \\\n${" ".repeat(6)}`;
      column = 6;
    } else if (at > 0) {
      result += " ";
      column += 1;
    }
    result += text;
    column += text.length;
  }
  return result;
}
