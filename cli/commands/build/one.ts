/** Builds one plan, and shows it as it goes. */
import { resolve } from "node:path";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { type DiscoveredPlan, discoverPlan } from "../../../compiler/source/discover.ts";
import { innerEnvironment } from "../../../runtime/build/inner-environment.ts";
import { hostTarget } from "../../../runtime/build/target.ts";
import { declaredNeeds } from "../../../runtime/cache/dependency-inputs.ts";
import { type PreparedPlan, runnable } from "../../../runtime/cache/prepared-plan.ts";
import { buildKept } from "../../../runtime/kept/build.ts";
import { lockedChoice, refuseUnlocked } from "../../../runtime/lock/locked-choice.ts";
import type { PlanEnd } from "../../../runtime/queue/plan-queue.ts";
import type { CommandContext } from "../../context.ts";
import { jsonReporter } from "../../render/build/json-reporter.ts";
import type { Reporter } from "../../render/build/reporter.ts";
import { textReporter } from "../../render/build/text-reporter.ts";
import { writeJunit } from "./junit-file.ts";
import { readLockOf } from "./locked.ts";
import { planLint } from "./plan-lint.ts";
import { openScratch, preparePlan, type Reading, readForBuild, withReading } from "./prepare.ts";
import { type BuildOptions, buildSettings, openBuilder } from "./settings.ts";

export async function buildOne(
  given: string,
  options: BuildOptions,
  context: CommandContext,
): Promise<number> {
  const reporter = options.json ? jsonReporter(context) : textReporter(context);
  const scratch = openScratch();
  const started = performance.now();
  let reading: Reading | undefined;
  let prepared: PreparedPlan | undefined;
  const report = async (end: Pick<PlanEnd, "outcome" | "ident" | "error">) => {
    if (options.junit === undefined) return;
    const seconds = (performance.now() - started) / 1000;
    const file = prepared?.plan.file ?? resolve(context.cwd, given);
    const [origin, name] = end.ident?.split("/") ?? [
      "habc",
      prepared?.ir?.settings.pkg_name ?? given,
    ];
    const plan = { name: `${origin}/${name}`, file };
    await writeJunit(resolve(context.cwd, options.junit), [{ ...end, plan, seconds }], seconds);
  };
  try {
    const { cwd, environment } = context;
    const target = hostTarget();
    const plan = discoverPlan(resolve(cwd, given), target);
    warnOfShadowed(plan, reporter);
    const { variables: env } = innerEnvironment(environment, options.studio);
    reading = await readForBuild(plan, { env, target });
    const where = { cwd: context.studio?.tree ?? cwd, home: environment["HOME"] };
    prepared = preparePlan(plan, reading, { where, scratch, at: 0 });
    const usual = buildSettings(options, context);
    const lock = options.locked
      ? await readLockOf([plan.source], { context, settings: usual, scratch, atOnce: 1 })
      : undefined;
    const settings = {
      ...usual,
      events: reporter.event,
      terminal: options.json ? undefined : context.terminal,
      onFailure: options["on-failure"] === "shell" ? ("shell" as const) : undefined,
      choice: lock === undefined ? undefined : lockedChoice(lock),
    };
    if (lock !== undefined && prepared.ir !== undefined) {
      refuseUnlocked(declaredNeeds(prepared.ir.settings), lock);
    }
    const { keep, until, from } = options;
    if (keep || until !== undefined || from !== undefined) {
      const plan = await runnable(prepared);
      const lint = await planLint(options, context)(plan.file);
      const result = await buildKept({ ...settings, plan, lint }, options);
      reporter.succeeded(result);
      await report({ outcome: "built", ...(result === undefined ? {} : { ident: result.ident }) });
      return 0;
    }
    const builder = openBuilder(options, context);
    const done = await builder.build(prepared, settings).finally(builder.close);
    reporter.succeeded(done.result);
    await report({ outcome: done.reused ? "unchanged" : "built", ident: done.result.ident });
    return 0;
  } catch (error) {
    if (!isHabcError(error)) throw error;
    reporter.failed(withReading(error, reading));
    await report({ outcome: "failed", error });
    return error.exitCode;
  } finally {
    reporter.close();
    await scratch.close();
  }
}

export function warnOfShadowed({ file, shadowed }: DiscoveredPlan, reporter: Reporter): void {
  for (const outer of shadowed) {
    const text = `${outer} is not used: ${file} is for this target`;
    reporter.event({ type: "line", level: "warn", text });
  }
}
