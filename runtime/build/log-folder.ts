/** The folder of logs in the results, which plans write to as well. */
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { errorCode, unwritable } from "../crypto/aside.ts";

/** The user that files are given to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Does something in `logs` of the results folder, which is made where it is missing. What root
 * left there belongs to the owner of the plan afterwards.
 *
 * @param use Gets a path that leads to this folder whatever a plan puts in its place.
 * @throws HabcError `results-unwritable`, also where a link stands in its place.
 */
export async function inLogFolder(
  results: string,
  owner: Owner,
  use: (folder: string) => void,
): Promise<void> {
  const folder = join(results, "logs");
  let handle: FileHandle | undefined;
  try {
    await mkdir(folder).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
    handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    const path = `/proc/self/fd/${handle.fd}`;
    use(path);
    if (process.getuid?.() !== 0) return;
    await handle.chown(owner.uid, owner.gid).catch(() => {});
    await giveFiles(path, owner);
  } catch (error) {
    throw unwritable(folder, error);
  } finally {
    await handle?.close();
  }
}

/** The helper `record` writes logs from inside. */
async function giveFiles(folder: string, { uid, gid }: Owner): Promise<void> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  for (const name of await readdir(folder)) {
    const file = await open(join(folder, name), flags).catch(() => undefined);
    const stats = await file?.stat();
    if (stats?.isFile() && stats.uid === 0) await file?.chown(uid, gid).catch(() => {});
    await file?.close();
  }
}
