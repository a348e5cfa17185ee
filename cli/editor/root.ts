/** The folder from which an editor knows the plans in a folder. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mapsHabc, takesAllFiles, tsconfigName } from "../../compiler/editor/index.ts";
import { findUp } from "../find-up.ts";
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
  /** A tsconfig.json above that is about something else, and takes the files of the folder too. */
  readonly outer?: string | undefined;
}

/**
 * Editors take the nearest tsconfig.json, in the folder of a file or above it. Where that one is
 * about something else, a folder below can have its own.
 *
 * @param folder Absolute.
 */
export function editorRoot(folder: string): EditorRoot {
  const nearest = findUp(folder, (each) => existsSync(join(each, tsconfigName)));
  if (nearest !== undefined && knowsHabc(nearest)) return { folder: nearest, tsconfig: "there" };
  // Beside the files of a project, plans have their own.
  const inner = join(folder, "habitat");
  if (existsSync(join(inner, tsconfigName)) && knowsHabc(inner)) {
    return { folder: inner, tsconfig: "there" };
  }
  if (nearest === folder) return { folder, tsconfig: "foreign" };
  const outer = nearest === undefined ? undefined : join(nearest, tsconfigName);
  return { folder, tsconfig: "missing", ...(takesBelow(outer) ? { outer } : {}) };
}

function takesBelow(tsconfig: string | undefined): boolean {
  return tsconfig !== undefined && takesAllFiles(readTsconfig(tsconfig));
}

function knowsHabc(folder: string): boolean {
  const text = readTsconfig(join(folder, tsconfigName));
  return mapsHabc(text) || (takesAllFiles(text) && installedFolder("habc", folder) !== undefined);
}

/** The text of a tsconfig.json; one that cannot be read says nothing, to editors as well. */
export function readTsconfig(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
