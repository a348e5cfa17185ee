/** Where a build runs: the studio, the folders of the host around it, and what is told inside. */
import { mkdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { asideName, sweepAside, unwritable } from "../crypto/aside.ts";
import { sourceDateEpoch } from "../phases/artifact.ts";
import { type Locations, locations } from "../store/locations.ts";
import { openStudio } from "../studio/index.ts";
import type { Studio } from "../studio/studio.ts";
import { hostTools } from "./hosts.ts";
import { innerEnvironment } from "./inner-environment.ts";
import type { LoadContext } from "./loading.ts";
import type { BuildRequest } from "./request.ts";
import { hostTarget } from "./target.ts";

/** A studio that is open, and what belongs to it. */
export interface Workplace {
  readonly studio: Studio;
  readonly locations: Locations;
  readonly target: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly load: LoadContext;
  /** Ends what runs inside and removes what was made for it. Never throws. */
  close(): Promise<void>;
}

/** @throws HabcError `studio-unavailable`, `studio-failed`, `results-unwritable`. */
export async function openWorkplace(request: BuildRequest): Promise<Workplace> {
  const { plan, environment, cwd } = request;
  const target = hostTarget();
  const places = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  const folders = [places.packages, places.sourceCache, places.artifactCache, places.results];
  await Promise.all(folders.map(makeFolder));
  const { variables, secrets } = innerEnvironment(environment, request.studio);

  // On the file system of the store, so that a finished package only changes its name.
  const scratch = asideName(join(dirname(places.packages), "studios", "build"));
  await makeFolder(scratch);
  await sweepAside(join(dirname(scratch), "build"));
  const inTree = relative(plan.tree, plan.context);
  try {
    const studio = await openStudio(request.studio, {
      scratch,
      store: places.packages,
      sourceCache: places.sourceCache,
      artifactCache: places.artifactCache,
      sourceTree: plan.tree,
      results: places.results,
      tools: hostTools(plan),
      environment: variables,
      cwd: request.studio === "none" ? plan.context : join("/src", inTree),
      network: true,
    });
    const seen = (path: string) => studio.inside(path) ?? path;
    return {
      studio,
      locations: places,
      target,
      environment: variables,
      secrets,
      load: {
        request,
        target,
        release: releaseOf(sourceDateEpoch(environment)),
        context: seen(plan.context),
        file: seen(plan.file),
        givenSource: environment["HAB_SRC_PATH"] || seen(plan.source),
        results: seen(places.results),
      },
      async close() {
        await studio.close();
        await rm(scratch, { recursive: true, force: true }).catch(() => {});
      },
    };
  } catch (error) {
    await rm(scratch, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** A release: the UTC time as `YYYYMMDDhhmmss`. */
function releaseOf(epoch: number | undefined): string {
  const time = epoch === undefined ? new Date() : new Date(epoch * 1000);
  return time.toISOString().slice(0, 19).replace(/\D/g, "");
}
