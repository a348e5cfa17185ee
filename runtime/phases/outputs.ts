/** The files of the results folder: `pre_build.env`, `last_build.env` and the package. */
import { constants } from "node:fs";
import { copyFile, lchown, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BuildResult } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import { asideName, sweepAside, unwritable } from "../crypto/aside.ts";

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
  const { results } = build.locations;
  const { origin, name, version, release, ident } = build.identity;
  const file = join(results, basename(artifact.file));
  await aside(file, (temporary) => copyFile(artifact.file, temporary, constants.COPYFILE_EXCL));
  await giveToPlanOwner(build, file);
  await rm(join(results, preBuild), { force: true });
  await writeResult(build, lastBuild, {
    pkg_origin: origin,
    pkg_name: name,
    pkg_version: version,
    pkg_release: release,
    pkg_target: build.target,
    pkg_ident: ident,
    pkg_artifact: basename(artifact.file),
    pkg_sha256sum: artifact.sha256,
    pkg_blake2bsum: artifact.blake2b,
  });
  return file;
}

async function writeResult(
  build: Build,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
  await writeResultText(build, name, lines.join(""));
}

/** Writes a file of the results folder: all of it, or none. */
export async function writeResultText(build: Build, name: string, text: string): Promise<void> {
  const { results } = build.locations;
  try {
    await mkdir(results, { recursive: true });
  } catch (error) {
    throw unwritable(results, error);
  }
  await giveToPlanOwner(build, results);
  const file = join(results, name);
  await aside(file, async (temporary) => {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  await giveToPlanOwner(build, file);
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
async function giveToPlanOwner(build: Build, path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(build.request.plan.file);
  await lchown(path, uid, gid).catch(() => {});
}
