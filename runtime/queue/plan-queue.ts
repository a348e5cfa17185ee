/** Builds the plans of a tree in the order that they need each other in. */
import { setMaxListeners } from "node:events";
import { type HabcError, isHabcError } from "../../compiler/ir/index.ts";
import type { BuildOutcome } from "../cache/build.ts";
import type { BuildSettings } from "../cache/key-inputs.ts";
import type { PreparedPlan } from "../cache/prepared-plan.ts";
import type { EventSink } from "../events.ts";
import { type FullIdent, parseFullIdent } from "../store/ident.ts";
import { preferring, type ReleaseChoice } from "../store/release-choice.ts";
import { type Job, type JobEnd, runJobs } from "./schedule.ts";

/** A plan in the queue. */
export interface QueuedPlan extends Job {
  /** `origin/name`, or what there is of it. */
  readonly name: string;
  /** The plan file, or the folder that has none. */
  readonly file: string;
  /** What to build; an error where it is known already that it cannot be. */
  readonly prepared: PreparedPlan | HabcError;
}

/** How the plan of a queue ended. */
export interface PlanEnd {
  readonly plan: QueuedPlan;
  readonly outcome: "built" | "unchanged" | "failed" | "skipped" | "not-started";
  /** How long it took; 0 where it never began. */
  readonly seconds: number;
  readonly ident?: string;
  /** Why it failed. */
  readonly error?: HabcError;
  /** The plan that failed, for one that was skipped. */
  readonly because?: QueuedPlan;
}

/** Shows what becomes of the plans. */
export interface QueueWatch {
  /** Called before a plan's first event; what it gives takes the events. */
  readonly started: (plan: QueuedPlan) => EventSink;
  readonly ended: (end: PlanEnd) => void | Promise<void>;
}

/** How a queue is run. */
export interface QueueOptions {
  readonly atOnce: number;
  readonly keepGoing: boolean;
  readonly settings: Omit<BuildSettings, "events">;
  /** Builds one plan, or reuses its package. */
  readonly build: (prepared: PreparedPlan, settings: BuildSettings) => Promise<BuildOutcome>;
  readonly watch: QueueWatch;
}

/**
 * Builds plans. Each gets the releases that this run has built, or reused, of what it needs, even
 * where a newer one is installed.
 *
 * @param plans Without cycles. Of plans that could start, earlier ones are started first.
 * @returns How each ended, in the order of `plans`.
 * @throws What is no HabcError: a defect, once nothing runs any more.
 */
export async function buildPlans(
  plans: readonly QueuedPlan[],
  options: QueueOptions,
): Promise<PlanEnd[]> {
  const { atOnce, keepGoing, settings, watch } = options;
  setMaxListeners(0, settings.signal);
  const built: FullIdent[] = [];
  const choice = both(
    settings.choice,
    preferring(() => built),
  );
  const times = new Map<QueuedPlan, number>();
  let told: Promise<void> = Promise.resolve();
  const ends = new Map<QueuedPlan, PlanEnd>();

  const run = async (plan: QueuedPlan): Promise<BuildOutcome> => {
    times.set(plan, performance.now());
    const events = watch.started(plan);
    if (isHabcError(plan.prepared)) throw plan.prepared;
    const outcome = await options.build(plan.prepared, { ...settings, events, choice });
    built.push(parseFullIdent(outcome.result.ident));
    return outcome;
  };
  const ended = (plan: QueuedPlan, how: JobEnd<BuildOutcome>) => {
    const began = times.get(plan);
    const seconds = began === undefined ? 0 : (performance.now() - began) / 1000;
    const end = endOf({ plan, seconds }, how, plans);
    ends.set(plan, end);
    // One after the other, in the order in which they ended.
    told = told.then(() => watch.ended(end));
  };
  const all = await runJobs(plans, { atOnce, keepGoing, signal: settings.signal, run, ended });
  await told;
  for (const how of all.values()) {
    if (how.kind === "failed" && !isHabcError(how.error)) throw how.error;
  }
  return plans.flatMap((plan) => ends.get(plan) ?? []);
}

/** What was chosen before, and where that has no choice the other. */
function both(first: ReleaseChoice | undefined, then: ReleaseChoice): ReleaseChoice {
  return first === undefined ? then : (sources) => then(first(sources));
}

function endOf(
  about: Pick<PlanEnd, "plan" | "seconds">,
  how: JobEnd<BuildOutcome>,
  plans: readonly QueuedPlan[],
): PlanEnd {
  switch (how.kind) {
    case "done": {
      const { result, reused } = how.value;
      return { ...about, outcome: reused ? "unchanged" : "built", ident: result.ident };
    }
    case "failed":
      return {
        ...about,
        outcome: "failed",
        ...(isHabcError(how.error) ? { error: how.error } : {}),
      };
    case "skipped": {
      const because = plans.find(({ id }) => id === how.because);
      return { ...about, outcome: "skipped", ...(because === undefined ? {} : { because }) };
    }
    default:
      return { ...about, outcome: "not-started" };
  }
}
