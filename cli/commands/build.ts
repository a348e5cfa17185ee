/** `habc build`: finds the plan, shows the build, and says how it ended. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkContext, checkSettings, exposedPorts } from "../../compiler/check/index.ts";
import { type HabcError, isHabcError, type PlanIR } from "../../compiler/ir/index.ts";
import { type DiscoveredPlan, discoverPlan } from "../../compiler/source/discover.ts";
import { sourceTree } from "../../compiler/source/source-tree.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import { build } from "../../runtime/build.ts";
import type { Invocation } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { jsonReporter } from "../render/build/json-reporter.ts";
import type { Reporter } from "../render/build/reporter.ts";
import { textReporter } from "../render/build/text-reporter.ts";
import type { buildSpec } from "./build.spec.ts";

const checks = { settings: checkSettings, context: checkContext, exposedPorts };

export async function run(
  { arguments: { PLAN = "." }, options }: Invocation<typeof buildSpec>,
  context: CommandContext,
): Promise<number> {
  const reporter = options.json ? jsonReporter(context) : textReporter(context);
  const scratch = await mkdtemp(join(tmpdir(), "habc-plan-"));
  try {
    const plan = discoverPlan(resolve(context.cwd, PLAN), hostTarget());
    warnOfShadowed(plan, reporter);
    const tree = sourceTree(plan, {
      cwd: context.cwd,
      home: context.environment["HOME"],
    });
    const spans = await staticSpans(plan, context);
    const bundle = plan.kind === "plan.ts" ? join(scratch, "plan.mjs") : undefined;
    if (bundle !== undefined) {
      const { bundlePlan } = await import("../../compiler/typescript/bundle.ts");
      await bundlePlan({ file: plan.file, sourceTree: tree, outFile: bundle });
    }
    const result = await build({
      plan: { ...plan, tree, spans, ...(bundle === undefined ? {} : { bundle }) },
      studio: options.studio,
      cwd: context.cwd,
      environment: buildEnvironment(context, options.keys),
      events: reporter.event,
      signal: context.signal,
      checks,
    });
    reporter.succeeded(result);
    return 0;
  } catch (error) {
    if (!isHabcError(error)) throw error;
    reporter.failed(error as HabcError);
    return error.exitCode;
  } finally {
    reporter.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What the options and the terminal say stands in the environment too, for the plan's shell. */
function buildEnvironment(
  { environment, stdout }: CommandContext,
  keys: readonly string[],
): CommandContext["environment"] {
  return {
    ...environment,
    ...(keys.length === 0 ? {} : { HAB_ORIGIN_KEYS: keys.join(",") }),
    ...(stdout.colours ? {} : { HAB_NOCOLORING: "true" }),
  };
}

function warnOfShadowed({ file, shadowed }: DiscoveredPlan, reporter: Reporter): void {
  for (const outer of shadowed) {
    const text = `${outer} is not used: ${file} is for this target`;
    reporter.event({ type: "line", level: "warn", text });
  }
}

/** Where the plan sets what, so that an error in a value can point at its place. */
async function staticSpans(
  plan: DiscoveredPlan,
  { environment }: CommandContext,
): Promise<PlanIR["spans"]> {
  if (plan.kind === "plan.ts") return {};
  const { compileBashPlan } = await import("../../compiler/bash/index.ts");
  return compileBashPlan({
    file: plan.file,
    source: plan.source,
    env: environment,
    target: hostTarget(),
  }).spans;
}
