/** Puts mended texts in the place of the files that were checked. */
import { isUtf8 } from "node:buffer";
import { link, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import type { ChangedFile } from "../../../compiler/check/fixes.ts";
import type { Rename } from "../../../compiler/ir/index.ts";
import { asideName, errorCode, unwritable } from "../../../runtime/crypto/aside.ts";

/**
 * Writes each file aside and renames it, so that no half of one is ever seen. A file that has
 * changed since it was checked, or is no UTF-8, stays as it is.
 *
 * @returns How many files were written.
 * @throws HabcError `results-unwritable`.
 */
export async function writeChanges(changes: readonly ChangedFile[]): Promise<number> {
  let written = 0;
  for (const change of changes) {
    try {
      if (await replace(change)) written += 1;
    } catch (error) {
      throw unwritable(change.file, error);
    }
  }
  return written;
}

/**
 * Gives files other names. One whose new name is taken keeps its own.
 *
 * @returns How many have their new name.
 * @throws HabcError `results-unwritable`.
 */
export async function renameFiles(renames: readonly Rename[]): Promise<number> {
  let renamed = 0;
  for (const { file, to } of renames) {
    try {
      // Unlike `rename`, a second name never takes the place of a file.
      await link(file, to);
      await rm(file);
      renamed += 1;
    } catch (error) {
      if (errorCode(error) === "EEXIST") continue;
      throw unwritable(to, error);
    }
  }
  return renamed;
}

async function replace({ file, before, after }: ChangedFile): Promise<boolean> {
  // A link stays a link.
  const path = await realpath(file);
  const bytes = await readFile(path);
  if (!isUtf8(bytes) || bytes.toString("utf8") !== before) return false;
  const { mode } = await stat(path);
  const aside = asideName(path);
  try {
    const handle = await open(aside, "wx", mode & 0o777);
    try {
      await handle.chmod(mode & 0o7777);
      await handle.writeFile(after);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  return true;
}
