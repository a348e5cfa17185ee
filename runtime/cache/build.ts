/** Builds a plan, unless the very same was built before. */
import { isHabcError } from "../../compiler/ir/index.ts";
import type { BuildResult } from "../build/request.ts";
import { build } from "../build.ts";
import { errorCode } from "../crypto/aside.ts";
import { parseFullIdent } from "../store/ident.ts";
import { openStore } from "../store/installed.ts";
import { toldFindings } from "./findings.ts";
import { changesBetween } from "./inputs.ts";
import { keepBuild, observe } from "./keep.ts";
import type { BuildSettings } from "./key-inputs.ts";
import { lastInputs, rememberInputs } from "./last-build.ts";
import { type PreparedPlan, runnable } from "./prepared-plan.ts";
import { type CacheUse, type Reusable, reuseEarlier, type Sought, seek } from "./seek.ts";

/** A package, and whether it was there already. */
export interface BuildOutcome {
  readonly result: BuildResult;
  readonly reused: boolean;
}

/**
 * Reuses the package of a plan where its inputs are those of an earlier build, here or on a machine
 * that shares the cache; builds it otherwise, and keeps the package for the next time.
 *
 * @param cache Absent: the plan is built whatever there is.
 * @throws HabcError as `build`.
 */
export async function buildOrReuse(
  prepared: PreparedPlan,
  settings: BuildSettings,
  cache: CacheUse | undefined,
): Promise<BuildOutcome> {
  const started = performance.now();
  const sought = cache && (await seek(prepared, settings, cache));
  if (sought === undefined || "why" in sought) {
    if (cache?.explain && sought !== undefined) say(settings, `not in the cache: ${sought.why}`);
    return { result: await build({ ...settings, plan: await runnable(prepared) }), reused: false };
  }
  if (sought.cache.explain) await explain(sought);
  let replace = sought.cache.force;
  if (!replace) {
    const { reusable, spoilt } = await reuseEarlier(sought);
    if (reusable !== undefined) return await reused(sought, reusable, started);
    replace = spoilt;
  }
  return await buildAndKeep(prepared, sought, replace);
}

async function reused(
  sought: Sought,
  { result, findings }: Reusable,
  started: number,
): Promise<BuildOutcome> {
  const { known, build: settings, cache } = sought;
  const { file: plan } = known.plan;
  const [, name = ""] = result.ident.split("/");
  settings.events({ type: "build-started", plan, target: cache.around.target });
  settings.events({ type: "reused", name, ident: result.ident });
  for (const diagnostic of toldFindings(findings, known.plan.tree)) {
    settings.events({ type: "diagnostic", diagnostic });
  }
  settings.events({ type: "artifact", ...result });
  warnOfNewer(sought, result);
  const seconds = (performance.now() - started) / 1000;
  settings.events({ type: "build-finished", ok: true, seconds });
  await rememberInputs(cache.own, plan, sought.inputs);
  return { result, reused: true };
}

async function buildAndKeep(
  prepared: PreparedPlan,
  sought: Sought,
  replace: boolean,
): Promise<BuildOutcome> {
  const { build: settings, cache, inputs, known } = sought;
  const observed = observe(settings.events);
  const { events, needs, findings } = observed;
  const result = await build({ ...settings, events, plan: await runnable(prepared) });
  // What somebody did by hand is no input.
  if (observed.attended()) return { result, reused: false };
  const built = { result, needs, findings };
  await rememberInputs(cache.own, known.plan.file, inputs);
  try {
    if (await keepBuild(sought, built, { replace })) return { result, reused: false };
    const earlier = await reuseEarlier(sought);
    if (earlier.reusable !== undefined) {
      const { result: other } = earlier.reusable;
      say(settings, `${other.ident} was made from the same inputs meanwhile, and counts`);
      return { result: other, reused: true };
    }
    await keepBuild(sought, built, { replace: true });
  } catch (thrown) {
    if (!isHabcError(thrown) && errorCode(thrown) === undefined) throw thrown;
    say(settings, `the package is not in the build cache: ${(thrown as Error).message}`);
  }
  return { result, reused: false };
}

/** What was built in between, and then undone, is what other builds get. */
function warnOfNewer(
  { cache: { locations, around }, build: settings }: Sought,
  found: BuildResult,
) {
  const { origin, name, version } = parseFullIdent(found.ident);
  const store = openStore(locations.packages, around.target);
  const newest = store.newest({ origin, name, version });
  if (newest === undefined || newest.name === found.ident) return;
  const text = `the newer ${newest.name} stays installed: other builds that ask for ${origin}/${name} get it`;
  settings.events({ type: "line", level: "warn", text });
}

async function explain({ cache, known, inputs, build: { events } }: Sought): Promise<void> {
  const before = await lastInputs(cache.own, known.plan.file);
  const changes = before === undefined ? [] : changesBetween(before, inputs);
  events({ type: "changed", first: before === undefined, changes });
}

function say({ events }: BuildSettings, text: string): void {
  events({ type: "line", level: "info", text });
}
