/** `habc check`: finds plans, checks them, mends them where it is asked to, and says what is left. */
import { resolve } from "node:path";
import { type CheckResult, checkPlans } from "../../compiler/check/check-plans.ts";
import { applyFixes } from "../../compiler/check/fixes.ts";
import {
  type Diagnostic,
  isHabcError,
  type PlanIR,
  type Severity,
} from "../../compiler/ir/index.ts";
import { readAnyPlan } from "../../compiler/read-plan.ts";
import type { Invocation } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { givenEnvironment } from "../given-environment.ts";
import { checkSummary } from "../render/check-summary.ts";
import { reportDiagnostics } from "../render/diagnostics/report.ts";
import { configurations } from "./check/configurations.ts";
import { type Finds, findAll } from "./check/find-all.ts";
import { installedPackages } from "./check/installed-packages.ts";
import { renameFiles, writeChanges } from "./check/write-changes.ts";
import type { checkSpec } from "./check.spec.ts";

const ranks = { info: 0, warning: 1, error: 2 } as const satisfies Record<Severity, number>;
const failing = { infos: ranks.info, warnings: ranks.warning } as const;

/** Fixes can uncover others, or wait for an overlapping one; more rounds than this none needs. */
const mostRounds = 10;

export async function run(
  { arguments: { PATH }, options }: Invocation<typeof checkSpec>,
  context: CommandContext,
): Promise<number> {
  const given = options.config === undefined ? undefined : resolve(context.cwd, options.config);
  const configOf = configurations(given, context.cwd);
  const found = findAll(PATH, { cwd: context.cwd, configOf });
  const env = givenEnvironment(options.env);
  const cache = new Map();
  const look = async () => {
    const { plans, refused } = await readAll(found, (plan) =>
      readAnyPlan(plan.plan, { ...plan, env, cache }),
    );
    const installed = installedPackages(context);
    return { ...checkPlans({ plans, refused, cache, configOf, installed }), count: plans.length };
  };
  let result = await look();
  let mended = 0;
  for (let round = 0; options.fix && round < mostRounds; round += 1) {
    const fixes = applyFixes(result.diagnostics, result.files);
    const written = await writeChanges(fixes.changed);
    const renamed = await renameFiles(fixes.renamed);
    if (written + renamed === 0) break;
    mended += fixes.mended;
    result = await look();
  }
  const least = options.deny === undefined ? ranks.error : failing[options.deny];
  tell(result, { mended, options }, context);
  return result.diagnostics.some(({ severity }) => ranks[severity] >= least) ? 1 : 0;
}

type FoundPlan = Finds["plans"][number];

/** A plan that cannot be read is a finding like others. */
async function readAll(found: Finds, read: (plan: FoundPlan) => Promise<PlanIR>) {
  const plans: PlanIR[] = [];
  const refused: Diagnostic[] = [...found.refused];
  for (const plan of found.plans) {
    try {
      plans.push(await read(plan));
    } catch (thrown) {
      if (!isHabcError(thrown)) throw thrown;
      refused.push(thrown.diagnostic, ...thrown.others);
    }
  }
  return { plans, refused };
}

interface Telling {
  readonly mended: number;
  readonly options: Invocation<typeof checkSpec>["options"];
}

function tell(
  result: CheckResult & { readonly count: number },
  { mended, options }: Telling,
  context: CommandContext,
): void {
  const { format, level } = options;
  const shown = result.diagnostics.filter(({ severity }) => ranks[severity] >= ranks[level]);
  reportDiagnostics(shown, context, format, context.stdout);
  if (format !== "auto" && format !== "text") return;
  const summary = checkSummary({
    ...result,
    mended,
    hidden: result.diagnostics.length - shown.length,
  });
  context.stderr.write(shown.length === 0 ? summary : `\n${summary}`);
}
