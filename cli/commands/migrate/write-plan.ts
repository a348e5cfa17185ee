import { link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { HabcError } from "../../../compiler/ir/index.ts";
import { asideName, errorCode } from "../../../runtime/crypto/aside.ts";

/**
 * Writes a plan.ts as a whole or not at all.
 *
 * @param force Whether a file that is there may go.
 * @throws HabcError `migrate-exists`, `results-unwritable`.
 */
export async function writePlan(file: string, text: string, force: boolean): Promise<void> {
  const aside = asideName(file);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(aside, text, { flag: "wx" });
    // A link never takes the place of a file.
    if (force) await rename(aside, file);
    else await link(aside, file);
  } catch (cause) {
    if (errorCode(cause) === "EEXIST") {
      throw new HabcError("migrate-exists", `there is a ${file} already`, {
        hint: "`--force` overwrites it",
        cause,
      });
    }
    throw new HabcError("results-unwritable", `${file} cannot be written`, { cause });
  } finally {
    await rm(aside, { force: true });
  }
}
