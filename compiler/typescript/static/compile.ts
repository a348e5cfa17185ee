/** Reads a `plan.ts` from its first to its last statement. */

import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createBudget } from "../../bash/budget.ts";
import { readableFolder } from "../../bash/files/repository.ts";
import { HabcError, type PlanIR } from "../../ir/index.ts";
import { assemble, finish, givenUp, type Parts, type PlanFile, unreadable } from "./assemble.ts";
import { Lost } from "./cause.ts";
import { evaluate } from "./expressions.ts";
import { callValue, runBody } from "./functions.ts";
import { importedFiles } from "./imported-files.ts";
import { unknownAt } from "./make.ts";
import { type Machine, uninitialized } from "./model.ts";
import { type Modules, runModule } from "./modules.ts";
import { outlineOf } from "./outline.ts";
import { NotParsed } from "./parse.ts";
import type { Place } from "./place.ts";
import { runStatements } from "./statements.ts";
import { confirmSyntaxError } from "./syntax-error.ts";
import { runUnknown } from "./uncertainty.ts";
import { createCell, createWorld, fields } from "./world.ts";

/** What to read, and the environment to read it in. */
export interface CompileTypescriptOptions {
  /** The path of the `plan.ts`. */
  readonly file: string;
  /** The environment variables that are set. All others are unset. */
  readonly env?: Readonly<Record<string, string>>;
  /** The platform; `x86_64-linux` unless given. */
  readonly target?: string;
  /** The folder below which the plan may import and read files: its repository unless given. */
  readonly sourceTree?: string;
}

/**
 * Says what a `plan.ts` sets, without running a line of it. Types are not looked at.
 *
 * It takes for granted that npm packages leave the built-in functions of JavaScript as they are.
 *
 * @returns The IR. A setting that depends on something that only running the plan shows is in
 *   `dynamic`; a plan that certainly fails to load has an error among its `diagnostics`.
 * @throws HabcError `plan-not-found` where the file cannot be read, `plan-syntax` where it, or a
 *   file of its own that it imports, is not valid TypeScript.
 * @example
 * (await compileTypescriptPlan({ file: "redis/plan.ts" })).settings.pkg_name; // "redis"
 */
export async function compileTypescriptPlan(options: CompileTypescriptOptions): Promise<PlanIR> {
  const file = real(options.file);
  const given = resolve(options.file);
  const plan: PlanFile = { file: given, context: dirname(given) };
  const context = realpathSync(dirname(given));
  const sourceTree = realpathSync(options.sourceTree ?? readableFolder(context));
  const target = options.target ?? "x86_64-linux";
  const machine = createMachine({ context, sourceTree, target }, options.env ?? {});
  const modules: Modules = { machine, loaded: new Map(), plan: undefined };
  const parts = await readPlan(modules, file).catch(async (thrown: unknown) => {
    if (!(thrown instanceof NotParsed)) return givenUp(deepStack(thrown, machine));
    await confirmSyntaxError(thrown);
    const at: Place = { source: thrown.source, range: { start: 0, end: 0 } };
    return unreadable(unknownAt(at, `stands in a text that ${thrown.message}`).cause);
  });
  const outline = modules.plan === undefined ? {} : outlineOf(modules.plan);
  return finish(machine, plan, { ...outline, ...parts });
}

async function readPlan(modules: Modules, file: string): Promise<Parts> {
  const { machine } = modules;
  const exports = runModule(modules, file);
  if (modules.plan !== undefined) {
    const imported = importedFiles(modules.plan, machine.around.sourceTree);
    for (const each of imported) machine.files.add(each);
  }
  const at: Place = { source: { file, text: "" }, range: { start: 0, end: 0 } };
  // What waits runs before the settings are computed.
  const { cause } = unknownAt(at, "is changed by what runs later");
  runUnknown(machine, cause);
  const { content } = exports("default", at).cell;
  return assemble(machine, content === uninitialized ? undefined : content, at);
}

/** What is nested too deeply for the engine's own stack is not known. */
function deepStack(thrown: unknown, machine: Machine): unknown {
  const isDeep = thrown instanceof RangeError && /stack/i.test(thrown.message);
  if (!isDeep) return thrown;
  return new Lost({ reason: "is nested very deeply", span: machine.here });
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch (cause) {
    throw new HabcError("plan-not-found", `${file} cannot be read`, { cause });
  }
}

/** Real plans need a few thousand steps; this many take less than a second. */
const mostWork = 300_000;

function createMachine(around: Machine["around"], env: Readonly<Record<string, string>>): Machine {
  const world = createWorld();
  const variables = new Map(
    Object.entries(env).map(([name, value]) => [name, { value, places: [] }] as const),
  );
  const start = { line: 1, column: 1 };
  return {
    world,
    budget: { ...createBudget(), left: mostWork },
    around,
    env: { kind: "record", fields: createCell(world, fields, variables) },
    foreign: false,
    sly: false,
    reads: new Set(),
    files: new Set(),
    here: { file: around.context, start, end: start },
    risks: 0,
    tries: 0,
    depth: 0,
    written: undefined,
    stirred: new WeakSet(),
    frozen: new WeakSet(),
    running: new Set(),
    evaluate,
    execute: runStatements,
    call: callValue,
    runBody,
  };
}
