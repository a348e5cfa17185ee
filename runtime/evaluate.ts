/** Asks a plan for its settings: runs its top level in the studio, without network. */
import type { PlanIR } from "../compiler/ir/index.ts";
import { inWorkplace, withPlan } from "./build/in-workplace.ts";
import { evaluatedIR } from "./build/loading.ts";
import type { BuildRequest } from "./build/request.ts";

/**
 * @param variables Environment variables that the plan sees beside those of a build.
 * @returns The final settings; nothing in the IR is dynamic. Its `files` and `reads` are empty:
 *   only reading a plan tells them.
 * @throws HabcError `plan-load-failed`, `plan-timeout`, `studio-unavailable` …
 */
export function evaluatePlan(
  given: BuildRequest,
  variables: Readonly<Record<string, string>> = {},
): Promise<PlanIR> {
  return inWorkplace(given, { network: false, variables }, (workplace, request) =>
    withPlan(workplace, request, async ({ held, load }) => evaluatedIR(held, load)),
  );
}
