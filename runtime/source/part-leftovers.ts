import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, rename, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { readPartName } from "./part-owner.ts";
import { pathOf } from "./regular-file.ts";

const minuteMs = 60_000;
/** After this time without a byte, the process of another machine counts as dead. */
const unknownAge = 10 * minuteMs;
/** After this time nobody will go on with a part. */
const oldAge = 7 * 24 * 60 * minuteMs;

/**
 * Renames what a dead process left of a file, and removes what is too old to be of use.
 *
 * @param top The folder of the destination.
 * @param key Which file, as `partKey` says.
 * @param mine The new name.
 * @returns Whether there was something.
 */
export async function claimPart(top: string, key: string, mine: string): Promise<boolean> {
  let claimed = false;
  for (const entry of await readdir(top)) {
    const found = readPartName(entry);
    if (found === undefined || found.owner === "alive") continue;
    const left = join(top, entry);
    const stat = await lstat(join(left, "part"))
      .catch(() => lstat(left))
      .catch(() => undefined);
    const age = Date.now() - (stat?.mtimeMs ?? 0);
    if (found.owner === "unknown" && age < unknownAge) continue;
    if (age > oldAge) await removePart(left);
    else if (found.key === key && !claimed) {
      // Only one process can rename it.
      claimed = await rename(left, mine).then(
        () => true,
        () => false,
      );
    }
  }
  return claimed;
}

/** Removes an unfinished file. Never throws. */
export async function removePart(path: string): Promise<void> {
  const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
  const folder = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch(() => undefined);
  if (folder === undefined) return;
  await removePartFrom(folder, path);
  await folder.close();
}

/** The same, through a handle of the folder. Never throws. */
export async function removePartFrom(folder: FileHandle, path: string): Promise<void> {
  for (const name of ["part", "state.json"])
    await unlink(join(pathOf(folder), name)).catch(() => {});
  await rmdir(path).catch(() => {});
}
