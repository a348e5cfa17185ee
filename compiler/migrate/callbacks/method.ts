/** A callback as a method of the plan. */
import { type CompoundList, forEachChild, type Statement, type SyntaxNode } from "unbash";
import { type Doc, group, hardline, ifBroken, indent, join, line } from "../layout/doc.ts";
import { usedNames } from "../layout/used-names.ts";
import { type Remarks, readGap } from "../reading/comments.ts";
import { assignments } from "../reading/outline.ts";
import type { PlanFunction } from "../reading/reading.ts";
import { effectsOf } from "./effects.ts";
import type { Position } from "./position.ts";
import { refuse, type Scope } from "./scope.ts";
import { versionCode } from "./script.ts";
import { statementCode } from "./statement.ts";

/** A method, and what it was translated with. */
export interface Method {
  readonly doc: Doc;
  readonly scope: Scope;
  /** It runs commands, which see the environment. */
  readonly runs: boolean;
}

/** @throws Untranslatable where the method would not mean exactly the same. */
export function methodOf(fn: PlanFunction, scope: Scope): Method {
  const { body } = fn.node;
  if (body.type !== "BraceGroup") refuse("is no plain list of commands");
  const own = linesOf(fn, body.body, scope);
  const constants = [...scope.made.values()].map(({ code, value }) => `const ${code} = ${value};`);
  const lines = [...constants, ...own];
  const text = lines.map(sourceOf).join("\n");
  const head = `${/\bawait\b/.test(text) ? "async " : ""}${fn.name}(`;
  const names = usedNames(text);
  const used = [...scope.used].filter((name) => names.has(name));
  const doc: Doc = [head, parameters(used), ") ", block(lines)];
  return { doc, scope, runs: scope.used.has("$") };
}

function linesOf(fn: PlanFunction, body: CompoundList, scope: Scope): readonly Doc[] {
  const lines = scope.callback === "pkg_version" ? versionCode : bodyLines;
  return lines(fn, body, scope);
}

function parameters(used: readonly string[]): Doc {
  if (used.length === 0) return "";
  const names = used.toSorted((a, b) => Number(b === "$") - Number(a === "$"));
  return group("{", indent(line, join([",", line], names), ifBroken(",")), line, "}");
}

function block(lines: readonly Doc[]): Doc {
  if (lines.length === 0) return "{}";
  return [
    "{",
    indent(lines.map((one) => (one === "" ? hardline : [hardline, one]))),
    hardline,
    "}",
  ];
}

function bodyLines(fn: PlanFunction, body: CompoundList, scope: Scope): Doc[] {
  const { source } = fn;
  const { exported } = effectsOf(body);
  const counts = new Map<string, number>();
  for (const { name } of assignments(body)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const lines: Doc[] = [];
  let end = fn.node.body.pos + 1;
  const position: Position = {
    source,
    scope,
    counts,
    exports: exported,
    plain: plainAssignments(body),
    folders: 0,
    isLast: false,
    previous: undefined,
  };
  for (const [index, statement] of body.commands.entries()) {
    const gap = readGap(source.text.slice(end, statement.pos));
    addTrailing(lines, gap.trailing);
    addRemarks(lines, gap.before);
    Object.assign(position, { isLast: index === body.commands.length - 1 });
    lines.push(...statementCode(statement, position));
    Object.assign(position, { previous: statement.command });
    end = endOf(statement.end, source.text, statement);
  }
  const gap = readGap(source.text.slice(end, fn.node.end - 1));
  addTrailing(lines, gap.trailing);
  addRemarks(lines, { ...gap.before, blank: gap.before.blank && gap.before.lines.length > 0 });
  while (lines.at(-1) === "") lines.pop();
  const used = lines.filter((one) => !isUnused(one, lines));
  return used.slice(used.findIndex((one) => one !== ""));
}

/** How often each variable is assigned by a command of the list itself. */
function plainAssignments({ commands }: CompoundList): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { command } of commands) {
    if (command.type !== "Command" || command.name !== undefined) continue;
    for (const node of command.prefix) {
      if (node.type === "Assignment") counts.set(node.name, (counts.get(node.name) ?? 0) + 1);
    }
  }
  return counts;
}

/** A constant that nothing reads: `local` of what another command of the plan once needed. */
function isUnused(doc: Doc, all: readonly Doc[]): boolean {
  const text = sourceOf(doc);
  const name = /^const (\w+) =/.exec(text)?.[1];
  if (name === undefined || text.includes("await")) return false;
  return all.every((one) => one === doc || !usedNames(sourceOf(one)).has(name));
}

/** The text of a document, wherever its lines are broken. */
function sourceOf(doc: Doc): string {
  if (typeof doc === "string") return doc;
  if (Array.isArray(doc)) return doc.map(sourceOf).join("");
  return "content" in doc ? sourceOf(doc.content) : " ";
}

/** Here-documents stand behind the command that they belong to. */
function endOf(end: number, text: string, node: Parameters<typeof lastDocument>[0]): number {
  const document = lastDocument(node);
  return Math.max(end, document === 0 ? 0 : Math.min(document, text.length));
}

function lastDocument(node: Statement): number {
  let end = 0;
  const visit = (one: SyntaxNode) => {
    if (one.type === "HereDoc") end = Math.max(end, one.closing?.end ?? one.body.end);
    forEachChild(one, visit);
  };
  visit(node);
  return end;
}

function addTrailing(lines: Doc[], trailing: string | undefined): void {
  const last = lines.at(-1);
  if (trailing === undefined) return;
  if (
    typeof last === "string" &&
    last !== "" &&
    !last.includes("\n") &&
    last.length + trailing.length < 94
  ) {
    lines[lines.length - 1] = `${last} ${trailing}`;
  } else lines.push(trailing);
}

function addRemarks(lines: Doc[], { lines: remarks, blank }: Remarks): void {
  if (blank && lines.length > 0) lines.push("");
  lines.push(...remarks);
}
