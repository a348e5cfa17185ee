/** Commands of a plan's top level that do more than setting variables: they run with `do_begin`. */
import { type CompoundList, forEachChild, type SyntaxNode } from "unbash";
import { templateText } from "../layout/literals.ts";
import type { Item } from "../reading/outline.ts";
import type { PlanText } from "../values/form.ts";
import { commandKind } from "./commands.ts";
import { type Effects, effectsOf } from "./effects.ts";

/** The commands as texts of bash, and those that have no place in a plan.ts. */
export interface TopLevel {
  readonly commands: readonly { readonly text: string; readonly effects: Effects }[];
  readonly left: readonly Item[];
}

/** Commands whose whole effect is in the variables and functions at the end of the plan. */
const settled = new Set(
  `. : [ declare export false local readonly read return source test true typeset unset`.split(" "),
);

/** Programs that only tell something. */
const tellers = new Set(
  `awk basename cat cut date dirname echo expr grep head printf pwd readlink realpath sed seq sort
   tail tr uname wc`.split(/\s+/),
);

export function topLevel({ outline, reading }: PlanText): TopLevel {
  const commands: { text: string; effects: Effects }[] = [];
  const left: Item[] = [];
  const own: ReadonlySet<unknown> = new Set(reading.script.commands);
  for (const item of outline.items) {
    const { node, source } = item;
    const { command } = node;
    if (command.type === "Function") continue;
    const isPlain = command.type === "Command" && own.has(node) && !node.background;
    if (isPlain && command.name !== undefined) {
      const name = command.name.value;
      const fn = reading.functions.get(name);
      if (settled.has(name) || (fn !== undefined && !acts(fn.node.body, reading))) continue;
      const text = source.text.slice(node.pos, node.end);
      // What takes an option back was for the text of the plan alone.
      if (name === "shopt" && / -u/.test(text)) continue;
      if (text.includes("\n")) left.push(item);
      else commands.push({ text: asLoaded(text, reading, name), effects: effectsOf(command) });
    } else if (acts(command, reading)) left.push(item);
  }
  return { commands, left };
}

/** Where a plan is loaded no command that fails ends it. */
function asLoaded(text: string, reading: PlanText["reading"], name: string): string {
  const canFail = ["program", "own"].includes(commandKind(reading, name));
  return `    ${templateText(text)}${canFail ? " || true" : ""}`;
}

/** Whether something in a command does more than computing. */
function acts(node: SyntaxNode | CompoundList, reading: PlanText["reading"]): boolean {
  if (node.type === "Function") return false;
  if (node.type === "Command" && node.name !== undefined) {
    const name = node.name.value;
    const isProgram = !["own", "shell"].includes(commandKind(reading, name));
    if (isProgram && !settled.has(name) && !tellers.has(name)) return true;
  }
  let found = false;
  forEachChild(node, (child) => {
    // What a substitution prints is in the value.
    if (child.type !== "CommandExpansion") found ||= acts(child, reading);
  });
  return found;
}

/** Functions that the plan hands to all commands: `export -f name` at its top level. */
export function exportedFunctions({ items }: PlanText["outline"]): ReadonlySet<string> {
  const names = items.flatMap(({ node: { command } }) => {
    if (command.type !== "Command" || command.name?.value !== "export") return [];
    const words = command.args.flatMap((arg) => (arg.type === "Word" ? [arg.value] : []));
    return words[0] === "-f" ? words.slice(1) : [];
  });
  return new Set(names);
}
