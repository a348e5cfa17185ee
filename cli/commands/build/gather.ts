/** Finds the plans that are to be built, and what they need of each other. */
import { findPlans, graphOf, type PlanGraph } from "../../../compiler/graph/index.ts";
import { HabcError, type PlanIR } from "../../../compiler/ir/index.ts";
import { type DiscoveredPlan, discoverPlan } from "../../../compiler/source/discover.ts";
import { innerEnvironment } from "../../../runtime/build/inner-environment.ts";
import { hostTarget } from "../../../runtime/build/target.ts";
import type { BuildSettings } from "../../../runtime/cache/key-inputs.ts";
import { knowPlan, type PreparedPlan } from "../../../runtime/cache/prepared-plan.ts";
import { runJobs } from "../../../runtime/queue/schedule.ts";
import type { CommandContext } from "../../context.ts";
import { preparePlan, type Reading, readForBuild, type Scratch } from "./prepare.ts";

/** What plans are gathered with. */
export interface GatherContext {
  /** Whether the places are folders of trees. */
  readonly all: boolean;
  readonly context: CommandContext;
  readonly settings: Omit<BuildSettings, "events">;
  readonly scratch: Scratch;
  /** Packages, `origin/name`, whose plans are left out: what needs them gets what is installed. */
  readonly exclude?: readonly string[];
  /** How many plans are run at once that have to be run to learn what they need. */
  readonly atOnce: number;
}

/** A plan that was read. */
export interface Draft {
  readonly reading: Reading;
  readonly prepared: PreparedPlan;
}

/** Plans, and what they need of each other. */
export interface Gathered {
  readonly graph: PlanGraph;
  /** By plan file. */
  readonly drafts: ReadonlyMap<string, Draft>;
}

/**
 * @param places Absolute folders or plan files; with `all` the folders of trees.
 * @throws HabcError `plan-not-found`, `plan-ambiguous`; `usage` for an excluded package without a plan.
 */
export async function gatherPlans(
  places: readonly string[],
  from: GatherContext,
): Promise<Gathered> {
  const { all, context } = from;
  const target = hostTarget();
  const found = all
    ? places.map((place) => findPlans(place, target))
    : [{ plans: places.map((place) => discoverPlan(place, target)), refused: [] }];
  const each = new Map(found.flatMap((one) => one.plans).map((plan) => [plan.file, plan]));
  const plans = [...each.values()];
  const refused = found.flatMap((one) => one.refused);
  if (plans.length === 0 && refused.length === 0) {
    throw new HabcError("plan-not-found", `there is no plan below ${places.join(", ")}`);
  }
  const drafts = await draftsOf(plans, from);
  const [root = context.cwd] = all && places.length === 1 ? places : [context.cwd];
  const origin = context.environment["HAB_ORIGIN"];
  const read = (plan: DiscoveredPlan) => drafts.get(plan.file)?.prepared.ir ?? nothingRead(plan);
  const graph = graphOf(root, { plans, refused }, { origin, read });
  if (from.exclude === undefined || from.exclude.length === 0) return { graph, drafts };
  const left = excludedFrom(graph, from.exclude);
  return { graph: graphOf(root, { plans: left, refused }, { origin, read }), drafts };
}

/** @returns The plans that are left. */
function excludedFrom({ nodes }: PlanGraph, exclude: readonly string[]): DiscoveredPlan[] {
  const names = new Set(nodes.map(({ name }) => name));
  const unknown = exclude.find((name) => !names.has(name));
  if (unknown !== undefined) {
    throw new HabcError("usage", `--exclude ${unknown}: no plan of the tree makes that package`, {
      hint: "it takes origin/name, as `habc graph` shows it",
    });
  }
  return nodes.filter(({ name }) => !exclude.includes(name)).map(({ plan }) => plan);
}

async function draftsOf(
  plans: readonly DiscoveredPlan[],
  { context, settings, scratch, atOnce }: GatherContext,
): Promise<Map<string, Draft>> {
  const { variables: env } = innerEnvironment(context.environment, settings.studio);
  const where = { cwd: context.studio?.tree ?? context.cwd, home: context.environment["HOME"] };
  const cache = new Map();
  const drafts = new Map<string, Draft>();
  for (const [at, plan] of plans.entries()) {
    const reading = await readForBuild(plan, { env, target: hostTarget(), cache });
    drafts.set(plan.file, {
      reading,
      prepared: preparePlan(plan, reading, { where, scratch, at }),
    });
  }
  await evaluateNeeds(drafts, { settings, atOnce });
  return drafts;
}

/** Runs the top level of plans of which reading does not tell what they are or need. */
async function evaluateNeeds(
  drafts: Map<string, Draft>,
  { settings, atOnce }: Pick<GatherContext, "settings" | "atOnce">,
): Promise<void> {
  const unknown = [...drafts].filter(([, { prepared }]) => needsAreUnknown(prepared.ir));
  const jobs = unknown.map(([id, draft]) => ({ id, needs: [], draft }));
  await runJobs(jobs, {
    atOnce,
    keepGoing: true,
    signal: settings.signal,
    async run({ id, draft: { reading, prepared } }) {
      // Where it cannot be loaded, building it says why.
      const known = await knowPlan(prepared, { ...settings, events: () => {} });
      drafts.set(id, {
        reading,
        prepared: { ...prepared, ir: known.ir, files: () => known.files },
      });
    },
  });
  settings.signal.throwIfAborted();
}

function needsAreUnknown(ir: PlanIR | undefined): boolean {
  if (ir === undefined) return false;
  const { dynamic } = ir;
  return (
    [
      "pkg_name",
      "pkg_origin",
      "pkg_deps",
      "pkg_build_deps",
      "pkg_scaffolding",
      "pkg_services",
    ] as const
  ).some((name) => dynamic[name] !== undefined);
}

/** A plan that cannot be read may still be one that bash can run: it is built, and says what is wrong. */
function nothingRead({ file, context, kind }: DiscoveredPlan): PlanIR {
  const none = { settings: {}, dynamic: {}, callbacks: {}, spans: {} };
  return { ir: 1, kind, plan: { file, context }, ...none, reads: [], files: [], diagnostics: [] };
}
