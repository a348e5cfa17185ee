/** Finds the plans that the arguments of `habc check` mean. */
import { basename, dirname, resolve } from "node:path";
import { matchesGlob } from "../../../compiler/check/glob.ts";
import { planFolders, plansIn } from "../../../compiler/graph/index.ts";
import { type Diagnostic, HabcError } from "../../../compiler/ir/index.ts";
import { type DiscoveredPlan, discoverPlan } from "../../../compiler/source/discover.ts";
import { isFolder } from "../../../compiler/source/look.ts";
import { planTargets } from "../../../compiler/source/targets.ts";
import { hostTarget } from "../../../runtime/build/target.ts";
import type { ConfigOf } from "./configurations.ts";

/** Plans, each once, with the platform that it is for. */
export interface Finds {
  readonly plans: readonly { readonly plan: DiscoveredPlan; readonly target: string }[];
  /** Why others are not among them. */
  readonly refused: readonly Diagnostic[];
}

/** @throws HabcError `plan-not-found` where a path leads to no plan. */
export function findAll(
  paths: readonly string[],
  { cwd, configOf }: { readonly cwd: string; readonly configOf: ConfigOf },
): Finds {
  const plans = new Map<string, Finds["plans"][number]>();
  const refused = new Map<string, Diagnostic>();
  for (const path of paths.length === 0 ? ["."] : paths) {
    const place = resolve(cwd, path);
    let count = 0;
    const folders = isFolder(place) ? planFolders(place) : undefined;
    for (const target of new Set([hostTarget(), ...planTargets])) {
      const found = folders === undefined ? onePlan(place) : plansIn(folders, target);
      count += found.plans.length + found.refused.length;
      for (const plan of found.plans) {
        if (!plans.has(plan.file) && !isIgnored(plan, configOf))
          plans.set(plan.file, { plan, target });
      }
      for (const { error } of found.refused) refused.set(error.message, error.diagnostic);
    }
    if (count === 0) {
      throw new HabcError("plan-not-found", `there is no plan in ${place} or below it`, {
        hint: "a plan is a file plan.ts or plan.sh",
      });
    }
  }
  return { plans: [...plans.values()], refused: [...refused.values()] };
}

/** A file is taken as it is, for the platform that its folder says. */
function onePlan(file: string): ReturnType<typeof plansIn> {
  return { plans: [discoverPlan(file, basename(dirname(file)))], refused: [] };
}

function isIgnored({ file }: DiscoveredPlan, configOf: ConfigOf): boolean {
  const config = configOf(file);
  return config?.ignore.some((pattern) => matchesGlob(file, pattern, config.root)) ?? false;
}
