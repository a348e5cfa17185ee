import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Build } from "../build/state.ts";
import type { PlanFacts } from "./plan-facts.ts";
import { planFiles } from "./plan-files.ts";
import { hashState, hashTexts, type ShellState } from "./shell-state.ts";

/**
 * The code of a bundled plan without what `definePlan` is given: the values of settings and the
 * texts of callbacks are known by themselves. The bundle has one property a line.
 */
function outsideDefinition(code: string): string {
  const rest = code
    .replace(/^\/\/# sourceMappingURL=.*$/m, "")
    .replace(/\bdefinePlan\d*\(\{\n.*?\n\}(?=[,)])/s, "definePlan()");
  return createHash("sha256").update(rest).digest("base64url");
}

/** The texts of what the plan itself defines: functions of a plan.sh, callbacks of a plan.ts. */
export function functionTexts(
  { request, functions, definitions }: Build,
  state: ShellState,
): Readonly<Record<string, string>> {
  if (request.plan.kind === "plan.ts") return Object.fromEntries(definitions);
  const own = Object.entries(state.definition).filter(([name]) => functions.has(name));
  return Object.fromEntries(own);
}

/** What decides what the phases of a loaded plan do. */
export async function factsOf(build: Build, state: ShellState): Promise<PlanFacts> {
  const { plan, environment, studio, network = "on", lint } = build.request;
  const { SOURCE_DATE_EPOCH: epoch } = environment;
  return {
    shell: hashState(state),
    functions: hashTexts(functionTexts(build, state)),
    outside: plan.bundle === undefined ? "" : outsideDefinition(readFileSync(plan.bundle, "utf8")),
    files: await planFiles(plan.context, [plan.file, build.locations.results]),
    conditions: {
      "the source tree": plan.tree,
      "the studio": studio,
      "the base": [build.base.name, build.base.digest].join(" "),
      "the visible part of the store": lint.strict ? "what is declared" : "all",
      "the network": network === "on" ? "on" : "off",
      ...(epoch === undefined ? {} : { SOURCE_DATE_EPOCH: epoch }),
    },
  };
}
