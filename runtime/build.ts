/** Builds one plan: opens the studio, loads the plan, runs its phases, publishes the package. */

import { type HabcError, isHabcError } from "../compiler/ir/index.ts";
import type { Assignment } from "../stdlib/protocol/messages.ts";
import { advised } from "./build/advice.ts";
import { identify, identityAssignments } from "./build/identity.ts";
import { inWorkplace, type LoadedPlan, withPlan } from "./build/in-workplace.ts";
import type { Keeper } from "./build/keeper.ts";
import { evaluatedIR, type LoadContext, refuseErrors } from "./build/loading.ts";
import { type BuildLog, openLog } from "./build/log.ts";
import { networkOf } from "./build/network.ts";
import { wholeBuild } from "./build/pace.ts";
import { recentOutput } from "./build/recent-output.ts";
import { chooseRelease } from "./build/release.ts";
import type { BuildRequest, BuildResult } from "./build/request.ts";
import { assign, type Build } from "./build/state.ts";
import type { Workplace } from "./build/workplace.ts";
import { emptyLayers } from "./environment/layers.ts";
import type { EventSink } from "./events.ts";
import { askForLast, askWithHelpers } from "./helpers/answer.ts";
import { writeAccounts } from "./phases/accounts.ts";
import { buildComposite } from "./phases/composite.ts";
import { writePreBuild } from "./phases/outputs.ts";
import { runPhases } from "./phases/sequence.ts";
import { timed } from "./phases/step.ts";
import { failedBuild, openFailureShell } from "./shell/failure.ts";
import { parseFullIdent } from "./store/ident.ts";
import { giveBackRelease, publishPackage, type Release } from "./store/publish.ts";

/**
 * Builds a plan.
 *
 * @returns What was made, and where it is.
 * @throws HabcError for every reason that a build can fail; the reason of `request.signal`
 *   where it was aborted. What was begun is removed.
 */
export async function build(given: BuildRequest): Promise<BuildResult> {
  const result = await runBuild(given);
  if (result === undefined) throw new Error("a whole build ended without a package");
  return result;
}

/**
 * Builds a plan, or a part of it.
 *
 * @param keeper Absent: what was begun is removed in the end.
 * @returns What was made; undefined where the build was to stop before that.
 * @throws HabcError as `build`.
 */
export async function runBuild(
  given: BuildRequest,
  keeper?: Keeper,
): Promise<BuildResult | undefined> {
  const started = performance.now();
  let log: BuildLog | undefined;
  let failure: HabcError | undefined;
  const recent = recentOutput();
  const has = new Set<string>();
  const events: EventSink = (event) => {
    recent.take(event);
    if (event.type === "dependency") has.add(event.resolved.split("/", 2).join("/"));
    (log?.event ?? given.events)(event);
  };
  const network = await networkOf(given);
  const asked: BuildRequest = { ...given, events, network };
  try {
    return await inWorkplace(
      asked,
      { network: network === "on", kept: keeper?.place },
      async (workplace, request) => {
        const { file: plan } = request.plan;
        const { results } = workplace.locations;
        log = await openLog({ results, plan, tell: given.events });
        request.events({ type: "build-started", plan, target: workplace.target });
        return await buildIn(workplace, request, keeper);
      },
    );
  } catch (error) {
    if (!isHabcError(error)) throw error;
    failure = advised(error, { request: asked, output: recent.text(), has });
    throw failure;
  } finally {
    const seconds = (performance.now() - started) / 1000;
    if (failure !== undefined) log?.failed(failure);
    await log?.end({ type: "build-finished", ok: failure === undefined, seconds });
  }
}

function buildIn(
  workplace: Workplace,
  request: BuildRequest,
  keeper: Keeper | undefined,
): Promise<BuildResult | undefined> {
  const started = performance.now();
  return withPlan(workplace, request, async (loaded) => {
    const build = await beginBuild(workplace, request, { ...loaded, keeper });
    const seconds = (performance.now() - started) / 1000;
    const { name, ident } = build.identity;
    request.events({ type: "plan-loaded", name, ident, seconds });
    return runAll(build, loaded.load, keeper);
  });
}

async function beginBuild(
  workplace: Workplace,
  request: BuildRequest,
  { held, load, hosts, drain, keeper }: LoadedPlan & { readonly keeper: Keeper | undefined },
): Promise<Build> {
  report(request, request.checks.settings(evaluatedIR(held, load)));
  const { target, givenSource } = load;
  const { settings } = held;
  const identityOf = (release: string) => identify({ settings, release, target, givenSource });
  // What a build that is taken up has made has its release in it already.
  const identity =
    keeper?.release !== undefined
      ? identityOf(keeper.release)
      : await chooseRelease(identityOf, {
          store: workplace.locations.packages,
          scratch: workplace.scratch,
          environment: request.environment,
          time: workplace.time,
        });
  workplace.ownSource(identity.dirname.split("/")[0] ?? "");
  const ownDirname = settings.pkg_dirname === undefined;
  const build: Build = {
    request,
    locations: workplace.locations,
    sharedSources: workplace.sharedSources,
    studio: workplace.studio,
    base: workplace.base,
    hosts,
    drainOutput: drain,
    target,
    started: workplace.time,
    context: load.context,
    environment: workplace.environment,
    secrets: workplace.secrets,
    ...held,
    identity,
    ownDirname,
    prefixHost: "",
    dependencies: { deps: [], buildDeps: [], tdeps: [], buildTdeps: [], allDeps: [], allTdeps: [] },
    runtime: emptyLayers(),
    buildtime: emptyLayers(),
    versionFixed: false,
    shells: workplace.shells,
    pace: wholeBuild,
    ask: (host, frame) => askWithHelpers(build, host, frame),
  };
  return build;
}

/** From here on the package has a name, and the plan has a last word if it fails. */
async function runAll(
  build: Build,
  load: LoadContext,
  keeper: Keeper | undefined,
): Promise<BuildResult | undefined> {
  try {
    assign(build, [...settledAssignments(build), ...identityAssignments(build.identity)]);
    const content = keeper?.release === undefined ? undefined : "kept";
    build.prefixHost = await build.studio.openPrefix(build.identity.prefix, content);
    if (build.settings.pkg_type === "composite") return await finish(build, buildComposite);
    await writePreBuild(build);
    report(build.request, build.request.checks.context(evaluatedIR(build, load)));
    if (keeper !== undefined) build.pace = await keeper.begin(build);
    return await finish(build, runPhases, keeper);
  } catch (error) {
    if (!build.request.signal.aborted) {
      await openFailureShell(failedBuild(build), error);
      await lastCallback(build, "do_after_failure");
    }
    throw error;
  } finally {
    await build.hold?.();
    // Where a package was published it is not empty, and stays.
    await giveBackRelease(releaseOf(build));
  }
}

async function finish(
  build: Build,
  run: (build: Build) => Promise<BuildResult | undefined>,
  keeper?: Keeper,
): Promise<BuildResult | undefined> {
  const result = await run(build);
  if (result === undefined) return undefined;
  await timed(build, "publish", async () => {
    await writeAccounts(build, result);
    if (keeper !== undefined) await keeper.publish(build);
    else if (build.request.publish !== false) {
      await publishPackage(build.prefixHost, releaseOf(build));
    }
  });
  await lastCallback(build, "do_after_success");
  return result;
}

function releaseOf({ locations, identity }: Build): Release {
  return { store: locations.packages, ident: parseFullIdent(identity.ident) };
}

/** The plan's settings, with what habc settled where the plan left it open. */
function settledAssignments({ settings }: Build): Assignment[] {
  return Object.entries(settings).map(([name, value]) => {
    if (typeof value === "string") return { kind: "string", name, value };
    if (Array.isArray(value)) return { kind: "list", name, value };
    return { kind: "map", name, value };
  });
}

async function lastCallback(
  build: Build,
  name: "do_after_success" | "do_after_failure",
): Promise<void> {
  if (!build.functions.has(name)) return;
  await timed(build, name, async () => {
    const outcome = await askForLast(build, build.hosts.plan, ["final", name]);
    if (outcome.kind === "done" && outcome.status === 0) return;
    const rest = name === "do_after_success" ? "; the build succeeded all the same" : "";
    build.request.events({ type: "line", level: "warn", text: `${name} failed${rest}` });
  });
}

function report(
  request: BuildRequest,
  found: ReturnType<BuildRequest["checks"]["settings"]>,
): void {
  for (const diagnostic of found) {
    if (diagnostic.severity !== "error") request.events({ type: "diagnostic", diagnostic });
  }
  refuseErrors(found);
}
