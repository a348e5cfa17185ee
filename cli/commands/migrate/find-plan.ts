import { basename, join, relative, resolve } from "node:path";
import { planFolders } from "../../../compiler/graph/index.ts";
import { HabcError } from "../../../compiler/ir/index.ts";
import { isFile, seenAt, unseen } from "../../../compiler/source/look.ts";

/** A plan.sh to migrate. Paths are absolute. */
export interface FoundPlan {
  readonly file: string;
  /** The folder that a build is given, where the file's place does not say it. */
  readonly source?: string;
}

/**
 * Every plan.sh below a folder, for whatever target, by its path as `given` begins it.
 *
 * @param given A folder, or a file, which is taken as it is.
 * @throws HabcError `plan-not-found` where there is none.
 */
export function plansBelow(given: string, cwd: string): readonly string[] {
  const place = resolve(cwd, given);
  if (isFile(place)) return [given];
  const files = planFolders(place)
    .map((folder) => join(given, relative(place, folder), "plan.sh"))
    .filter((file) => isFile(resolve(cwd, file)));
  if (files.length === 0) {
    throw new HabcError("plan-not-found", `there is no plan.sh below ${given}`);
  }
  return files.sort();
}

/**
 * Finds the plan.sh of a folder, whether or not a plan.ts is beside it.
 *
 * @param given A file, or a folder.
 * @throws HabcError `plan-not-found`, `plan-ambiguous`, `usage` for a file that is no plan.sh.
 */
export function findBashPlan(given: string, target: string): FoundPlan {
  const place = resolve(given);
  const found = seenAt(place);
  if (found === undefined) throw new HabcError("plan-not-found", unseen(place));
  if (!found.isDirectory()) {
    if (basename(place).endsWith(".sh")) return { file: place };
    throw new HabcError("usage", `${given} is no plan.sh`, {
      hint: "give a plan.sh, or a folder with one",
    });
  }
  const nearer = [target, join("habitat", target)];
  for (const folders of [nearer, [".", "habitat"]]) {
    const files = folders.map((folder) => join(place, folder, "plan.sh")).filter(isFile);
    const [file] = files;
    if (files.length > 1) {
      throw new HabcError("plan-ambiguous", `more than one plan.sh: ${files.join(", ")}`, {
        hint: "name the file",
      });
    }
    if (file !== undefined) return { file, source: place };
  }
  throw new HabcError("plan-not-found", `there is no plan.sh in ${given}`);
}
