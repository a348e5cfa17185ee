/** The order in which the plans of a tree can be built, and what stands in the way of one. */
import type { PlanGraph, PlanNode } from "./graph.ts";

/** An order of all plans of a graph. */
export interface BuildOrder {
  /** Each plan behind those that it needs; plans that need each other stand side by side. */
  readonly order: readonly PlanNode[];
  readonly cycles: readonly Cycle[];
}

/** Plans that need each other. */
export interface Cycle {
  /** The shortest way round: each needs the next one, the last needs the first. */
  readonly way: readonly PlanNode[];
  /** All that need each other, directly or not. */
  readonly members: readonly PlanNode[];
}

/**
 * The order depends on the plans alone: what is needed comes first, and otherwise the plans stand
 * in the order of their ids.
 */
export function buildOrder(graph: PlanGraph): BuildOrder {
  const groups = components(graph);
  const cycles = groups
    .filter((group) => group.length > 1)
    .map((members) => ({ way: shortestCycle(members), members }));
  return { order: groups.flat(), cycles };
}

/**
 * Sets of plans that need each other, directly or not; most hold one plan. What a set needs comes
 * before it. Source: R. Tarjan, "Depth-first search and linear graph algorithms", 1972.
 */
function components({ nodes }: PlanGraph): PlanNode[][] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const index = new Map<PlanNode, number>();
  const lowest = new Map<PlanNode, number>();
  const open: PlanNode[] = [];
  const isOpen = new Set<PlanNode>();
  const groups: PlanNode[][] = [];

  const visit = (node: PlanNode): number => {
    const own = index.size;
    let low = own;
    index.set(node, own);
    open.push(node);
    isOpen.add(node);
    for (const id of node.edges) {
      const next = byId.get(id);
      if (next === undefined) continue;
      if (!index.has(next)) low = Math.min(low, visit(next));
      else if (isOpen.has(next)) low = Math.min(low, lowest.get(next) ?? index.get(next) ?? low);
    }
    lowest.set(node, low);
    if (low === own) {
      const group = open.splice(open.indexOf(node));
      for (const member of group) isOpen.delete(member);
      groups.push(group.sort((a, b) => (a.id < b.id ? -1 : 1)));
    }
    return low;
  };
  for (const node of nodes) if (!index.has(node)) visit(node);
  return groups;
}

function shortestCycle(group: readonly PlanNode[]): readonly PlanNode[] {
  const byId = new Map(group.map((node) => [node.id, node]));
  let best: readonly PlanNode[] = [];
  for (const start of group) {
    const found = cycleFrom(start, byId);
    if (found.length > 0 && (best.length === 0 || found.length < best.length)) best = found;
    if (best.length === 2) break;
  }
  return best;
}

/** Breadth first, back to where it began. */
function cycleFrom(start: PlanNode, group: ReadonlyMap<string, PlanNode>): PlanNode[] {
  const before = new Map<PlanNode, PlanNode | undefined>([[start, undefined]]);
  for (const node of before.keys()) {
    if (node.edges.includes(start.id)) {
      const cycle: PlanNode[] = [];
      for (let at: PlanNode | undefined = node; at; at = before.get(at)) cycle.unshift(at);
      return cycle;
    }
    for (const id of node.edges) {
      const next = group.get(id);
      if (next !== undefined && !before.has(next)) before.set(next, node);
    }
  }
  return [];
}
