/** Runs the top level of plans in the studio, and says what they set. */
import { existsSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { type CallbackIR, isHabcError, type PlanIR } from "../../../compiler/ir/index.ts";
import type { DiscoveredPlan } from "../../../compiler/source/discover.ts";
import { innerEnvironment } from "../../../runtime/build/inner-environment.ts";
import { runnable } from "../../../runtime/cache/prepared-plan.ts";
import { evaluatePlan } from "../../../runtime/evaluate.ts";
import type { EventSink } from "../../../runtime/events.ts";
import { locations } from "../../../runtime/store/locations.ts";
import type { CommandContext } from "../../context.ts";
import { openScratch, preparePlan, readForBuild, withReading } from "../build/prepare.ts";
import { plainSettings } from "../build/settings.ts";

/** What a plan is run with. */
interface Options {
  /** The variables of `--env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly target: string;
}

/**
 * @returns The final settings, with the places and files that reading the plan tells.
 * @throws HabcError as `evaluatePlan`; with what the reading found where the plan cannot be loaded.
 */
export async function evaluate(
  plan: DiscoveredPlan,
  { env, target }: Options,
  context: CommandContext,
): Promise<PlanIR> {
  const { cwd, environment } = context;
  const { variables } = innerEnvironment(environment, "namespaces");
  const reading = await readForBuild(plan, { env: { ...variables, ...env }, target });
  const scratch = openScratch();
  const { results } = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  const hadResults = existsSync(results);
  try {
    const where = { cwd, home: environment["HOME"] };
    const prepared = preparePlan(plan, reading, { where, scratch, at: 0 });
    const source = await runnable(prepared);
    const settings = plainSettings(context);
    const request = { ...settings, plan: source, events: outputTo(context) };
    const evaluated = await evaluatePlan(request, env);
    return withPlaces(evaluated, reading.ir);
  } catch (error) {
    throw isHabcError(error) ? withReading(error, reading) : error;
  } finally {
    await scratch.close();
    // A studio shows the results folder, and nothing was put there.
    if (!hadResults) await rmdir(results).catch(() => {});
  }
}

/** What plans print does not belong among the settings. */
function outputTo({ stderr }: CommandContext): EventSink {
  return (event) => {
    if (event.type === "output") stderr.write(event.bytes);
  };
}

function withPlaces(evaluated: PlanIR, read: PlanIR | undefined): PlanIR {
  if (read === undefined) return evaluated;
  const callbacks = Object.entries(evaluated.callbacks).map(([name, callback]) => {
    const found: CallbackIR = read.callbacks[name] ?? callback;
    return [name, found] as const;
  });
  const { reads, files } = read;
  return { ...evaluated, callbacks: Object.fromEntries(callbacks), reads, files };
}
