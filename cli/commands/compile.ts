import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Diagnostic, isHabcError, type PlanIR } from "../../compiler/ir/index.ts";
import { readAnyPlan } from "../../compiler/read-plan.ts";
import { discoverPlan } from "../../compiler/source/discover.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import type { Run } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { type Environment, givenEnvironment } from "../given-environment.ts";
import { reportDiagnostics } from "../render/diagnostics/report.ts";
import { planText } from "../render/plan.ts";
import type { compileSpec } from "./compile.spec.ts";

/** What came of one path. */
type Compiled =
  | { readonly ok: true; readonly path: string; readonly ir: PlanIR }
  | {
      readonly ok: false;
      readonly path: string;
      readonly exitCode: number;
      readonly diagnostics: readonly Diagnostic[];
    };

/** Compiles each path by itself, and prints each as soon as it is known. */
export const run: Run<typeof compileSpec> = async ({ arguments: { PATH }, options }, context) => {
  const environment = givenEnvironment(options.env);
  const { json, diagnostics: format } = options;
  const found: Diagnostic[] = [];
  let failures = 0;
  for (const path of PATH) {
    // Lets a signal, or a reader that went away, be noticed.
    await setImmediate();
    context.signal.throwIfAborted();
    const compiled = await compile(path, { ...options, environment }, context);
    if (!compiled.ok) failures += 1;
    const diagnostics = compiled.ok ? compiled.ir.diagnostics : compiled.diagnostics;
    if (json) context.stdout.write(`${JSON.stringify(jsonForm(compiled))}\n`);
    else if (compiled.ok)
      context.stdout.write(planText(compiled.ir, { ...context, ...context.stdout }));
    // A SARIF log is one document; the findings of JSON lines are in the lines.
    if (format === "sarif") found.push(...diagnostics);
    else if (!json || format !== "auto") reportDiagnostics(diagnostics, context, format);
  }
  if (format === "sarif") reportDiagnostics(found, context, format);
  return failures === 0 ? 0 : 1;
};

async function compile(
  path: string,
  how: { readonly evaluate: boolean; readonly environment: Environment },
  context: CommandContext,
): Promise<Compiled> {
  try {
    const target = hostTarget();
    const plan = discoverPlan(resolve(context.cwd, path), target);
    const options = { env: how.environment, target };
    if (!how.evaluate) return { ok: true, path, ir: await readAnyPlan(plan, options) };
    const { evaluate } = await import("./compile/evaluate.ts");
    return { ok: true, path, ir: await evaluate(plan, options, context) };
  } catch (thrown) {
    if (!isHabcError(thrown)) throw thrown;
    const { exitCode, diagnostic, others } = thrown;
    return { ok: false, path, exitCode, diagnostics: [diagnostic, ...others] };
  }
}

function jsonForm(compiled: Compiled): object {
  if (!compiled.ok) return compiled;
  const { ir, ...rest } = compiled;
  return { ...rest, ...ir };
}
