/** The studio of a source tree: found, made, and opened to work in. */
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { mkdir, utimes } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { isFolder } from "../look.ts";
import { locations } from "../store/locations.ts";
import {
  findStudio,
  foldersOf,
  type LastingStudio,
  makeStudio,
  placeOf,
  studiosHome,
} from "./lasting-studio.ts";

/** Where a command is run. */
export interface Whereabouts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The folder of the studio, if it is not one of the usual place: `--root`. */
  readonly root?: string | undefined;
}

/** The folder of all studios. */
export function homeOf({ environment, cwd }: Whereabouts): string {
  const { packages } = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  return studiosHome(environment, { packages, cwd });
}

/**
 * The studio of the working directory, if there is one.
 *
 * @throws HabcError `studio-missing`.
 */
export async function findTreeStudio(where: Whereabouts): Promise<LastingStudio> {
  const folder = await folderOf(where);
  const studio = await findStudio(folder);
  if (studio !== undefined) return studio;
  throw new HabcError("studio-missing", `there is no studio for ${where.cwd}`, {
    hint: "`habc studio new` makes one, `habc studio list` shows those that there are",
  });
}

/**
 * The studio of the working directory, made if there is none.
 *
 * @throws HabcError `usage` where the working directory is no source tree, or the folder of the
 *   studio holds something else; `results-unwritable`.
 */
export async function openTreeStudio(where: Whereabouts): Promise<LastingStudio> {
  const tree = treeOf(where);
  const folder = await folderOf(where);
  const there = await findStudio(folder);
  if (there === undefined && existsSync(folder) && !isEmpty(folder)) {
    throw new HabcError("usage", `${folder} holds something that is no studio`, {
      hint: "give another folder with --root, or HAB_STUDIO_ROOT",
    });
  }
  if (there !== undefined && there.mark.tree !== tree) {
    throw new HabcError("usage", `the studio in ${folder} is that of ${there.mark.tree}`, {
      hint: "a studio has one source tree: give another folder with --root",
    });
  }
  const studio = there ?? (await makeStudio(folder, { kind: "studio", tree }));
  const { home, sources } = foldersOf(studio);
  await Promise.all([home, sources].map((one) => mkdir(one, { recursive: true })));
  const now = new Date();
  await utimes(studio.folder, now, now);
  return studio;
}

async function folderOf(where: Whereabouts): Promise<string> {
  const given = where.root ?? where.environment["HAB_STUDIO_ROOT"];
  if (given) return resolve(where.cwd, given);
  return await placeOf(homeOf(where), { kind: "studio", tree: realpathSync(where.cwd) });
}

/** A studio shows its tree, so it must not be the user's whole home. */
function treeOf({ cwd, environment }: Whereabouts): string {
  const tree = realpathSync(cwd);
  const { HOME: home } = environment;
  if (home === undefined || !existsSync(home)) return tree;
  const way = relative(tree, realpathSync(home));
  if (way === ".." || way.startsWith("../")) return tree;
  throw new HabcError("usage", `a studio for ${tree} would show your home folder`, {
    hint: "go to the folder that holds your plans",
  });
}

function isEmpty(folder: string): boolean {
  return isFolder(folder) && readdirSync(folder).length === 0;
}
