/** The graph of a tree for people. */
import {
  buildOrder,
  type PlanGraph,
  type PlanNode,
  type Step,
} from "../../../compiler/graph/index.ts";
import type { Palette } from "../palette.ts";
import { table } from "../table.ts";
import { planNames } from "./names.ts";

/** More would fill the screen, and `--json` has them all. */
const shownNeeds = 6;

/** @returns The plans in their build order, what they need of each other, and the cycles. */
export function graphText(graph: PlanGraph, paint: Palette): string {
  const { order, cycles } = buildOrder(graph);
  const name = planNames(graph);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const rows = order.map((node, at) => {
    const needs = node.edges.flatMap((id) => byId.get(id)?.name ?? []);
    const more = needs.length > shownNeeds ? [`and ${needs.length - shownNeeds} more`] : [];
    const shown = [...needs.slice(0, shownNeeds), ...more].join(" ");
    return [String(at + 1).padStart(4), name(node), node.version ?? "", node.id, shown];
  });
  const heads = [["   #", "plan", "version", "folder", "needs of this tree"], ...rows];
  const rings = cycles.map(({ way }) => {
    const names = [...way, ...way.slice(0, 1)].map(name);
    return `${paint.red("cycle")}: ${names.join(" → ")}\n`;
  });
  return [...(rows.length === 0 ? [] : [table(heads)]), ...rings, `${countsText(graph)}\n`].join(
    "",
  );
}

/** @returns Such as `30 plans, 52 dependencies between them, 3 packages from outside`. */
export function countsText({ nodes }: PlanGraph): string {
  const edges = nodes.reduce((sum, { edges: own }) => sum + own.length, 0);
  const outside = new Set(
    nodes.flatMap(({ needs }) => needs.flatMap(({ ident, to }) => (to.length === 0 ? ident : []))),
  );
  return [
    `${nodes.length} plan${nodes.length === 1 ? "" : "s"}`,
    `${edges} dependenc${edges === 1 ? "y" : "ies"} between them`,
    `${outside.size} package${outside.size === 1 ? "" : "s"} from outside`,
  ].join(", ");
}

/** @returns One line for each way: every plan, the setting that names the next one, the next one. */
export function chainsText(found: readonly (readonly Step[])[], paint: Palette): string {
  return found
    .map((way) => {
      const steps = way.map(({ need, to }) => ` ${paint.dim(`─ ${need.setting} →`)} ${to.name}`);
      return `${way[0]?.from.name ?? ""}${steps.join("")}\n`;
    })
    .join("");
}

/** @returns A row for each plan: its name, its folder, and why it is in the list. */
export function reasonsText(
  rows: readonly { readonly node: PlanNode; readonly why: string }[],
): string {
  return table(rows.map(({ node, why }) => [node.name, node.id, why]));
}
