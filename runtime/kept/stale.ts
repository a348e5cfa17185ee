/** Refuses to go on with a build whose earlier phases would be different now. */
import { join, relative } from "node:path";
import { HabcError, isBefore, type PhaseName } from "../../compiler/ir/index.ts";
import type { Build } from "../build/state.ts";
import { resolvedNow } from "../phases/resolve.ts";
import { functionTexts } from "./facts-of-build.ts";
import type { KeptBuild, Resumed } from "./kept-build.ts";
import { phaseTexts } from "./mentions.ts";
import { changedNames, type Effect, effectsOf, type PlanFacts } from "./plan-facts.ts";
import type { ShellState } from "./shell-state.ts";

/** A kept build, and the plan as it is now. */
interface Comparison extends Resumed {
  readonly facts: PlanFacts;
  readonly state: ShellState;
}

/** More reasons than these are not worth reading. */
const mostReasons = 3;

/** @throws HabcError `kept-stale`, unless the request forces it. */
export async function refuseStale(
  build: Build,
  kept: KeptBuild,
  comparison: Comparison,
): Promise<void> {
  const { from, force } = kept.options;
  const { environment, events } = build.request;
  const isRun = (phase: PhaseName) => phase !== "do_check" || Boolean(environment["DO_CHECK"]);
  const effects = [
    ...identityEffects(build, comparison),
    ...planEffects(build, comparison, isRun),
    ...(await dependencyEffects(build, comparison)),
    ...(await coveredEffects(build, kept, comparison)),
  ].filter(({ phase }) => from !== undefined && isRun(phase) && isBefore(phase, from));
  const [first] = effects.toSorted((a, b) => (isBefore(a.phase, b.phase) ? -1 : 1));
  if (first === undefined) return;
  const reasons = [...new Set(effects.map(({ why }) => why))];
  const more = reasons.length > mostReasons ? `, and ${reasons.length - mostReasons} more` : "";
  const text = `${reasons.slice(0, mostReasons).join("; ")}${more}`;
  if (force) {
    events({ type: "line", level: "warn", text: `The kept build is used although ${text}` });
    return;
  }
  const remedy =
    first.phase === "do_begin" ? "build without `--from`" : `start with \`--from ${first.phase}\``;
  throw new HabcError("kept-stale", `${first.phase} would be different now: ${text}`, {
    hint: `${remedy}; \`--force\` takes the kept build as it is`,
  });
}

/** The prefix is part of what was built. */
function identityEffects({ identity }: Build, { record }: Comparison): Effect[] {
  if (identity.ident === record.ident) return [];
  return [{ phase: "do_begin", why: `the package is ${identity.ident}, and was ${record.ident}` }];
}

function planEffects(
  build: Build,
  { record, facts, state }: Comparison,
  isRun: (phase: PhaseName) => boolean,
): Effect[] {
  return effectsOf(record.facts, facts, {
    texts: phaseTexts(functionTexts(build, state), isRun),
    ignored: new Set(Object.keys(build.environment)),
    declarations: state.variable,
    buildsContext: !build.settings.pkg_source,
    filename: build.settings.pkg_filename ?? "",
  });
}

async function dependencyEffects(build: Build, { boundary }: Comparison): Promise<Effect[]> {
  const { dependencies } = boundary;
  if (dependencies === undefined) return [];
  const now = await resolvedNow(build, dependencies.request);
  return changedNames(dependencies.resolved, now).map((wanted) => ({
    phase: "do_setup_environment",
    why: `${wanted} is ${now[wanted]}, and was ${dependencies.resolved[wanted]}`,
  }));
}

/** A file that a phase wrote to is seen as the phase left it, whatever lies below. */
async function coveredEffects(
  { request: { plan } }: Build,
  kept: KeptBuild,
  { record, facts }: Comparison,
): Promise<Effect[]> {
  const files = changedNames(record.facts.files, facts.files);
  if (files.length === 0) return [];
  const effects: Effect[] = [];
  let earlier: PhaseName = "do_begin";
  for (const { phase } of record.boundaries) {
    const holds = await kept.snapshots.sourceFiles(phase);
    for (const file of files) {
      if (!holds(relative(plan.tree, join(plan.context, file)))) continue;
      effects.push({ phase: earlier, why: `${file} was changed, and by ${earlier} as well` });
    }
    earlier = phase;
  }
  return effects;
}
