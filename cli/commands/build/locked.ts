/** Finds the lock file of plans, and holds builds to it. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HabcError, isHabcError } from "../../../compiler/ir/index.ts";
import { hostTarget } from "../../../runtime/build/target.ts";
import { lockFileName, parseLock } from "../../../runtime/lock/lock-file.ts";
import type { Lock } from "../../../runtime/lock/locked-choice.ts";
import { findUp } from "../../find-up.ts";
import { type GatherContext, gatherPlans } from "./gather.ts";

/**
 * Reads the lock file that stands for plans.
 *
 * @param folders Where the plans are: the nearest lock file in one of them or above counts.
 * @throws HabcError `lock-invalid`; `usage` where the plans have several lock files.
 */
export async function readLockOf(
  folders: readonly string[],
  from: Omit<GatherContext, "all">,
): Promise<Lock> {
  const files = new Set(folders.map(lockAbove));
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) {
    throw new HabcError("usage", `the plans have several lock files: ${[...files].join(", ")}`, {
      hint: "build those of each lock file by themselves",
    });
  }
  const target = hostTarget();
  const packages = parseLock(await readFile(file, "utf8"), file);
  const built = await builtNames(dirname(file), from);
  return {
    file,
    packages: packages.filter((one) => one.target === target),
    isBuilt: (name) => built.has(name),
  };
}

function lockAbove(folder: string): string {
  const found = findUp(folder, (each) => existsSync(join(each, lockFileName)));
  if (found !== undefined) return join(found, lockFileName);
  throw new HabcError("lock-invalid", `there is no ${lockFileName} in ${folder} or above it`, {
    hint: "`habc lock DIR` makes one for the plans below DIR",
  });
}

/** The packages that plans of the lock file's tree give. */
async function builtNames(
  root: string,
  from: Omit<GatherContext, "all">,
): Promise<ReadonlySet<string>> {
  try {
    const { graph } = await gatherPlans([root], { ...from, all: true });
    return new Set(graph.nodes.map(({ name }) => name));
  } catch (error) {
    if (isHabcError(error) && error.diagnostic.code === "plan-not-found") return new Set();
    throw error;
  }
}
