import type { PlanGraph, PlanNode } from "../../../compiler/graph/index.ts";

/** @returns What to call each plan: its package, with its folder where several make the same one. */
export function planNames({ nodes }: Pick<PlanGraph, "nodes">): (node: PlanNode) => string {
  const counts = new Map<string, number>();
  for (const { name } of nodes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ({ name, id }) => ((counts.get(name) ?? 0) > 1 ? `${name} (${id})` : name);
}
