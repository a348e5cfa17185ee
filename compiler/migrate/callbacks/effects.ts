/** What a function of a plan reads and changes beside its files. */
import { type Command, forEachChild, type SyntaxNode } from "unbash";

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
  readonly read: ReadonlySet<string>;
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
  readonly calls: Set<string>;
  readonly locals: Set<string>;
  opaque: boolean;
}

export function effectsOf(node: SyntaxNode): Effects {
  const walk: Walk = {
    assigned: new Set(),
    exported: new Set(),
    removed: new Set(),
    read: new Set(),
    calls: new Set(),
    locals: new Set(),
    opaque: false,
  };
  visit(node, walk);
  return {
    ...walk,
    assigned: new Set([...walk.assigned].filter((name) => !walk.locals.has(name))),
  };
}

/** The effects of several functions together. */
export function unite(all: readonly Effects[]): Effects {
  const of = (key: "assigned" | "locals" | "exported" | "removed" | "read" | "calls") =>
    new Set(all.flatMap((one) => [...one[key]]));
  return {
    assigned: of("assigned"),
    locals: of("locals"),
    exported: of("exported"),
    removed: of("removed"),
    read: of("read"),
    calls: of("calls"),
    opaque: all.some(({ opaque }) => opaque),
  };
}

function visit(node: SyntaxNode, walk: Walk): void {
  switch (node.type) {
    case "Command":
      visitCommand(node, walk);
      break;
    case "For":
    case "Select":
      walk.assigned.add(node.name.value);
      break;
    case "SimpleExpansion":
      walk.read.add(node.text.slice(1));
      break;
    case "ParameterExpansion":
      walk.read.add(node.parameter);
      if (node.operation?.type === "Default" && node.operation.operator.includes("=")) {
        walk.assigned.add(node.parameter);
      }
      break;
    case "ArithmeticWord":
      for (const name of namesOf(node.value)) walk.read.add(name);
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
  const words = command.args.map((arg) => (arg.type === "Assignment" ? arg.name : arg.value));
  const names = words.filter((word) => /^[A-Za-z_]\w*$/.test(word));
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
