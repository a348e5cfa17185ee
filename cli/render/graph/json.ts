/** The graph of a tree as JSON. The forms are described in docs/reference/json.md. */
import {
  buildOrder,
  type PlanGraph,
  type PlanNode,
  type Step,
} from "../../../compiler/graph/index.ts";

export function graphJson(graph: PlanGraph, target: string): object {
  const { order, cycles } = buildOrder(graph);
  return {
    root: graph.root,
    target,
    plans: graph.nodes.map(planJson),
    order: order.map(({ id }) => id),
    cycles: cycles.map(({ way }) => way.map(({ id }) => id)),
    unread: graph.unread.map(({ id, error: { exitCode, diagnostic, others } }) => ({
      id,
      exitCode,
      diagnostics: [diagnostic, ...others],
    })),
    diagnostics: graph.findings,
  };
}

function planJson({ id, name, version, plan, needs }: PlanNode): object {
  return {
    id,
    name,
    ...(version === undefined ? {} : { version }),
    kind: plan.kind,
    file: plan.file,
    needs,
  };
}

export function chainsJson(found: readonly (readonly Step[])[]): object[] {
  return found.map((way) =>
    way.map(({ from, need, to }) => ({
      from: from.id,
      setting: need.setting,
      ident: need.ident,
      ...(to.node === undefined ? {} : { to: to.node.id }),
    })),
  );
}
