/** The graph of a tree in the languages of drawing programs. */
import type { PlanGraph, PlanNode } from "../../../compiler/graph/index.ts";
import { planNames } from "./names.ts";

/** @returns The graph for Graphviz. Source: graphviz.org, "The DOT Language". */
export function graphDot(graph: PlanGraph): string {
  const name = planNames(graph);
  const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const nodes = graph.nodes.map((node) => `  ${quoted(node.id)} [label=${quoted(name(node))}];\n`);
  const edges = graph.nodes.flatMap((node) =>
    node.edges.map((id) => {
      const style = isForBuildingOnly(node, id) ? " [style=dashed]" : "";
      return `  ${quoted(node.id)} -> ${quoted(id)}${style};\n`;
    }),
  );
  const head = "digraph plans {\n  rankdir=LR;\n  node [shape=box];\n";
  return `${head}${nodes.join("")}${edges.join("")}}\n`;
}

/** @returns The graph for Mermaid. Source: mermaid.js.org, "Flowcharts". */
export function graphMermaid(graph: PlanGraph): string {
  const name = planNames(graph);
  const ids = new Map(graph.nodes.map(({ id }, at) => [id, `p${at}`]));
  const text = (label: string) => label.replace(/["#&<>]/g, (one) => `#${one.charCodeAt(0)};`);
  const nodes = graph.nodes.map((node) => `  ${ids.get(node.id)}["${text(name(node))}"]\n`);
  const edges = graph.nodes.flatMap((node) =>
    node.edges.map((id) => {
      const arrow = isForBuildingOnly(node, id) ? "-.->" : "-->";
      return `  ${ids.get(node.id)} ${arrow} ${ids.get(id)}\n`;
    }),
  );
  return `flowchart LR\n${nodes.join("")}${edges.join("")}`;
}

function isForBuildingOnly({ needs }: PlanNode, id: string): boolean {
  const settings = needs.filter(({ to }) => to.includes(id)).map(({ setting }) => setting);
  return settings.every((setting) => setting !== "pkg_deps" && setting !== "pkg_services");
}
