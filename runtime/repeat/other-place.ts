/** Another place to build the same plan in. */
import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { PlanSource } from "../build/request.ts";
import { unwritable } from "../crypto/aside.ts";
import type { Locations } from "../store/locations.ts";
import type { TreeCopies } from "./tree-copies.ts";

/** A copy of a plan with its source tree, and folders for what a build writes. */
export interface OtherPlace {
  readonly plan: PlanSource;
  readonly places: Pick<Locations, "results" | "sourceCache" | "artifactCache">;
}

/**
 * Copies the source tree, without results and caches, and the downloads, but nothing that was
 * unpacked from them. Inside the studio the paths are those of the first place.
 *
 * @param from.scratch A folder of this build alone.
 * @throws HabcError `results-unwritable`.
 */
export async function otherPlace(
  plan: PlanSource,
  usual: Locations,
  { scratch, copies }: { readonly scratch: string; readonly copies: TreeCopies },
): Promise<OtherPlace> {
  const left = Object.values(usual).map((folder) => resolve(folder));
  const tree = await copies.of({ tree: plan.tree, left, into: dirname(usual.packages) });
  const inTree = !relative(plan.tree, usual.results).startsWith("..");
  const places = {
    results: inTree ? there(plan.tree, tree, usual.results) : join(scratch, "results"),
    sourceCache: join(scratch, "src"),
    artifactCache: join(scratch, "artifacts"),
  };
  try {
    for (const folder of Object.values(places)) await mkdir(folder, { recursive: true });
    await bringDownloads(usual.sourceCache, places.sourceCache);
  } catch (error) {
    throw unwritable(scratch, error);
  }
  const { file, context, source } = plan;
  const moved = (path: string) => there(plan.tree, tree, path);
  return {
    plan: { ...plan, tree, file: moved(file), context: moved(context), source: moved(source) },
    places,
  };
}

function there(tree: string, other: string, path: string): string {
  return join(other, relative(tree, path));
}

async function bringDownloads(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const [file, copy] = [join(from, entry.name), join(to, entry.name)];
    await link(file, copy).catch(() => copyFile(file, copy, constants.COPYFILE_FICLONE));
  }
}
