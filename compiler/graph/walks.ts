/** Ways through the graph of a tree. */
import type { PlanGraph, PlanNode, TreeNeed } from "./graph.ts";

/** What is at one end of a dependency: a plan of the tree, or a package from outside it. */
export interface Place {
  /** `origin/name`, and the version and release where only that of a package is meant. */
  readonly name: string;
  readonly node?: PlanNode;
}

/** One plan needs a package. */
export interface Step {
  readonly from: PlanNode;
  readonly need: TreeNeed;
  readonly to: Place;
}

/**
 * What a user means by a text: the plan in a folder of the tree, the plans of a package, or a
 * package that plans need from outside the tree.
 *
 * @param text A folder relative to the tree, `origin/name`, or a name that one origin alone has.
 * @returns Nothing where nothing in the tree has to do with it.
 */
export function placesOf(graph: PlanGraph, text: string): Place[] {
  const isMeant = ({ id, name }: PlanNode) =>
    [id, name, name.slice(name.indexOf("/") + 1)].includes(text);
  const nodes = graph.nodes.filter(isMeant);
  const exact = nodes.filter(({ id, name }) => id === text || name === text);
  if (nodes.length > 0) {
    return (exact.length > 0 ? exact : nodes).map((node) => ({ name: node.name, node }));
  }
  const outside = new Set(outsideNeeds(graph).map(({ need }) => need.ident));
  return [...outside]
    .filter((ident) => isPackage(ident, text) || ident.split("/")[1] === text)
    .sort()
    .map((name) => ({ name }));
}

/** Whether an identifier is a text, or names a release or version of it. */
export function isPackage(ident: string, text: string): boolean {
  return ident === text || ident.startsWith(`${text}/`);
}

/** What the plans of a tree need from outside it. */
export function outsideNeeds(graph: PlanGraph): { from: PlanNode; need: TreeNeed }[] {
  return graph.nodes.flatMap((from) =>
    from.needs.filter(({ to }) => to.length === 0).map((need) => ({ from, need })),
  );
}

/**
 * The plans that need a place: directly, or through others.
 *
 * @returns In the order of their ids, each with the number of steps on its shortest way.
 */
export function dependents(
  graph: PlanGraph,
  places: readonly Place[],
): { readonly node: PlanNode; readonly steps: number }[] {
  const users = new Map<string, PlanNode[]>();
  for (const node of graph.nodes) {
    for (const id of node.edges) users.set(id, [...(users.get(id) ?? []), node]);
  }
  const steps = new Map<PlanNode, number>();
  const outside = new Set(places.filter(({ node }) => node === undefined).map(({ name }) => name));
  const starts = places.flatMap(({ node }) => node ?? []);
  for (const { from, need } of outsideNeeds(graph)) if (outside.has(need.ident)) steps.set(from, 1);
  for (const start of starts) {
    for (const user of users.get(start.id) ?? []) steps.set(user, 1);
  }
  for (const [node, count] of steps) {
    for (const user of users.get(node.id) ?? []) {
      if (!steps.has(user)) steps.set(user, count + 1);
    }
  }
  return graph.nodes.flatMap((node) => {
    const count = steps.get(node);
    return count === undefined || starts.includes(node) ? [] : { node, steps: count };
  });
}

/**
 * Why one plan needs a place: the shortest way through each of its own dependencies.
 *
 * @returns The shortest way first; none where it does not need it.
 */
export function chains(graph: PlanGraph, from: PlanNode, to: readonly Place[]): Step[][] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const goals = new Set(to.map(({ node, name }) => node?.id ?? `:${name}`));
  const found: Step[][] = [];
  for (const step of stepsOf(from, byId)) {
    const rest = shortest(step, goals, byId, from);
    if (rest !== undefined) found.push(rest);
  }
  return found.sort((a, b) => a.length - b.length);
}

function keyOf({ node, name }: Place): string {
  return node?.id ?? `:${name}`;
}

function stepsOf(from: PlanNode, byId: ReadonlyMap<string, PlanNode>): Step[] {
  return from.needs.flatMap((need): Step[] => {
    if (need.to.length === 0) return [{ from, need, to: { name: need.ident } }];
    return need.to.flatMap((id) => {
      const node = byId.get(id);
      return node === undefined ? [] : [{ from, need, to: { name: node.name, node } }];
    });
  });
}

function shortest(
  first: Step,
  goals: ReadonlySet<string>,
  byId: ReadonlyMap<string, PlanNode>,
  start: PlanNode,
): Step[] | undefined {
  const before = new Map<string, { step: Step; previous: string | undefined }>([
    [keyOf(first.to), { step: first, previous: undefined }],
  ]);
  for (const [key, { step }] of before) {
    if (goals.has(key)) {
      const way: Step[] = [];
      for (let at: string | undefined = key; at !== undefined; ) {
        const entry: { step: Step; previous: string | undefined } | undefined = before.get(at);
        if (entry === undefined) break;
        way.unshift(entry.step);
        at = entry.previous;
      }
      return way;
    }
    // Round a cycle there is always another way, which explains nothing.
    if (step.to.node === undefined || step.to.node === start) continue;
    for (const next of stepsOf(step.to.node, byId)) {
      if (!before.has(keyOf(next.to))) before.set(keyOf(next.to), { step: next, previous: key });
    }
  }
  return undefined;
}
