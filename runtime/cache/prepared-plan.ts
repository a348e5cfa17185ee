/** A plan that was read, and what it takes to run it. */
import type { PlanIR } from "../../compiler/ir/index.ts";
import type { PlanSource } from "../build/request.ts";
import { evaluatePlan } from "../evaluate.ts";
import type { PlanFiles } from "./file-inputs.ts";
import type { BuildSettings, KnownPlan } from "./key-inputs.ts";

/** What building a plan needs. */
export interface PreparedPlan {
  /** Without the bundle of a plan.ts. */
  readonly plan: PlanSource;
  /** What reading it said; absent where it cannot be read, which does not mean that bash cannot. */
  readonly ir?: PlanIR | undefined;
  /** The files that count, by what the plan says. */
  readonly files: (ir: PlanIR) => PlanFiles;
  /** Bundles a plan.ts, the first time that it is asked for. */
  readonly bundle: () => Promise<{ readonly bundle?: string; readonly files: readonly string[] }>;
}

/** The plan as a build takes it. */
export async function runnable({ plan, bundle }: PreparedPlan): Promise<PlanSource> {
  const { bundle: file } = await bundle();
  return file === undefined ? plan : { ...plan, bundle: file };
}

/**
 * What there is to know of a plan. What reading it does not tell, running its top level does.
 *
 * @throws HabcError as `evaluatePlan`.
 */
export async function knowPlan(prepared: PreparedPlan, build: BuildSettings): Promise<KnownPlan> {
  const { plan, ir } = prepared;
  // Of an npm package only bundling tells all files.
  const isWhole = ir !== undefined && !ir.files.some((file) => file.includes("/node_modules/"));
  if (isWhole && Object.keys(ir.dynamic).length === 0) {
    return { plan, ir, files: prepared.files(ir) };
  }
  const { files: bundled } = await prepared.bundle();
  const source = await runnable(prepared);
  const settings = await evaluatePlan({ ...build, plan: source, events: () => {} });
  // Which files it read only reading it tells; that it is not known whole is told by `dynamic`.
  const read = { files: [...(ir?.files ?? []), ...bundled], dynamic: ir?.dynamic ?? {} };
  const files = prepared.files({ ...settings, ...read });
  return { plan, ir: { ...settings, files: read.files }, files };
}
