/** What a function of a plan reads and changes beside its files. */
import { type Command, type CompoundList, forEachChild, type SyntaxNode } from "unbash";
import { assignedBy, variablesOf, wordsOf } from "./assigned.ts";

/** Names of variables and commands, and what else matters to other functions. */
export interface Effects {
  /** Variables that hold another value when the function has returned. */
  readonly assigned: ReadonlySet<string>;
  /** Variables that are gone then. */
  readonly locals: ReadonlySet<string>;
  /** Those that become part of the environment. */
  readonly exported: ReadonlySet<string>;
  /** Those that are removed, of the environment or not. */
  readonly removed: ReadonlySet<string>;
  /** Variables that it reads before it has given them a value of its own. */
  readonly read: ReadonlySet<string>;
  /** All variables that it reads. */
  readonly mentioned: ReadonlySet<string>;
  /** The names of commands, as far as they are written out. */
  readonly calls: ReadonlySet<string>;
  /** It changes its process so that all later commands can tell, in a way that no list shows. */
  readonly opaque: boolean;
}

interface Walk {
  readonly assigned: Set<string>;
  readonly exported: Set<string>;
  readonly removed: Set<string>;
  readonly read: Set<string>;
  readonly mentioned: Set<string>;
  readonly calls: Set<string>;
  readonly locals: Set<string>;
  /** Variables that have a value of the function's own at this place. */
  bound: ReadonlySet<string>;
  opaque: boolean;
}

export function effectsOf(node: SyntaxNode): Effects {
  const walk: Walk = {
    assigned: new Set(),
    exported: new Set(),
    removed: new Set(),
    read: new Set(),
    mentioned: new Set(),
    calls: new Set(),
    locals: new Set(),
    bound: new Set(),
    opaque: false,
  };
  visit(node, walk);
  const { bound: _, ...effects } = walk;
  return {
    ...effects,
    assigned: new Set([...walk.assigned].filter((name) => !walk.locals.has(name))),
  };
}

/** The effects of several functions together. */
export function unite(all: readonly Effects[]): Effects {
  const of = (
    key: "assigned" | "locals" | "exported" | "removed" | "read" | "mentioned" | "calls",
  ) => new Set(all.flatMap((one) => [...one[key]]));
  return {
    assigned: of("assigned"),
    locals: of("locals"),
    exported: of("exported"),
    removed: of("removed"),
    read: of("read"),
    mentioned: of("mentioned"),
    calls: of("calls"),
    opaque: all.some(({ opaque }) => opaque),
  };
}

function visit(node: SyntaxNode, walk: Walk): void {
  switch (node.type) {
    case "Command":
      visitCommand(node, walk);
      break;
    case "CompoundList":
      visitList(node, walk);
      return;
    case "For":
    case "Select":
      walk.assigned.add(node.name.value);
      for (const word of node.wordlist ?? []) visit(word, walk);
      visitWith(node.body, walk, [node.name.value]);
      return;
    case "While":
      visit(node.clause, walk);
      visitWith(node.body, walk, node.clause.commands.flatMap(assignedBy));
      return;
    case "Assignment":
      if (node.append && !walk.bound.has(node.name)) walk.read.add(node.name);
      break;
    case "SimpleExpansion":
      readName(node.text.slice(1), walk);
      break;
    case "ParameterExpansion":
      readName(node.parameter, walk);
      if (node.operation?.type === "Default" && node.operation.operator.includes("=")) {
        walk.assigned.add(node.parameter);
      }
      break;
    case "ArithmeticWord":
      for (const name of namesOf(node.value)) readName(name, walk);
      break;
    case "ArithmeticBinary":
      if (/[^=<>!]=$/.test(node.operator) || node.operator === "=") markTarget(node.left, walk);
      break;
    case "ArithmeticUnary":
      if (node.operator === "++" || node.operator === "--") markTarget(node.operand, walk);
      break;
    case "Subshell":
    case "CommandExpansion":
    case "ProcessSubstitution":
    case "Pipeline":
      if (node.type !== "Pipeline" || node.commands.length > 1) {
        visitApart(node, walk);
        return;
      }
  }
  forEachChild(node, (child) => visit(child, walk));
}

function readName(name: string, { read, mentioned, bound }: Walk): void {
  mentioned.add(name);
  if (!bound.has(name)) read.add(name);
}

/** What a list has assigned in any case, its later commands do not have from elsewhere. */
function visitList({ commands }: CompoundList, walk: Walk): void {
  const before = walk.bound;
  for (const statement of commands) {
    visit(statement, walk);
    walk.bound = new Set([...walk.bound, ...assignedBy(statement)]);
  }
  walk.bound = before;
}

function visitWith(node: SyntaxNode, walk: Walk, names: readonly string[]): void {
  const before = walk.bound;
  walk.bound = new Set([...before, ...names]);
  visit(node, walk);
  walk.bound = before;
}

/** What a process of its own assigns is gone with it. */
function visitApart(node: SyntaxNode, walk: Walk): void {
  const inner: Walk = {
    ...walk,
    assigned: new Set(),
    exported: new Set(),
    removed: new Set(),
    locals: new Set(),
    opaque: false,
  };
  forEachChild(node, (child) => visit(child, inner));
}

function namesOf(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

function markTarget(node: SyntaxNode, walk: Walk): void {
  if (node.type === "ArithmeticWord")
    for (const name of namesOf(node.value)) walk.assigned.add(name);
}

const processChanges = new Set(["source", ".", "eval", "umask", "ulimit", "exec", "enable"]);

function visitCommand(command: Command, walk: Walk): void {
  const name = command.name?.value;
  if (name === undefined) {
    for (const node of command.prefix) if (node.type === "Assignment") walk.assigned.add(node.name);
    return;
  }
  walk.calls.add(name);
  if (processChanges.has(name)) walk.opaque = true;
  const words = wordsOf(command);
  const names = variablesOf(command);
  switch (name) {
    case "local":
    case "declare":
    case "typeset":
      for (const one of names) (words.includes("-g") ? walk.assigned : walk.locals).add(one);
      if (words.some((word) => /^-\w*x/.test(word)))
        for (const one of names) walk.exported.add(one);
      break;
    case "export":
      for (const one of names) {
        walk.assigned.add(one);
        walk.exported.add(one);
      }
      break;
    case "unset":
      for (const one of names) {
        walk.assigned.add(one);
        walk.removed.add(one);
      }
      break;
    case "readonly":
    case "read":
    case "mapfile":
    case "readarray":
    case "getopts":
    case "printf":
      if (name !== "printf" || words[0] === "-v") for (const one of names) walk.assigned.add(one);
  }
}
