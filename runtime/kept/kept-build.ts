/** What a build leaves that is kept, and what a build that is taken up finds. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { HabcError, isBefore, type PhaseName, phaseNames } from "../../compiler/ir/index.ts";
import type { KeptPlace } from "../build/keeper.ts";
import type { BuildRequest } from "../build/request.ts";
import {
  findStudio,
  holdStudio,
  type LastingStudio,
  makeStudio,
  placeOf,
  scratchOf,
} from "../studios/lasting-studio.ts";
import { emptyStudio, removeStudio } from "../studios/remove.ts";
import { type Boundary, type KeptRecord, readRecord } from "./record.ts";
import { type Snapshots, snapshotsIn } from "./snapshots.ts";

/** Which part of a build runs. Without any, all of it does. */
export interface KeptOptions {
  /** Stops after this phase. */
  readonly until?: PhaseName | undefined;
  /** Goes on with a kept build at this phase. */
  readonly from?: PhaseName | undefined;
  /** Goes on also where a change concerns the phases before. */
  readonly force?: boolean;
}

/** A kept build that this process has to itself. */
export interface KeptBuild {
  readonly studio: LastingStudio;
  readonly place: KeptPlace;
  readonly options: KeptOptions;
  readonly snapshots: Snapshots;
  /** Where it is taken up; absent for one that begins. */
  readonly resumed?: Resumed;
  /** What is known of it; set when it has something that can be taken up. */
  record: KeptRecord | undefined;
  /** Lets go of it, and removes it where there is nothing to take up. Never throws. */
  close(): Promise<void>;
}

/** A place to go on at. */
export interface Resumed {
  readonly record: KeptRecord;
  readonly boundary: Boundary;
}

/**
 * Opens the kept build of a plan: a new one, or with `from` that which is there, with its files as
 * they were when that phase began.
 *
 * @param home The folder of all studios.
 * @throws HabcError `kept-missing`, `studio-busy`, `results-unwritable`.
 */
export async function openKept(
  home: string,
  { plan, habc }: Pick<BuildRequest, "plan" | "habc">,
  options: KeptOptions,
): Promise<KeptBuild> {
  const { from } = options;
  const wish = { kind: "build", tree: plan.tree, plan: plan.context } as const;
  const folder = await placeOf(home, wish);
  if (from !== undefined && (await findStudio(folder)) === undefined) {
    throw new HabcError("kept-missing", `nothing was kept of a build of ${plan.context}`, {
      hint: "`habc build --keep` keeps what it has when it fails, `--until PHASE` after a phase",
    });
  }
  const studio = await makeStudio(folder, wish);
  const release = await holdStudio(studio);
  const scratch = scratchOf(studio);
  const sources = join(scratch, "sources");
  const snapshots = snapshotsIn(join(folder, "snapshots"), scratch);
  try {
    const resumed =
      from === undefined ? undefined : await goBack(studio, { from, snapshots, habc });
    if (resumed === undefined) await emptyStudio(studio);
    await mkdir(sources, { recursive: true });
    const kept: KeptBuild = {
      studio,
      place: { scratch, sources, ...(resumed === undefined ? {} : { time: resumed.record.time }) },
      options,
      snapshots,
      ...(resumed === undefined ? {} : { resumed }),
      record: resumed?.record,
      async close() {
        if (kept.record === undefined) await removeStudio(studio).catch(() => {});
        await release();
      },
    };
    return kept;
  } catch (error) {
    await release();
    throw error;
  }
}

/** Brings back the files. */
async function goBack(
  { folder, name }: LastingStudio,
  { from, snapshots, habc }: { from: PhaseName; snapshots: Snapshots; habc: string },
): Promise<Resumed> {
  const record = await readRecord(folder, habc);
  if (record === undefined) {
    throw new HabcError("kept-missing", `${name} is not of this version of habc`, {
      hint: "build once more with `--keep`",
    });
  }
  // A phase that was left out, as do_check without DO_CHECK, begins where the next one does.
  const boundary = record.boundaries.find(({ phase }) => !isBefore(phase, from));
  if (boundary === undefined) throw notReached(record, from);
  await snapshots.restore(boundary.phase);
  return { record, boundary };
}

function notReached({ boundaries, ident }: KeptRecord, from: PhaseName): HabcError {
  const reached = boundaries.map(({ phase }) => phase);
  const last = reached.at(-1) ?? phaseNames[0];
  return new HabcError("kept-missing", `the kept build of ${ident} did not come to ${from}`, {
    hint: `it can be taken up at ${last}, or before`,
  });
}
