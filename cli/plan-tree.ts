/** The plans of a tree, read as builds would see them. */
import { type PlanGraph, readGraph } from "../compiler/graph/index.ts";
import { readAnyPlan } from "../compiler/read-plan.ts";
import { innerEnvironment } from "../runtime/build/inner-environment.ts";
import { hostTarget } from "../runtime/build/target.ts";
import type { CommandContext } from "./context.ts";

/**
 * Reads a tree without running any plan: of the environment only what reaches builds.
 *
 * @param root Absolute.
 * @throws HabcError `plan-not-found` where the folder cannot be read.
 */
export function readTree(root: string, { environment }: CommandContext): Promise<PlanGraph> {
  const target = hostTarget();
  const env = innerEnvironment(environment, "namespaces").variables;
  const cache = new Map();
  return readGraph(root, {
    target,
    origin: environment["HAB_ORIGIN"],
    read: (plan) => readAnyPlan(plan, { env, target, cache }),
  });
}
