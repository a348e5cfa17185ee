import { constants } from "node:fs";
import { type FileHandle, open, readlink, realpath } from "node:fs/promises";

/**
 * Opens a file for reading, and makes sure of what was opened: builds can write in the source
 * cache, so that a link, a pipe or a device may stand where a file is expected.
 *
 * @param within The folders of the host one of which must hold the file when all links are
 *   followed. Absent: any.
 * @returns Undefined where there is no regular file, or where it lies elsewhere.
 * @throws The system's error where there is one that cannot be opened.
 */
export async function openRegular(
  path: string,
  within?: readonly string[],
): Promise<FileHandle | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (thrown: unknown) => {
      if (isAbsent(thrown)) return undefined;
      throw thrown;
    },
  );
  if (handle === undefined) return undefined;
  try {
    if ((await handle.stat()).isFile() && (await liesWithin(handle, within))) return handle;
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
  await handle.close();
  return undefined;
}

/** A path that stays with what a handle opened, whatever happens to its name. Linux only. */
export function pathOf(handle: FileHandle): string {
  return `/proc/self/fd/${handle.fd}`;
}

/** Whether what a handle opened lies in one of the folders. */
export async function liesWithin(
  handle: FileHandle,
  folders: readonly string[] | undefined,
): Promise<boolean> {
  if (folders === undefined) return true;
  const found = await readlink(pathOf(handle));
  for (const folder of folders) {
    const real = await realpath(folder);
    if (found === real || found.startsWith(real === "/" ? "/" : `${real}/`)) return true;
  }
  return false;
}

/** Whether an error says that there is nothing of that name, or nothing that can be read. */
function isAbsent(thrown: unknown): boolean {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" || code === "ENXIO";
}
