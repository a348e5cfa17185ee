/** Builds that are kept, stop after a phase, or go on with what was kept. */
import { HabcError } from "../../compiler/ir/index.ts";
import type { Keeper } from "../build/keeper.ts";
import type { BuildRequest, BuildResult } from "../build/request.ts";
import { runBuild } from "../build.ts";
import { parseFullIdent } from "../store/ident.ts";
import { locations } from "../store/locations.ts";
import { studiosHome } from "../studios/lasting-studio.ts";
import { type KeptOptions, openKept } from "./kept-build.ts";
import { publishKept } from "./publish.ts";
import { keepBuild } from "./take-up.ts";

/**
 * Builds a plan and keeps what the build has at the beginning of each phase.
 *
 * @returns What was made; undefined where the build stopped before that.
 * @throws HabcError `usage` for a build in place, `kept-missing`, `kept-stale`, `studio-busy`, and
 *   as `build`.
 */
export async function buildKept(
  request: BuildRequest,
  options: KeptOptions,
): Promise<BuildResult | undefined> {
  if (request.studio === "none") {
    throw new HabcError("usage", "a build in place cannot be kept", {
      hint: "what it writes lies anywhere on the machine: leave out `--studio none`",
    });
  }
  const { environment, cwd, events } = request;
  const { packages } = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  const home = studiosHome(environment, { packages, cwd });
  const kept = await openKept(home, request, options);
  const release = kept.resumed && parseFullIdent(kept.resumed.record.ident).release;
  const keeper: Keeper = {
    place: kept.place,
    ...(release === undefined ? {} : { release }),
    begin: (build) => keepBuild(build, kept),
    publish: (build) => publishKept(build, kept),
  };
  const epoch = environment["SOURCE_DATE_EPOCH"] || kept.resumed?.record.sourceDateEpoch;
  const SOURCE_DATE_EPOCH = epoch === undefined ? {} : { SOURCE_DATE_EPOCH: epoch };
  try {
    // What fixed the release of a build fixes it when it is taken up.
    return await runBuild(
      { ...request, environment: { ...environment, ...SOURCE_DATE_EPOCH } },
      keeper,
    );
  } finally {
    const reached = kept.record?.boundaries.at(-1)?.phase;
    const { name, folder } = kept.studio;
    if (reached !== undefined) events({ type: "kept", name, folder, reached });
    await kept.close();
  }
}
