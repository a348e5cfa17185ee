/** Assignments of a callback: constants of TypeScript, or its environment. */
import type { Assignment, Word } from "unbash";
import { type Doc, group, indent, line, softline } from "../layout/doc.ts";
import { variableName } from "../layout/literals.ts";
import { codeOf } from "../values/code.ts";
import { piecesOf } from "../values/expression.ts";
import type { CodePiece } from "../values/names.ts";
import type { Position } from "./position.ts";
import { isContextText, isExported, refuse, type Scope, use } from "./scope.ts";
import { editsOf, losesStatus } from "./shell-text.ts";
import { stretchText } from "./template.ts";
import { wordPieces } from "./value.ts";

/** `export NAME` of what was assigned before. */
export function exported(word: Word, { scope, counts, plain }: Position): readonly Doc[] {
  const { value: name } = word;
  if (scope.exported.has(name)) return [];
  // What is assigned later, and by nothing else, is in the environment from then on.
  const isLater = counts.has(name) && counts.get(name) === plain.get(name);
  if (!isLater || scope.locals.has(name) || isOfOthers(scope, name)) refuse(`exports ${word.text}`);
  return [];
}

/** `local NAME`: nothing to say, as long as nothing reads it. */
export function declared({ text: name }: Word, { scope, exports }: Position): readonly Doc[] {
  if (!/^[A-Za-z_]\w*$/.test(name) || exports.has(name) || isOfOthers(scope, name))
    refuse(`declares ${name} without a value`);
  if (!scope.locals.has(name)) scope.declared.add(name);
  return [];
}

function isOfOthers({ plan, changing }: Scope, name: string): boolean {
  const isOwn = plan.reading.variables.has(name) || plan.reading.functions.has(name);
  return isOwn || changing.has(name) || isContextText(name) || isExported(name);
}

/** `export NAME=value`. */
export function environment(node: Assignment, at: Position): readonly Doc[] {
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

/** `NAME=value`, also behind `local`. */
export function assignment(node: Assignment, at: Position, declares: boolean): readonly Doc[] {
  const { scope } = at;
  const { name } = node;
  const isLocal = declares || scope.declared.has(name);
  if (name.startsWith("pkg_") || node.append || node.index !== undefined) refuse(`assigns ${name}`);
  if (node.value.type === "ArrayValue") refuse(`assigns the list ${name}`);
  if (!isLocal && (at.exports.has(name) || name === "PATH" || scope.exported.has(name))) {
    return environment(node, at);
  }
  if (isExported(name)) refuse(`assigns ${name}, which may not be in the environment`);
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
  if (losesStatus(command)) refuse("keeps what a pipeline prints");
  const text = stretchText({
    ...at,
    node: command,
    edits: editsOf(at.scope, at.source, command),
    column: 4,
  });
  const code = `(await ${use(at.scope, "$")}\`${text}\`.verbose(false)).stdout.trim()`;
  return { code, isOneWord: command.name.value === "nproc" };
}
