/** Reads a plan of either kind without running it. */
import { compileBashPlan, type ParseCache } from "./bash/index.ts";
import { irVersion, type PlanIR, settingNames } from "./ir/index.ts";
import type { DiscoveredPlan } from "./source/discover.ts";

/** What a plan is read with. */
export interface ReadOptions {
  /** The environment variables that are set. All others are unset. */
  readonly env: Readonly<Record<string, string>>;
  readonly target: string;
  /** Shared by the plans of one run. */
  readonly cache?: ParseCache;
}

/**
 * @returns What the plan says, with everything as `dynamic` that cannot be known without running it.
 * @throws HabcError as `compileBashPlan` and `compileTypescriptPlan`.
 */
export async function readAnyPlan(plan: DiscoveredPlan, options: ReadOptions): Promise<PlanIR> {
  if (plan.kind === "plan.sh") return readPlan(plan, options);
  const { compileTypescriptPlan } = await import("./typescript/static/index.ts");
  return compileTypescriptPlan({ ...options, file: plan.file });
}

/** The same without waiting, which tells nothing of a plan.ts. */
export function readPlan({ kind, ...plan }: DiscoveredPlan, options: ReadOptions): PlanIR {
  return kind === "plan.sh" ? compileBashPlan({ ...plan, ...options }) : unread(plan);
}

/** A plan.ts of which nothing is known before it runs. */
function unread({ file, context }: Pick<DiscoveredPlan, "file" | "context">): PlanIR {
  const start = { line: 1, column: 1 };
  const dynamic = { reason: "is set by a plan.ts", span: { file, start, end: start } };
  return {
    ir: irVersion,
    kind: "plan.ts",
    plan: { file, context },
    settings: {},
    dynamic: Object.fromEntries(settingNames.map((name) => [name, dynamic])),
    callbacks: {},
    spans: {},
    reads: [],
    files: [],
    diagnostics: [],
  };
}
