/** Which callbacks become TypeScript: those whose method means the same, whatever the others do. */
import { type CallbackName, callbackNames, type VariableSpec, variables } from "../../ir/index.ts";
import type { PlanFunction } from "../reading/reading.ts";
import type { PlanText } from "../values/form.ts";
import type { Constants } from "../values/names.ts";
import { overriddenFor } from "./commands.ts";
import { type Method, methodOf } from "./method.ts";
import { type Scope, Untranslatable } from "./scope.ts";
import { environmentNames, type Summaries } from "./summaries.ts";
import { exportedFunctions, topLevel } from "./top-level.ts";

/** How a callback is written. */
export type Choice =
  | { readonly kind: "method"; readonly method: Method }
  /** @param reason Why it is no method. */
  | { readonly kind: "bash"; readonly reason: string };

export type Choices = ReadonlyMap<CallbackName, Choice>;

export function choose(plan: PlanText, constants: Constants, summaries: Summaries): Choices {
  const choices = new Map<CallbackName, Choice>();
  for (const name of summaries.callbacks)
    choices.set(name, translate(plan, constants, name, summaries));
  const exported = Object.entries(variables).flatMap(([name, spec]: [string, VariableSpec]) =>
    spec.exported ? [name] : [],
  );
  const environment = environmentNames(summaries, exported);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, choice] of choices) {
      if (choice.kind === "bash") continue;
      const reason = obstacle(name, choice.method, { plan, choices, summaries, environment });
      if (reason === undefined) continue;
      choices.set(name, { kind: "bash", reason });
      changed = true;
    }
  }
  return choices;
}

function translate(
  plan: PlanText,
  constants: Constants,
  callback: CallbackName,
  summaries: Summaries,
): Choice {
  const fn = plan.reading.functions.get(callback);
  if (fn === undefined) return { kind: "bash", reason: "is no function" };
  const scope: Scope = {
    plan,
    constants,
    callback,
    home: /^do_(prepare|build|check|install)$/.test(callback) ? "SRC_PATH" : "PLAN_CONTEXT",
    used: new Set(),
    imports: new Set(),
    locals: new Map(),
    declared: new Set(),
    made: new Map(),
    exported: new Set(),
    lost: new Set(),
    changing: new Set([...changingFor(callback, summaries), ...plan.unsettled.variables]),
    taken: new Set([
      ...constants.wanted.values(),
      ...Object.keys(variables),
      ...summaries.effects(callback).calls,
    ]),
  };
  try {
    if (plan.reading.ir.settings.pkg_scaffolding)
      throw new Untranslatable("may call its scaffolding");
    return { kind: "method", method: methodOf(fn, scope) };
  } catch (thrown) {
    if (thrown instanceof Untranslatable) return { kind: "bash", reason: thrown.message };
    throw thrown;
  }
}

/** What other functions assign, beside what they put into the environment. */
function changingFor(callback: CallbackName, summaries: Summaries): ReadonlySet<string> {
  const others = summaries.callbacks.filter((name) => name !== callback);
  return new Set(
    others.flatMap((name) => {
      const { assigned, exported } = summaries.effects(name);
      return [...assigned].filter((one) => !exported.has(one));
    }),
  );
}

interface World {
  readonly plan: PlanText;
  readonly choices: Choices;
  readonly summaries: Summaries;
  /** Variables that commands see. */
  readonly environment: ReadonlySet<string>;
}

/** Why a callback cannot be a method beside the others as they are. */
function obstacle(name: CallbackName, method: Method, world: World): string | undefined {
  const { plan, choices, summaries, environment } = world;
  const own = summaries.effects(name);
  const overridden = overriddenFor(plan.reading, own.calls);
  if (overridden !== undefined) return `may call ${overridden}, which the plan defines`;
  if (method.runs && exportedFunctions(plan.outline).size > 0)
    return "runs commands that see functions";
  // The version is set before the source is prepared.
  const runsAs = name === "pkg_version" ? "do_unpack" : name;
  if (
    method.runs &&
    topLevel(plan).commands.some(({ text }) => /^\s*(umask|ulimit|eval|exec)\b/.test(text))
  ) {
    return "runs commands that see what the top level changes";
  }
  const order = callbackNames.indexOf(runsAs);
  for (const other of summaries.callbacks) {
    if (other === name) continue;
    const theirs = summaries.effects(other);
    const kept = [...own.assigned].find(
      (one) => !method.scope.exported.has(one) && theirs.read.has(one),
    );
    if (kept !== undefined) return `sets $${kept}, which ${other} reads`;
    if (choices.get(other)?.kind === "method") continue;
    const read = [...own.read].find(
      (one) =>
        theirs.assigned.has(one) &&
        !method.scope.locals.has(one) &&
        !exportsAlways(plan.reading.functions.get(other), one),
    );
    if (read !== undefined) return `reads $${read}, which ${other} sets`;
    if (!method.runs || callbackNames.indexOf(other) > order) continue;
    const gone = [...theirs.removed].find((one) => environment.has(one));
    if (gone !== undefined) return `runs commands that see $${gone}, which ${other} removes`;
    if (theirs.opaque) return `runs commands that see what ${other} changes`;
  }
  return undefined;
}

/** Whether a callback in bash hands a variable on to methods in any case: by its environment. */
function exportsAlways(fn: PlanFunction | undefined, name: string): boolean {
  const body = fn?.node.body;
  if (body?.type !== "BraceGroup") return false;
  return body.body.commands.some(({ command }) => {
    if (command.type !== "Command" || command.name?.value !== "export") return false;
    return command.args.some((arg) => (arg.type === "Assignment" ? arg.name : arg.value) === name);
  });
}
