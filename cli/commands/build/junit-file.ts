import { writeFile } from "node:fs/promises";
import { unwritable } from "../../../runtime/crypto/aside.ts";
import { junitText, type ReportedEnd } from "../../render/queue/junit.ts";

/** @throws HabcError `results-unwritable`. */
export async function writeJunit(
  file: string,
  ends: readonly ReportedEnd[],
  seconds: number,
): Promise<void> {
  try {
    await writeFile(file, junitText(ends, seconds));
  } catch (error) {
    throw unwritable(file, error);
  }
}
