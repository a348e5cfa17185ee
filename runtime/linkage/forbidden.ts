/** The folders that a package must not point to, as a build sees them. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { type ByteText, textOf } from "../package/archive-tree.ts";
import { isWithin } from "../studio/mounts.ts";
import type { Forbidden } from "./mentions.ts";

const sourceCache: Forbidden = { code: "build-path", folder: "/hab/cache/src" };

/** Where a studio shows the source tree. */
const sourceInside = "/src";

/**
 * The folders of any build, for a package of which no more is known. `/src` counts only where a
 * debugger would look for sources: as a path of its own in a program.
 */
export function foldersOfAnyBuild(): readonly Forbidden[] {
  const source: Forbidden = {
    code: "build-path",
    folder: sourceInside,
    holds: (below, inElf) => below === "" && inElf,
  };
  return [sourceCache, source, ...homes([homedir()])];
}

/**
 * The folders of a build in a studio.
 *
 * @param view Where the driver sees a path of the studio.
 * @param home The home of the processes inside.
 */
export function foldersInStudio(
  view: (insidePath: string) => string,
  home: string | undefined,
): readonly Forbidden[] {
  const source: Forbidden = {
    code: "build-path",
    folder: sourceInside,
    holds: (below, inElf) =>
      below === "" ? inElf : existsSync(view(`${sourceInside}/${textOf(below)}`)),
  };
  return [sourceCache, source, ...homes([home, homedir()])];
}

/**
 * The folders of a build in place.
 *
 * @param sources Absolute paths: the plan's folder and the one that was given.
 */
export function foldersInPlace(
  sources: readonly string[],
  home: string | undefined,
): readonly Forbidden[] {
  const known = [home, homedir()];
  const own = [...new Set(sources)].filter(
    (folder) => dirname(folder) !== folder && !known.some((each) => each && isWithin(each, folder)),
  );
  const source = own.map((folder): Forbidden => ({ code: "build-path", folder }));
  return [sourceCache, ...source, ...homes(known)];
}

/** Something in a home; the home itself is named by programs that ask for it. */
function homes(folders: readonly (string | undefined)[]): Forbidden[] {
  const real = folders.filter((folder) => folder !== undefined && dirname(folder) !== folder);
  return [...new Set(real as string[])].map((folder) => ({
    code: "home-path",
    folder,
    holds: (below: ByteText) => /^[A-Za-z0-9_.]/.test(below),
  }));
}
