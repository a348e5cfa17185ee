/** Builds several plans, in the order in which they need each other. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { HabcError } from "../../../compiler/ir/index.ts";
import { lockedChoice, refuseUnlocked } from "../../../runtime/lock/locked-choice.ts";
import { buildPlans, type PlanEnd, type QueuedPlan } from "../../../runtime/queue/plan-queue.ts";
import type { ReleaseChoice } from "../../../runtime/store/release-choice.ts";
import type { CommandContext } from "../../context.ts";
import { jsonQueueView } from "../../render/queue/json.ts";
import { textQueueView } from "../../render/queue/text.ts";
import { type GatherContext, type Gathered, gatherPlans } from "./gather.ts";
import { writeJunit } from "./junit-file.ts";
import { readLockOf } from "./locked.ts";
import { openScratch, type Scratch, withReading } from "./prepare.ts";
import { queuePlans } from "./queue-plans.ts";
import { type BuildOptions, buildSettings, openBuilder } from "./settings.ts";

/** More would not wait for the disk alone: what one build runs uses several processors itself. */
const usualJobs = 2;

export async function buildMany(
  given: readonly string[],
  options: BuildOptions,
  context: CommandContext,
): Promise<number> {
  const scratch = openScratch();
  try {
    return await run(given, options, context, scratch);
  } finally {
    await scratch.close();
  }
}

async function run(
  given: readonly string[],
  options: BuildOptions,
  context: CommandContext,
  scratch: Scratch,
): Promise<number> {
  const started = performance.now();
  const { cwd, signal } = context;
  refuseKept(options);
  const atOnce = jobsOf(options.jobs);
  const settings = buildSettings(options, context);
  const places = (given.length === 0 ? ["."] : given).map((place) => resolve(cwd, place));
  const gathered = await gatherPlans(places, {
    all: options.all,
    exclude: options.exclude,
    context,
    settings,
    scratch,
    atOnce,
  });
  const choice = options.locked
    ? await lockChoice(gathered, { context, settings, scratch, atOnce, exclude: options.exclude })
    : undefined;
  const plans = queuePlans(gathered, { keepGoing: options["keep-going"] });
  let first: PlanEnd | undefined;
  const showQueue = options.json ? jsonQueueView : textQueueView;
  const explain = ({ file }: QueuedPlan, error: HabcError) =>
    withReading(error, gathered.drafts.get(file)?.reading);
  const view = showQueue(context, { plans, atOnce, explain });
  let ends: readonly PlanEnd[] = [];
  const builder = openBuilder(options, context);
  try {
    const keepGoing = options["keep-going"];
    const watch = {
      started: view.started,
      ended(end: PlanEnd) {
        if (end.outcome === "failed") first ??= end;
        return view.ended(end);
      },
    };
    const ended = await buildPlans(plans, {
      atOnce,
      keepGoing,
      settings: { ...settings, choice },
      build: builder.build,
      watch,
    });
    ends = ended.map((end) =>
      end.error === undefined ? end : { ...end, error: explain(end.plan, end.error) },
    );
  } finally {
    await builder.close();
    view.close(ends, (performance.now() - started) / 1000);
  }
  if (options.junit !== undefined) {
    await writeJunit(resolve(cwd, options.junit), ends, (performance.now() - started) / 1000);
  }
  signal.throwIfAborted();
  return first === undefined ? 0 : (first.error?.exitCode ?? 1);
}

/** @throws HabcError `lock-invalid`, `lock-outdated`. */
async function lockChoice(
  { graph }: Gathered,
  from: Omit<GatherContext, "all">,
): Promise<ReleaseChoice> {
  const folders = graph.nodes.map(({ plan }) => plan.source);
  const lock = await readLockOf(folders, from);
  const wanted = graph.nodes.flatMap(({ needs }) => needs.map(({ ident }) => ident));
  refuseUnlocked(wanted, lock);
  return lockedChoice(lock);
}

/** @throws HabcError `usage`. */
function jobsOf(given: string | undefined): number {
  if (given === undefined) return Math.min(usualJobs, availableParallelism());
  if (/^[1-9][0-9]{0,3}$/.test(given)) return Number(given);
  throw new HabcError("usage", `--jobs is ${given}; expected a number from 1 on`);
}

/** What is kept is that of one plan, whose author looks at it. */
function refuseKept({ keep, until, from, "on-failure": onFailure }: BuildOptions): void {
  if (onFailure === "shell") {
    throw new HabcError("usage", "--on-failure shell is for one plan at a time");
  }
  if (!keep && until === undefined && from === undefined) return;
  throw new HabcError("usage", "--keep, --until and --from are for one plan at a time");
}
