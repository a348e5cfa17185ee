/** Removes what a build left, whatever modes it gave it. */
import { execFile } from "node:child_process";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { program } from "./programs.ts";

const run = promisify(execFile);

/** Removes a folder with everything in it. Does not follow links. Never throws. */
export async function removeTree(folder: string): Promise<void> {
  if (await remove(folder)) return;
  await openUp(folder);
  await remove(folder);
}

async function remove(folder: string): Promise<boolean> {
  try {
    await run(program("rm"), ["-rf", "--", folder]);
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
