/** Another place to build the same plan in. */
import { constants } from "node:fs";
import { copyFile, link, lstat, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import type { PlanSource } from "../build/request.ts";
import { unwritable } from "../crypto/aside.ts";
import type { Locations } from "../store/locations.ts";

/** A copy of a plan with its source tree, and folders for what a build writes. */
export interface OtherPlace {
  readonly plan: PlanSource;
  readonly places: Pick<Locations, "results" | "sourceCache" | "artifactCache">;
}

/**
 * Copies the source tree, without results and caches, and the downloads, but nothing that was
 * unpacked from them. Inside the studio the paths are those of the first place.
 *
 * @param scratch A folder of this build alone.
 * @throws HabcError `results-unwritable`.
 */
export async function otherPlace(
  plan: PlanSource,
  usual: Locations,
  scratch: string,
): Promise<OtherPlace> {
  const tree = join(scratch, basename(plan.tree));
  const left = Object.values(usual).map((folder) => resolve(folder));
  const isLeft = (path: string) => left.includes(path) || path.startsWith(scratch);
  const inTree = !relative(plan.tree, usual.results).startsWith("..");
  const places = {
    results: inTree ? there(plan.tree, tree, usual.results) : join(scratch, "results"),
    sourceCache: join(scratch, "src"),
    artifactCache: join(scratch, "artifacts"),
  };
  try {
    await copyTree(plan.tree, tree, isLeft);
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

/** The copy may lie in the tree, where it is left out. Sockets and pipes are no source. */
async function copyTree(
  from: string,
  to: string,
  isLeft: (path: string) => boolean,
): Promise<void> {
  await mkdir(to, { recursive: true, mode: (await lstat(from)).mode });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (isLeft(source)) continue;
    if (entry.isDirectory()) await copyTree(source, copy, isLeft);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), copy);
    else if (entry.isFile()) await copyFile(source, copy, constants.COPYFILE_FICLONE);
  }
}

async function bringDownloads(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const [file, copy] = [join(from, entry.name), join(to, entry.name)];
    await link(file, copy).catch(() => copyFile(file, copy, constants.COPYFILE_FICLONE));
  }
}
