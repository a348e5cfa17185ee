/** Files that commands write beside plans: as a whole or not at all. */
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { HabcError } from "../compiler/ir/index.ts";
import { asideName, errorCode, sweepAside, unwritable } from "../runtime/crypto/aside.ts";

/**
 * Makes a file where nothing is, with the folders above it. Not even a link that leads nowhere is
 * overwritten.
 *
 * @returns Whether it was made; false where something is there.
 * @throws HabcError `results-unwritable`.
 */
export async function createFile(file: string, text: string): Promise<boolean> {
  return writeAside(file, text, async (aside) => {
    try {
      await link(aside, file);
      return true;
    } catch (cause) {
      if (errorCode(cause) === "EEXIST") return false;
      throw cause;
    }
  });
}

/**
 * Writes a file, over one that is there.
 *
 * @throws HabcError `results-unwritable`.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  await writeAside(file, text, (aside) => rename(aside, file));
}

/**
 * @returns The text of a file; undefined where there is none.
 * @throws HabcError `usage` where it cannot be read.
 */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(cause) ?? "")) return undefined;
    throw new HabcError("usage", `${file} cannot be read`, { cause });
  }
}

async function writeAside<Result>(
  file: string,
  text: string,
  place: (aside: string) => Promise<Result>,
): Promise<Result> {
  const aside = asideName(file);
  try {
    await mkdir(dirname(file), { recursive: true });
    await sweepAside(file);
    try {
      await writeFile(aside, text, { flag: "wx" });
      return await place(aside);
    } finally {
      await rm(aside, { force: true });
    }
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}
