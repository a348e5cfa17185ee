/** Keeps a build: what it was like when each of its phases began. */
import { isBefore, type PhaseName } from "../../compiler/ir/index.ts";
import type { Pace } from "../build/pace.ts";
import type { Build } from "../build/state.ts";
import type { Layers } from "../environment/layers.ts";
import type { KeptBuild } from "./kept-build.ts";
import { type Boundary, type KeptLayers, type KeptRecord, writeRecord } from "./record.ts";
import { changesSince, shellState } from "./shell-state.ts";

/**
 * @param record What is known of the build; phases are added to it as they begin.
 * @returns A pace that begins where the build was taken up.
 */
export function keptPace(build: Build, kept: KeptBuild, record: KeptRecord): Pace {
  const from = kept.resumed?.boundary.phase;
  const { until } = kept.options;

  async function write(next: KeptRecord): Promise<void> {
    await writeRecord(kept.studio.folder, next);
    kept.record = next;
  }

  async function goOn(): Promise<void> {
    await write(record);
    await kept.snapshots.keep(record.boundaries.map(({ phase }) => phase));
  }

  async function keepBoundary(phase: PhaseName): Promise<void> {
    const { boundaries } = kept.record ?? record;
    const boundary = await boundaryOf(build, phase, record);
    await build.studio.freeze();
    try {
      await kept.snapshots.take(phase);
    } finally {
      await build.studio.thaw();
    }
    await write({ ...record, boundaries: [...boundaries, boundary] });
  }

  return {
    async begin(phase) {
      if (from !== undefined && isBefore(phase, from)) return "skip";
      if (phase === from) await goOn();
      else await keepBoundary(phase);
      return until !== undefined && isBefore(until, phase) ? "stop" : "run";
    },
  };
}

async function boundaryOf(
  build: Build,
  phase: PhaseName,
  { facts }: KeptRecord,
): Promise<Boundary> {
  const outcome = await build.ask(build.hosts.shell, ["state"]);
  const state = shellState(outcome.kind === "done" ? outcome.state : []);
  const { identity, versionFixed, umask, runtime, buildtime, resolution } = build;
  return {
    phase,
    shell: changesSince(facts.shell, state),
    identity,
    versionFixed,
    umask,
    hostUmask: await umaskOfPlan(build),
    runtime: keptLayers(runtime),
    buildtime: keptLayers(buildtime),
    ...(resolution === undefined ? {} : { dependencies: resolution }),
  };
}

/** Each host of a plan.ts has its own. */
async function umaskOfPlan({ hosts, ask, umask }: Build): Promise<number> {
  if (hosts.plan === hosts.shell) return umask;
  // To run what is not there does nothing, and is answered as everything.
  const outcome = await ask(hosts.plan, ["run", "", ""]);
  const state = outcome.kind === "done" ? outcome.state : [];
  const reported = state.find((item) => item.kind === "umask");
  return reported?.mask ?? umask;
}

function keptLayers({ values, provenance }: Layers): KeptLayers {
  return { values: [...values], provenance: [...provenance] };
}
