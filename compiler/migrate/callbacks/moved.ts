/** Commands of a plan's top level that set what only running them shows: they run with `do_begin`. */
import { forEachChild, type Statement, type SyntaxNode } from "unbash";
import { templateText } from "../layout/literals.ts";
import type { PlanText } from "../values/form.ts";
import { nodeText } from "./bash-body.ts";
import { commandKind } from "./commands.ts";
import { effectsOf } from "./effects.ts";

/** The commands as texts of bash, in order. */
export interface Moved {
  readonly texts: readonly string[];
  /** The variables that they set. */
  readonly names: ReadonlySet<string>;
  /** The variables that they read. */
  readonly read: ReadonlySet<string>;
}

/** @param used The variables whose values are needed. */
export function movedCommands(plan: PlanText, used: ReadonlySet<string>): Moved {
  const { reading, unsettled } = plan;
  const statements = reading.script.commands.filter((statement) =>
    namesSetBy(statement).some((name) => unsettled.variables.has(name)),
  );
  const able = statements.filter((statement) => canMove(statement, plan));
  const stuck = new Set(statements.filter((one) => !able.includes(one)).flatMap(namesSetBy));
  const free = able.filter((one) => !namesSetBy(one).some((name) => stuck.has(name)));
  const moved = needed(free, used);
  return {
    // Where a plan is loaded no command that fails ends it.
    texts: moved.map((one) => `${nodeText(reading.source, one, 4)}${templateText(" || true")}`),
    names: new Set(moved.flatMap(namesSetBy)),
    read: new Set(moved.flatMap((one) => [...effectsOf(one.command).mentioned])),
  };
}

/** Those that set what is used, or what another one of them reads. */
function needed(statements: readonly Statement[], used: ReadonlySet<string>): Statement[] {
  const names = new Set(used);
  const isNeeded = (one: Statement) => namesSetBy(one).some((name) => names.has(name));
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const one of statements.filter(isNeeded)) {
      for (const name of effectsOf(one.command).mentioned) names.add(name);
    }
  }
  return statements.filter(isNeeded);
}

function namesSetBy({ command }: Statement): readonly string[] {
  return command.type === "Function" ? [] : [...effectsOf(command).assigned];
}

/** Whether a command sets variables of the plan's own, and does nothing else that matters. */
function canMove(statement: Statement, { reading }: PlanText): boolean {
  const { command, background } = statement;
  const { calls, mentioned } = effectsOf(command);
  const isOwn = namesSetBy(statement).every((name) => reading.variables.has(name));
  const isPlain = [...calls].every((name) => {
    const kind = commandKind(reading, name);
    return kind === "program" || name === "export" || name === "readonly";
  });
  // Where the source is, is another place by then.
  const isElsewhere =
    reading.ir.settings.pkg_source !== undefined &&
    (mentioned.has("SRC_PATH") || mentioned.has("CACHE_PATH"));
  return isOwn && isPlain && !background && !isElsewhere && !holdsMore(command);
}

function holdsMore(node: SyntaxNode): boolean {
  if (node.type === "Function" || node.type === "HereDoc") return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= holdsMore(child);
  });
  return found;
}
