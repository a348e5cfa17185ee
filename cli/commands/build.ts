/** `habc build`: finds the plan, shows the build, and says how it ended. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkContext, checkSettings, exposedPorts } from "../../compiler/check/index.ts";
import { type Diagnostic, HabcError, isHabcError, type PlanIR } from "../../compiler/ir/index.ts";
import { type DiscoveredPlan, discoverPlan } from "../../compiler/source/discover.ts";
import { sourceTree } from "../../compiler/source/source-tree.ts";
import { innerEnvironment } from "../../runtime/build/inner-environment.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import { build } from "../../runtime/build.ts";
import { unwritable } from "../../runtime/crypto/aside.ts";
import { parseLevels } from "../../runtime/linkage/levels.ts";
import type { Invocation } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { jsonReporter } from "../render/build/json-reporter.ts";
import type { Reporter } from "../render/build/reporter.ts";
import { textReporter } from "../render/build/text-reporter.ts";
import { version } from "../version.ts";
import type { buildSpec } from "./build.spec.ts";

const checks = { settings: checkSettings, context: checkContext, exposedPorts };

export async function run(
  { arguments: { PLAN = "." }, options }: Invocation<typeof buildSpec>,
  context: CommandContext,
): Promise<number> {
  const reporter = options.json ? jsonReporter(context) : textReporter(context);
  let reading: Reading | undefined;
  let scratch: string | undefined;
  try {
    const plan = discoverPlan(resolve(context.cwd, PLAN), hostTarget());
    warnOfShadowed(plan, reporter);
    const { HOME: home } = context.environment;
    const tree = sourceTree(plan, { cwd: context.cwd, home });
    const { variables } = innerEnvironment(context.environment, options.studio);
    reading = await readPlan(plan, variables);
    const bundle: { bundle?: string } = {};
    if (plan.kind === "plan.ts") {
      scratch = await makeScratch();
      bundle.bundle = join(scratch, "plan.mjs");
      const { bundlePlan } = await import("../../compiler/typescript/bundle.ts");
      await bundlePlan({ file: plan.file, sourceTree: tree, outFile: bundle.bundle });
    }
    const result = await build({
      plan: { ...plan, ...bundle, tree, spans: reading.spans },
      studio: options.studio,
      cwd: context.cwd,
      environment: buildEnvironment(context, options.keys),
      events: reporter.event,
      signal: context.signal,
      checks,
      lint: { strict: options.strict, levels: parseLevels(options.lint) },
      accounts: options.accounts,
      habc: version(),
    });
    reporter.succeeded(result);
    return 0;
  } catch (error) {
    if (!isHabcError(error)) throw error;
    reporter.failed(withReading(error, reading));
    return error.exitCode;
  } finally {
    reporter.close();
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
}

async function makeScratch(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), "habc-plan-"));
  } catch (error) {
    throw unwritable(tmpdir(), error);
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

/** What a static reading of the plan says. */
interface Reading {
  /** Where the plan sets what, so that an error in a value can point at its place. */
  readonly spans: PlanIR["spans"];
  readonly findings: readonly Diagnostic[];
}

/** What bash makes of a plan decides; a reading that fails only leaves errors without places. */
async function readPlan(
  plan: DiscoveredPlan,
  env: Readonly<Record<string, string>>,
): Promise<Reading> {
  if (plan.kind === "plan.ts") return { spans: {}, findings: [] };
  const { compileBashPlan } = await import("../../compiler/bash/index.ts");
  const { file, source } = plan;
  try {
    const ir = compileBashPlan({ file, source, env, target: hostTarget() });
    return { spans: ir.spans, findings: ir.diagnostics };
  } catch (error) {
    return { spans: {}, findings: isHabcError(error) ? [error.diagnostic] : [] };
  }
}

/** A plan that could not be loaded is explained better by what the reading found. */
function withReading(error: HabcError, reading: Reading | undefined): HabcError {
  const { code, message, severity: _, ...details } = error.diagnostic;
  if (!["plan-load-failed", "plan-timeout"].includes(code) || !reading?.findings.length)
    return error;
  return new HabcError(code, message, {
    ...details,
    exitCode: error.exitCode,
    others: [...error.others, ...reading.findings],
  });
}
