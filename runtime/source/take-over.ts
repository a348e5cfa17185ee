/** Takes a file from the common source cache into that of one build. */
import { constants } from "node:fs";
import { copyFile, open, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, unwritable } from "../crypto/aside.ts";
import { liesWithin, openRegular, pathOf } from "./regular-file.ts";

/** The two caches, and the file's path in both. */
export interface TakenFile {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

/** @throws HabcError `results-unwritable`, also where a link leads out of a cache. */
export async function takeOver({ from, to, path }: TakenFile): Promise<void> {
  const destination = join(to, path);
  const source = await openRegular(join(from, path), [from]);
  try {
    const folder = await open(dirname(destination), constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      if (source === undefined || !(await liesWithin(folder, [to]))) {
        throw new HabcError("results-unwritable", `${destination} leads out of ${to}`);
      }
      const aside = join(pathOf(folder), basename(asideName(destination)));
      await copyFile(pathOf(source), aside, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await rename(aside, join(pathOf(folder), basename(destination)));
    } finally {
      await folder.close();
    }
  } catch (error) {
    throw unwritable(destination, error);
  } finally {
    await source?.close();
  }
}
