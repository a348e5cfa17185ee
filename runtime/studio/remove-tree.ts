/** Removes what a build left, whatever modes it gave it. */
import { execFile } from "node:child_process";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { program } from "./programs.ts";

const run = promisify(execFile);

/** Removes folders with everything in them. Does not follow links. Never throws. */
export async function removeTree(...folders: readonly string[]): Promise<void> {
  if (await remove(folders)) return;
  for (const folder of folders) await openUp(folder);
  await remove(folders);
}

/** One program for all: much quicker than Node.js where a build left many files. */
async function remove(folders: readonly string[]): Promise<boolean> {
  try {
    await run(program("rm"), ["-rf", "--", ...folders]);
    return true;
  } catch {
    return false;
  }
}

/** A folder that its owner cannot write to keeps its entries. */
async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => {});
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) await openUp(join(folder, entry.name));
  }
}
