/** Which studios and kept builds there are. */
import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { program } from "../studio/programs.ts";
import { asOwner } from "./as-owner.ts";
import { holdFolder } from "./hold.ts";
import { findStudio, type LastingStudio } from "./lasting-studio.ts";

/** A studio as it is listed. */
export interface ListedStudio extends LastingStudio {
  /** What it takes of the disk, in bytes. */
  readonly bytes: number;
  /** When it was last worked in, in milliseconds since 1970. */
  readonly used: number;
  readonly inUse: boolean;
}

/** @param home The folder of all studios. */
export async function listStudios(home: string): Promise<ListedStudio[]> {
  const names = await readdir(home).catch(() => []);
  const found = await Promise.all(names.sort().map((name) => findStudio(join(home, name))));
  const studios = found.filter((studio) => studio !== undefined);
  const bytes = await sizes(studios.map(({ folder }) => folder));
  return await Promise.all(
    studios.map(async (studio, at) => ({
      ...studio,
      bytes: bytes[at] ?? 0,
      used: await lastUse(studio),
      inUse: await isInUse(studio),
    })),
  );
}

/** The time of its folder is that of the last opening. */
async function lastUse({ folder, mark }: LastingStudio): Promise<number> {
  const { mtimeMs } = await stat(folder);
  return Math.max(mark.created, Math.round(mtimeMs));
}

async function isInUse({ folder }: LastingStudio): Promise<boolean> {
  const release = await holdFolder(folder);
  await release?.();
  return release === undefined;
}

async function sizes(folders: readonly string[]): Promise<number[]> {
  if (folders.length === 0) return [];
  const du = [program("du"), "-s", "-0", "--block-size=1", "--one-file-system", "--", ...folders];
  const [first = "", ...args] = [...asOwner(), ...du];
  // What cannot be read is left out of the sum.
  const { stdout } = await promisify(execFile)(first, args, { env: { LC_ALL: "C" } }).catch(
    (failed: { readonly stdout?: string }) => ({ stdout: failed.stdout ?? "" }),
  );
  const known = new Map(
    stdout.split("\0").map((row) => {
      const [bytes, ...path] = row.split("\t");
      return [path.join("\t"), Number(bytes)];
    }),
  );
  return folders.map((folder) => known.get(folder) ?? 0);
}
