/** What a set of changed files makes it necessary to build. */
import { relative } from "node:path";
import {
  buildOrder,
  dependents,
  type PlanGraph,
  type PlanNode,
  touched,
} from "../../../compiler/graph/index.ts";
import type { CommandContext } from "../../context.ts";
import type { Answer } from "../../render/answer.ts";
import { reasonsText } from "../../render/graph/text.ts";

/** The plans that the files belong to and those that need them, in build order. */
export function affected(
  graph: PlanGraph,
  files: readonly string[],
  { cwd, environment }: CommandContext,
): Answer {
  const own = touched(graph, files, { cwd, home: environment["HOME"] });
  const changed = new Map(own.map(({ node, files: its }) => [node, its]));
  const starts = [...changed.keys()].map((node) => ({ name: node.name, node }));
  const needing = new Set(dependents(graph, starts).map(({ node }) => node));
  const build = buildOrder(graph).order.filter((node) => changed.has(node) || needing.has(node));
  const why = (node: PlanNode) => {
    const [file, ...more] = changed.get(node) ?? [];
    if (file !== undefined) {
      const others = more.length === 0 ? "" : ` and ${more.length} more`;
      return `${relative(cwd, file)}${others}`;
    }
    const through = build.filter(({ id }) => node.edges.includes(id));
    return `needs ${through.map(({ name }) => name).join(", ")}`;
  };
  return {
    value: {
      changed: own.map(({ node: { id, name }, files: its }) => ({ id, name, files: its })),
      build: build.map(({ id, name, plan }) => ({ id, name, folder: plan.source })),
    },
    text: () => {
      if (build.length === 0) return "no plan has to do with the changes\n";
      return reasonsText(build.map((node) => ({ node, why: why(node) })));
    },
  };
}
