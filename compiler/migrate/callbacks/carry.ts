/** What callbacks in bash bring along: the plan's own functions and variables that they use. */
import { type CallbackName, isCallbackName } from "../../ir/index.ts";
import type { PlanText } from "../values/form.ts";
import type { Constants } from "../values/names.ts";
import { nodeText } from "./bash-body.ts";
import { sourceText, variableText } from "./carried-variable.ts";
import type { Choices } from "./choose.ts";
import { overrides } from "./commands.ts";
import { movedCommands } from "./moved.ts";
import type { Summaries } from "./summaries.ts";
import { exportedFunctions, topLevel } from "./top-level.ts";

/** Functions and variables by the callback that brings them. */
export interface Carried {
  readonly texts: ReadonlyMap<CallbackName, readonly string[]>;
  /** Variables and functions that callbacks use, and for which there is no one text. */
  readonly stuck: readonly string[];
}

interface World {
  readonly plan: PlanText;
  readonly choices: Choices;
  readonly summaries: Summaries;
  readonly constants: Constants;
}

/** The text of what each callback brings, in order; what several use comes with `do_begin`. */
export function carried(world: World): Carried {
  const { plan } = world;
  const result = new Map<CallbackName, string[]>();
  const add = (callback: CallbackName, text: string) => {
    result.set(callback, [...(result.get(callback) ?? []), text]);
  };
  const { commands } = topLevel(plan);
  const { unsettled, reading } = plan;
  // A scaffolding reads what it likes.
  const all = Boolean(reading.ir.settings.pkg_scaffolding);
  const isUsed = (name: string) =>
    all ||
    reading.variables.get(name)?.exported === true ||
    commands.some(({ effects }) => effects.read.has(name));
  const used = [...unsettled.variables].filter(
    (name) => isUsed(name) || usersOf(world, name).length > 0,
  );
  const moved = movedCommands(plan, new Set(used));
  for (const [name, { value, exported }] of reading.variables) {
    const users = usersOf(world, name);
    const always = isUsed(name) || moved.read.has(name);
    if (value === undefined || unsettled.variables.has(name)) continue;
    if (users.length === 0 && !always) continue;
    add(placeFor(users, always), variableText(world, { name, value, exported }));
  }
  for (const text of moved.texts) add("do_begin", text);
  const exported = exportedFunctions(plan.outline);
  for (const fn of plan.reading.functions.values()) {
    const users = bashCallbacks(world).filter((name) => world.summaries.reached(name).has(fn.name));
    const isCalled = commands.some(({ effects }) => effects.calls.has(fn.name));
    const everywhere = all || isCalled || overrides(fn.name) || exported.has(fn.name);
    if (isCallbackName(fn.name) && users.length === 0) continue;
    if (users.length === 0 && !everywhere) continue;
    const text = nodeText(fn.source, fn.node, 4);
    const exports = exported.has(fn.name) ? `\n    export -f ${fn.name}` : "";
    add(placeFor(users, everywhere), text + exports);
  }
  for (const { text } of commands) add("do_begin", text);
  const stuck = used.filter((name) => !moved.names.has(name));
  return { texts: result, stuck: [...stuck, ...unsettled.functions] };
}

function placeFor(users: readonly CallbackName[], always: boolean): CallbackName {
  const [only] = users;
  return only !== undefined && users.length === 1 && !always ? only : "do_begin";
}

function bashCallbacks({ choices }: World): CallbackName[] {
  return [...choices].flatMap(([name, { kind }]) =>
    kind === "bash" && name !== "pkg_version" ? [name] : [],
  );
}

/** The callbacks in bash that read or set a variable, or one that is made of it. */
function usersOf(world: World, name: string): CallbackName[] {
  const { plan, constants } = world;
  const makes = [...plan.reading.variables.keys()].filter((other) => {
    if (other === name || constants.get(other) !== undefined) return false;
    return new RegExp(`\\$${name}\\b`).test(sourceText(plan, other) ?? "");
  });
  const users = makes.flatMap((other) => usersOf(world, other));
  const direct = bashCallbacks(world).filter((callback) => {
    const { read, assigned } = world.summaries.effects(callback);
    return read.has(name) || assigned.has(name);
  });
  return [...new Set([...users, ...direct])];
}
