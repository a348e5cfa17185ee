/** The folder from which an editor knows the plans in a folder. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mapsHabc, takesAllFiles, tsconfigName } from "../../compiler/editor/index.ts";
import { installedFolder } from "./declarations.ts";

/** Where an editor finds what it needs. */
export interface EditorRoot {
  /** Absolute. */
  readonly folder: string;
  readonly tsconfig: /** There is one that knows `habc`. */
    | "there"
    /** There is none. */
    | "missing"
    /** There is one, and it neither says where `habc` is nor is `habc` installed. */
    | "foreign";
}

/**
 * Editors take the nearest tsconfig.json, in the folder of a file or above it. Where that one is
 * about something else, a folder below can have its own.
 *
 * @param folder Absolute.
 */
export function editorRoot(folder: string): EditorRoot {
  const nearest = nearestTsconfig(folder);
  if (nearest !== undefined && knowsHabc(nearest)) return { folder: nearest, tsconfig: "there" };
  return { folder, tsconfig: nearest === folder ? "foreign" : "missing" };
}

function nearestTsconfig(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, tsconfigName))) return at;
    if (at === dirname(at)) return undefined;
  }
}

function knowsHabc(folder: string): boolean {
  const text = readFileSync(join(folder, tsconfigName), "utf8");
  return mapsHabc(text) || (takesAllFiles(text) && installedFolder("habc", folder) !== undefined);
}
