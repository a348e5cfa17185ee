/**
 * Puts a finished package into the store: complete or not at all, and never over another.
 *
 * A package is built in a folder of its own, written to the disk, and then gets its final name
 * in one step. Whatever stops the build before leaves nothing that counts as a package.
 */
import { execFile } from "node:child_process";
import { mkdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { asideName, errorCode, sweepAside, syncFolder, unwritable } from "../crypto/aside.ts";
import { type FullIdent, formatIdent } from "./ident.ts";

const run = promisify(execFile);

/** A place in a store. */
export interface Release {
  /** The folder of the packages on this machine. */
  readonly store: string;
  readonly ident: FullIdent;
}

/**
 * Takes a release for this build: makes its folder, empty. Of two builds of one package in the
 * same second one gets it.
 *
 * @returns The folder on this machine.
 * @throws HabcError `release-exists`, `results-unwritable`.
 */
export async function reserveRelease(release: Release): Promise<string> {
  const folder = releaseFolder(release);
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder);
  } catch (thrown) {
    throw refusal(release, thrown);
  }
  return folder;
}

/** Gives a reserved folder back, where nothing was published in it. Never throws. */
export async function giveBackRelease(release: Release): Promise<void> {
  const folder = releaseFolder(release);
  for (let empty = folder; empty !== release.store; empty = dirname(empty)) {
    try {
      await rmdir(empty);
    } catch {
      // There is something in it, which stays.
      return;
    }
  }
}

/**
 * Moves a finished package to its place in the store: a free name, or an empty folder.
 *
 * @param folder The package; gone afterwards where it lies on the file system of the store,
 * otherwise copied and left to the caller.
 * @returns `unchanged` where the very same package is there already, which then stays.
 * @throws HabcError `release-exists`, `results-unwritable`, `tool-missing`.
 */
export async function publishPackage(
  folder: string,
  release: Release,
): Promise<"published" | "unchanged"> {
  const place = releaseFolder(release);
  try {
    await mkdir(dirname(place), { recursive: true });
    await writeToDisk(folder);
    await moveTo(place, folder);
    await syncNames(place);
    return "published";
  } catch (thrown) {
    if (isTaken(thrown) && (await isSame(folder, place))) return "unchanged";
    throw refusal(release, thrown);
  }
}

async function moveTo(place: string, folder: string): Promise<void> {
  try {
    await rename(folder, place);
  } catch (thrown) {
    if (errorCode(thrown) !== "EXDEV") throw thrown;
    await copyTo(place, folder);
  }
}

/** Across file systems there is no rename: the package is copied beside its place first. */
async function copyTo(place: string, folder: string): Promise<void> {
  // The name of half-made packages in the store that Habitat's own tools do not see either.
  const hidden = join(dirname(place), `hab-pkg-install-${basename(place)}`);
  await sweepAside(hidden);
  const aside = asideName(hidden);
  try {
    await runTool("cp", ["-aT", "--", folder, aside]);
    await writeToDisk(aside);
    await rename(aside, place);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * One call for the whole file system: five times as quick as one for each file of a package of
 * a thousand files, and the folders between them are included.
 */
async function writeToDisk(folder: string): Promise<void> {
  await runTool("sync", ["-f", "--", folder]);
}

/** The names that lead to a package: release, version, name, origin. */
async function syncNames(place: string): Promise<void> {
  let folder = place;
  for (let level = 0; level < 4; level += 1) {
    folder = dirname(folder);
    await syncFolder(folder);
  }
}

async function runTool(program: string, args: readonly string[]): Promise<void> {
  try {
    await run(program, args, { env: { PATH: process.env["PATH"], LC_ALL: "C" } });
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") {
      const hint = "install coreutils";
      throw new HabcError("tool-missing", `the program ${program} is missing`, { hint, cause });
    }
    const { stderr = "" } = cause as { readonly stderr?: string };
    const complaint = stderr.trim().split("\n").at(-1) ?? "";
    throw new HabcError("results-unwritable", `the package cannot be written: ${complaint}`, {
      cause,
    });
  }
}

/** The signed list of checksums and the manifest cover everything that a build decides. */
async function isSame(folder: string, place: string): Promise<boolean> {
  try {
    const texts = ["FILES", "MANIFEST"].flatMap((file) => [join(folder, file), join(place, file)]);
    const [ours, theirs, manifest, otherManifest] = await Promise.all(
      texts.map((file) => readFile(file, "latin1")),
    );
    return ours === theirs && manifest === otherManifest;
  } catch {
    return false;
  }
}

function releaseFolder({ store, ident }: Release): string {
  return join(store, formatIdent(ident));
}

function isTaken(thrown: unknown): boolean {
  return errorCode(thrown) === "EEXIST" || errorCode(thrown) === "ENOTEMPTY";
}

function refusal(release: Release, thrown: unknown): unknown {
  if (isHabcError(thrown) || !isTaken(thrown)) return unwritable(releaseFolder(release), thrown);
  const name = formatIdent(release.ident);
  return new HabcError("release-exists", `${name} is in the package store already`, {
    hint: "another build made the same release: build again for the next one, or remove it",
    cause: thrown,
  });
}
