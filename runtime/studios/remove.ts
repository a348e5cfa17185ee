/** Removes studios, and nothing else, whatever is linked or mounted in them. */
import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, unwritable } from "../crypto/aside.ts";
import { mountsBelow, readMounts } from "../studio/mounts.ts";
import { program } from "../studio/programs.ts";
import { asOwner } from "./as-owner.ts";
import { type LastingStudio, markName } from "./lasting-studio.ts";

/**
 * Removes all that a studio holds. The studio itself stays, empty.
 *
 * @param studio One that this process holds.
 * @throws HabcError `studio-busy` where something is mounted in it, `results-unwritable`.
 */
export async function emptyStudio({ folder, name }: LastingStudio): Promise<void> {
  // The kernel tells mounts by their real paths.
  const [mounted] = mountsBelow(readMounts(), realpathSync(folder));
  if (mounted !== undefined) {
    throw new HabcError("studio-busy", `something is mounted in the studio ${name}: ${mounted}`, {
      hint: `nothing of habc is mounted there: see what it is, and \`umount ${mounted}\``,
    });
  }
  const names = (await readdir(folder)).filter((entry) => entry !== markName);
  await removeWithin(
    folder,
    names.map((entry) => join(folder, entry)),
  );
}

/**
 * Removes a studio. Whatever stops this process, the studio is there as a whole or not at all.
 *
 * @throws HabcError as `emptyStudio`.
 */
export async function removeStudio(studio: LastingStudio): Promise<void> {
  await emptyStudio(studio);
  const aside = asideName(studio.folder);
  try {
    await rename(studio.folder, aside);
  } catch (error) {
    throw unwritable(studio.folder, error);
  }
  await removeWithin(studio.folder, [aside]);
}

/** rm(1) follows no links, and stays on the file system that each path lies on. */
async function removeWithin(folder: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const rm = [program("rm"), "-rf", "--one-file-system", "--", ...paths];
  const [first = "", ...args] = [...asOwner(), ...rm];
  try {
    await promisify(execFile)(first, args, { env: { LC_ALL: "C" } });
  } catch (cause) {
    const { stderr = "" } = cause as { readonly stderr?: string };
    const words = stderr.trim().split("\n").at(-1);
    throw new HabcError("results-unwritable", `${folder} cannot be removed: ${words}`, { cause });
  }
}
