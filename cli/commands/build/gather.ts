/** Finds the plans that are to be built, and what they need of each other. */
import { basename, resolve } from "node:path";
import {
  buildOrder,
  findPlans,
  graphOf,
  type PlanGraph,
  type PlanNode,
} from "../../../compiler/graph/index.ts";
import { HabcError, type PlanIR } from "../../../compiler/ir/index.ts";
import { type DiscoveredPlan, discoverPlan } from "../../../compiler/source/discover.ts";
import { innerEnvironment } from "../../../runtime/build/inner-environment.ts";
import { hostTarget } from "../../../runtime/build/target.ts";
import type { BuildSettings } from "../../../runtime/cache/key-inputs.ts";
import { knowPlan, type PreparedPlan } from "../../../runtime/cache/prepared-plan.ts";
import type { QueuedPlan } from "../../../runtime/queue/plan-queue.ts";
import { runJobs } from "../../../runtime/queue/schedule.ts";
import type { CommandContext } from "../../context.ts";
import { preparePlan, type Reading, readForBuild, type Scratch } from "./prepare.ts";
import type { BuildOptions } from "./settings.ts";

/** What plans are gathered with. */
export interface GatherContext {
  readonly options: BuildOptions;
  readonly context: CommandContext;
  readonly settings: Omit<BuildSettings, "events">;
  readonly scratch: Scratch;
  readonly atOnce: number;
}

/** The plans of a queue. */
export interface Gathered {
  /** In an order in which they can be built. */
  readonly plans: readonly QueuedPlan[];
  /** What reading each plan said, by plan file. */
  readonly readings: ReadonlyMap<string, Reading>;
}

/** A plan that was read. */
interface Draft {
  readonly reading: Reading;
  readonly prepared: PreparedPlan;
}

/**
 * @param places Absolute folders or plan files; with `--all` the folders of trees.
 * @throws HabcError `plan-not-found`, `plan-ambiguous`; `plan-cycle` without `--keep-going`.
 */
export async function gatherPlans(
  places: readonly string[],
  from: GatherContext,
): Promise<Gathered> {
  const { options, context } = from;
  const target = hostTarget();
  const found = options.all
    ? places.map((place) => findPlans(place, target))
    : [{ plans: places.map((place) => discoverPlan(place, target)), refused: [] }];
  const plans = [
    ...new Map(found.flatMap((one) => one.plans).map((plan) => [plan.file, plan])).values(),
  ];
  const refused = found.flatMap((one) => one.refused);
  if (plans.length === 0 && refused.length === 0) {
    throw new HabcError("plan-not-found", `there is no plan below ${places.join(", ")}`);
  }
  const drafts = await draftsOf(plans, from);
  const [root = context.cwd] = options.all && places.length === 1 ? places : [context.cwd];
  const graph = graphOf(
    root,
    { plans, refused },
    {
      target,
      origin: context.environment["HAB_ORIGIN"],
      read: (plan) => drafts.get(plan.file)?.prepared.ir ?? nothingRead(plan),
    },
  );
  return { plans: queueOf(graph, drafts, options["keep-going"]), readings: readingsOf(drafts) };
}

function readingsOf(drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, Reading> {
  return new Map([...drafts].map(([file, { reading }]) => [file, reading]));
}

async function draftsOf(
  plans: readonly DiscoveredPlan[],
  { options, context, settings, scratch, atOnce }: GatherContext,
): Promise<Map<string, Draft>> {
  const { variables: env } = innerEnvironment(context.environment, options.studio);
  const where = { cwd: context.cwd, home: context.environment["HOME"] };
  const cache = new Map();
  const drafts = new Map<string, Draft>();
  for (const [at, plan] of plans.entries()) {
    const reading = readForBuild(plan, { env, target: hostTarget(), cache });
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

function queueOf(
  graph: PlanGraph,
  drafts: ReadonlyMap<string, Draft>,
  keepGoing: boolean,
): QueuedPlan[] {
  const { order, cycles } = buildOrder(graph);
  const errors = new Map(
    cycles.flatMap(({ way, members }) => members.map(({ id }) => [id, cycleError(way)])),
  );
  const [first] = errors.values();
  if (first !== undefined && !keepGoing) throw first;
  const unread = graph.unread.map(({ id, error }) => ({
    id,
    name: id,
    file: resolve(graph.root, id),
    needs: [],
    prepared: error,
  }));
  const queued = order.flatMap((node): QueuedPlan[] => {
    const draft = drafts.get(node.plan.file);
    if (draft === undefined) return [];
    const error = errors.get(node.id);
    return [
      {
        id: node.id,
        name: node.name,
        file: node.plan.file,
        needs: error === undefined ? node.edges : [],
        claim: sourceFolder(node),
        prepared: error ?? draft.prepared,
      },
    ];
  });
  return [...unread, ...queued];
}

/** Two builds that unpack to one folder of the source cache would work in each other's files. */
function sourceFolder({ ir: { settings }, version, name }: PlanNode): string {
  return settings.pkg_dirname ?? `${basename(name)}-${version ?? ""}`;
}

function cycleError(cycle: readonly PlanNode[]): HabcError {
  const names = [...cycle, ...cycle.slice(0, 1)].map(({ name }) => name);
  const steps = cycle.map((node, at) => {
    const next = cycle[(at + 1) % cycle.length];
    const need = node.needs.find(({ to }) => next !== undefined && to.includes(next.id));
    return `${node.name} needs ${need?.ident ?? ""} (${need?.setting ?? ""})`;
  });
  return new HabcError("plan-cycle", `these plans need each other: ${names.join(" → ")}`, {
    hint: `${steps.join("\n")}\nlet one of them ask for a release that is installed, or build one by itself first`,
  });
}
