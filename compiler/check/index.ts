/** What can be said of a plan before its first phase runs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, PlanIR } from "../ir/index.ts";
import { checkComposite } from "./composite-rules.ts";
import { checkExposedPorts, type DefaultToml } from "./exposed-ports.ts";
import { checkHookFiles } from "./hook-files.ts";
import { checkSettingRules } from "./setting-rules.ts";

export { exposedPorts } from "./exposed-ports.ts";

/** Findings in the settings alone. */
export function checkSettings(ir: PlanIR): Diagnostic[] {
  return [...checkSettingRules(ir), ...checkComposite(ir)];
}

/** Findings in the settings together with the files beside the plan. */
export function checkContext(ir: PlanIR): Diagnostic[] {
  return [
    ...checkExposedPorts(ir, readDefaultToml(ir.plan.context)),
    ...checkHookFiles(ir.plan.context),
  ];
}

function readDefaultToml(context: string): DefaultToml | undefined {
  const file = join(context, "default.toml");
  try {
    return { file, text: readFileSync(file, "utf8") };
  } catch {
    return undefined;
  }
}
