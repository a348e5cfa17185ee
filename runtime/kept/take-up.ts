/** Begins a build that is kept, or goes on with one. */
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import { accept } from "../build/accept.ts";
import { identityAssignments } from "../build/identity.ts";
import type { Pace } from "../build/pace.ts";
import { absorb } from "../build/snapshot.ts";
import { assign, type Build } from "../build/state.ts";
import type { Layers } from "../environment/layers.ts";
import { resolvePinned } from "../phases/resolve.ts";
import { factsOf } from "./facts-of-build.ts";
import type { KeptBuild, Resumed } from "./kept-build.ts";
import { keptPace } from "./pace.ts";
import type { Boundary, KeptLayers, KeptRecord } from "./record.ts";
import { restoringText, type ShellState, shellState } from "./shell-state.ts";
import { refuseStale } from "./stale.ts";

/**
 * Called when the plan is loaded, before its first phase.
 *
 * @returns How the phases are to run.
 * @throws HabcError `kept-stale`, `dep-missing`.
 */
export async function keepBuild(build: Build, kept: KeptBuild): Promise<Pace> {
  const outcome = await build.ask(build.hosts.shell, ["state"]);
  const state = shellState(outcome.kind === "done" ? outcome.state : []);
  const facts = await factsOf(build, state);
  const { resumed } = kept;
  const { SOURCE_DATE_EPOCH: sourceDateEpoch } = build.request.environment;
  if (resumed !== undefined) {
    await refuseStale(build, kept, { ...resumed, facts, state });
    await restore(build, { boundary: resumed.boundary, state });
  }
  const record: KeptRecord = {
    ...resumed?.record,
    format: 1,
    habc: build.request.habc,
    time: build.started,
    ...(sourceDateEpoch === undefined ? {} : { sourceDateEpoch }),
    ident: resumed?.record.ident ?? build.identity.ident,
    facts,
    boundaries: boundariesUpTo(resumed),
  };
  return keptPace(build, kept, record);
}

/** What came after the phase is not what it would be now. */
function boundariesUpTo(resumed: Resumed | undefined): readonly Boundary[] {
  const { boundaries = [] } = resumed?.record ?? {};
  return boundaries.slice(
    0,
    boundaries.findIndex(({ phase }) => phase === resumed?.boundary.phase) + 1,
  );
}

/** Makes a build, and what runs its plan, what they were when the phase began. */
async function restore(
  build: Build,
  { boundary, state }: { readonly boundary: Boundary; readonly state: ShellState },
): Promise<void> {
  const { plan, shell } = build.hosts;
  const { identity, versionFixed, dependencies } = boundary;
  build.prefixHost = await build.studio.openPrefix(identity.prefix, "kept");
  build.identity = identity;
  build.versionFixed = versionFixed;
  fill(build.runtime, boundary.runtime);
  fill(build.buildtime, boundary.buildtime);
  assign(build, identityAssignments(identity));
  if (dependencies !== undefined) await resolvePinned(build, dependencies);
  const outcome = await build.ask(shell, ["restore", restoringText(boundary.shell)]);
  if (plan === shell) {
    // Of a plan.sh the exported variables are known as far as a build reads them back.
    const held =
      outcome.kind === "done" ? outcome.state.filter(({ kind }) => kind !== "export") : [];
    absorb(build, held);
  } else {
    accept(build, { host: shell, callback: "load", outcome });
    const gone = boundary.shell.gone.variable.filter((name) => isExported(state.variable[name]));
    plan.assign([
      ...gone.map((name): Assignment => ({ kind: "unset", name })),
      { kind: "umask", mask: boundary.hostUmask },
    ]);
  }
  build.umask = boundary.umask;
}

function fill({ values, provenance }: Layers, kept: KeptLayers): void {
  for (const [name, value] of kept.values) values.set(name, value);
  for (const [name, value] of kept.provenance) provenance.set(name, value);
}

function isExported(declaration = ""): boolean {
  return /^declare -\w*x/.test(declaration);
}
