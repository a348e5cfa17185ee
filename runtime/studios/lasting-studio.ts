/** A studio that lasts: a folder on this machine that holds what is written inside. */
import { chmod, lstat, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, unwritable } from "../crypto/aside.ts";
import { holdFolder } from "./hold.ts";
import { shortHash, studioName } from "./name.ts";

/** What a lasting studio is for. */
export interface StudioMark {
  readonly format: 1;
  /** A studio for its source tree, or what a build of one plan left. */
  readonly kind: "studio" | "build";
  /** The source tree on the host. */
  readonly tree: string;
  /** The folder of the plan, for a build. */
  readonly plan?: string;
  /** When it was made, in milliseconds since 1970. */
  readonly created: number;
}

/** A studio by its place. */
export interface LastingStudio {
  readonly name: string;
  /** Everything of it lies here, and nothing else. */
  readonly folder: string;
  readonly mark: StudioMark;
}

/** What lasts of the studio of a source tree. */
export interface LastingFolders {
  /** The source tree. */
  readonly tree: string;
  /** Holds the home folder, `/hab/svc`, `/tmp` and `/var/tmp`. */
  readonly home: string;
  /** The source cache, where sources are unpacked. */
  readonly sources: string;
}

/** The folders of the studio of a source tree. */
export function foldersOf({ folder, mark }: LastingStudio): LastingFolders {
  return { tree: mark.tree, home: join(folder, "home"), sources: join(folder, "sources") };
}

/** The file that says what a studio is for. */
export const markName = "studio.json";

/** The folder in which a studio is opened. */
export function scratchOf({ folder }: Pick<LastingStudio, "folder">): string {
  return join(folder, "scratch");
}

/**
 * The folder of all studios.
 *
 * @param packages The package store, beside which they lie unless `HAB_STUDIOS_HOME` says else.
 */
export function studiosHome(
  environment: Readonly<Record<string, string | undefined>>,
  { packages, cwd }: { readonly packages: string; readonly cwd: string },
): string {
  return resolve(cwd, environment["HAB_STUDIOS_HOME"] || join(dirname(packages), "studios"));
}

/** What is to be found. */
export type StudioWish = Pick<StudioMark, "kind" | "tree" | "plan">;

/**
 * Where the studio of a tree or a plan is, or would be.
 *
 * @param home The folder of all studios.
 */
export async function placeOf(home: string, wish: StudioWish): Promise<string> {
  const subject = wish.plan ?? wish.tree;
  const name = `${studioName(subject)}${wish.kind === "build" ? ".kept" : ""}`;
  const there = await readMark(join(home, name));
  const isOther = there !== undefined && (there.plan ?? there.tree) !== subject;
  return join(home, isOther ? `${name}-${shortHash(subject)}` : name);
}

/** @returns Undefined where there is no studio; a link to one is none. */
export async function findStudio(folder: string): Promise<LastingStudio | undefined> {
  const isLink = (await lstat(folder).catch(() => undefined))?.isSymbolicLink() ?? false;
  const mark = isLink ? undefined : await readMark(folder);
  return mark && { name: folder.slice(dirname(folder).length + 1), folder, mark };
}

/**
 * Makes a studio where there is none.
 *
 * @throws HabcError `results-unwritable`.
 */
export async function makeStudio(folder: string, wish: StudioWish): Promise<LastingStudio> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { recursive: true });
    // Nobody else must come to what a plan of root leaves there, whatever modes it has.
    await chmod(folder, 0o700);
    const file = join(folder, markName);
    const mark: StudioMark = { format: 1, ...wish, created: Date.now() };
    const aside = asideName(file);
    await writeFile(aside, `${JSON.stringify(mark)}\n`);
    await rename(aside, file);
    return { name: folder.slice(dirname(folder).length + 1), folder, mark };
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/**
 * Holds a studio for this process, until it ends or gives it back.
 *
 * @param kind `shared` to work in it beside others, who all have processes and mounts of their own.
 * @returns What gives it back.
 * @throws HabcError `studio-busy` where another process has it.
 */
export async function holdStudio(
  { folder, name }: LastingStudio,
  kind: "exclusive" | "shared" = "exclusive",
): Promise<() => Promise<void>> {
  const release = await holdFolder(folder, kind);
  if (release !== undefined) return release;
  throw new HabcError("studio-busy", `the studio ${name} is in use by another process`, {
    hint: "wait until it has ended; two at once would disturb each other",
  });
}

async function readMark(folder: string): Promise<StudioMark | undefined> {
  try {
    const mark: StudioMark = JSON.parse(await readFile(join(folder, markName), "utf8"));
    return mark.format === 1 ? mark : undefined;
  } catch {
    return undefined;
  }
}
