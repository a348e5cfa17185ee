/** The files of the results folder: `pre_build.env`, `last_build.env` and the package. */
import { constants } from "node:fs";
import { copyFile, lchown, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BuildResult, PlanSource } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import { asideName, sweepAside, unwritable } from "../crypto/aside.ts";
import type { Locations } from "../store/locations.ts";

/** Where results go, and the plan that they are of: a {@link Build} is one. */
export interface ResultsPlace {
  readonly locations: Pick<Locations, "results">;
  readonly request: { readonly plan: Pick<PlanSource, "file"> };
}

const preBuild = "pre_build.env";
const lastBuild = "last_build.env";

/** Writes `pre_build.env`: what is being built, for whoever looks at a build that failed. */
export async function writePreBuild(build: Build): Promise<void> {
  const { origin, name, version, release, ident } = build.identity;
  await writeResult(build, preBuild, {
    pkg_origin: origin,
    pkg_name: name,
    pkg_version: version,
    pkg_release: release,
    pkg_ident: ident,
  });
}

/** Copies the package to the results and tells what it is in `last_build.env`. */
export async function writeOutputs(
  build: Build,
  artifact: { readonly file: string; readonly sha256: string; readonly blake2b: string },
): Promise<BuildResult["file"]> {
  const name = basename(artifact.file);
  const file = await putResult(build, name, (temporary) =>
    copyFile(artifact.file, temporary, constants.COPYFILE_EXCL),
  );
  const { identity, target } = build;
  await writeLastBuild(build, { ...artifact, ident: identity.ident, target });
  return file;
}

/** What `last_build.env` says of a package. */
export interface BuiltPackage {
  /** `origin/name/version/release`. */
  readonly ident: string;
  readonly target: string;
  /** Its `.hart`, in the results folder or elsewhere. */
  readonly file: string;
  readonly sha256: string;
  readonly blake2b: string;
}

/** Writes `last_build.env`, which takes the place of `pre_build.env`. */
export async function writeLastBuild(place: ResultsPlace, built: BuiltPackage): Promise<void> {
  const [origin = "", name = "", version = "", release = ""] = built.ident.split("/");
  await rm(join(place.locations.results, preBuild), { force: true });
  await writeResult(place, lastBuild, {
    pkg_origin: origin,
    pkg_name: name,
    pkg_version: version,
    pkg_release: release,
    pkg_target: built.target,
    pkg_ident: built.ident,
    pkg_artifact: basename(built.file),
    pkg_sha256sum: built.sha256,
    pkg_blake2bsum: built.blake2b,
  });
}

async function writeResult(
  place: ResultsPlace,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
  await writeResultText(place, name, lines.join(""));
}

/** Writes a file of the results folder: all of it, or none. */
export async function writeResultText(
  place: ResultsPlace,
  name: string,
  text: string,
): Promise<void> {
  await putResult(place, name, async (temporary) => {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

/**
 * Puts a file into the results folder, which is made where it is missing.
 *
 * @param write Makes the file at a path where there is nothing.
 * @returns Its path.
 * @throws HabcError `results-unwritable`, and what `write` throws.
 */
export async function putResult(
  place: ResultsPlace,
  name: string,
  write: (temporary: string) => Promise<void>,
): Promise<string> {
  const { results } = place.locations;
  try {
    await mkdir(results, { recursive: true });
  } catch (error) {
    throw unwritable(results, error);
  }
  await giveToPlanOwner(place, results);
  const file = join(results, name);
  await aside(file, write);
  await giveToPlanOwner(place, file);
  return file;
}

/** Writes a file beside its place and then puts it there. */
async function aside(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = asideName(file);
  await sweepAside(file);
  try {
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(file, error);
  }
}

/** What root built for somebody belongs to that somebody, where the system allows it. */
async function giveToPlanOwner({ request }: ResultsPlace, path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(request.plan.file);
  await lchown(path, uid, gid).catch(() => {});
}
