import { HabcError } from "../../../compiler/ir/index.ts";
import { createFile, replaceFile } from "../../files.ts";

/**
 * Writes a plan.ts as a whole or not at all.
 *
 * @param force Whether a file that is there may go.
 * @throws HabcError `migrate-exists`, `results-unwritable`.
 */
export async function writePlan(file: string, text: string, force: boolean): Promise<void> {
  if (force) await replaceFile(file, text);
  else if (!(await createFile(file, text))) {
    throw new HabcError("migrate-exists", `there is a ${file} already`, {
      hint: "`--force` overwrites it",
    });
  }
}
