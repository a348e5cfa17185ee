/** Puts plans into the order in which they can be built. */
import { basename, resolve } from "node:path";
import { buildOrder, type PlanNode } from "../../../compiler/graph/index.ts";
import { HabcError } from "../../../compiler/ir/index.ts";
import type { QueuedPlan } from "../../../runtime/queue/plan-queue.ts";
import type { Gathered } from "./gather.ts";

/**
 * @returns The plans of a queue. Those that cannot be built say why when their turn comes.
 * @throws HabcError `plan-cycle` without `keepGoing`.
 */
export function queuePlans(
  { graph, drafts }: Gathered,
  { keepGoing }: { readonly keepGoing: boolean },
): QueuedPlan[] {
  const { order, cycles } = buildOrder(graph);
  const errors = new Map(
    cycles.flatMap(({ way, members }) => {
      const error = cycleError(way);
      return members.map(({ id }) => [id, error] as const);
    }),
  );
  const [first] = errors.values();
  if (first !== undefined && !keepGoing) throw first;
  const unread = graph.unread.map(({ id, error }) => ({
    id,
    name: id,
    file: resolve(graph.root, id),
    needs: [],
    prepared: error,
  }));
  const queued = order.flatMap((node): QueuedPlan[] => {
    const draft = drafts.get(node.plan.file);
    if (draft === undefined) return [];
    const error = errors.get(node.id);
    return [
      {
        id: node.id,
        name: node.name,
        file: node.plan.file,
        needs: error === undefined ? node.edges : [],
        claim: sourceFolder(node),
        prepared: error ?? draft.prepared,
      },
    ];
  });
  return [...unread, ...queued];
}

/** Two builds that unpack to one folder of the source cache would work in each other's files. */
function sourceFolder({ ir: { settings }, version, name }: PlanNode): string {
  return settings.pkg_dirname ?? `${basename(name)}-${version ?? ""}`;
}

function cycleError(cycle: readonly PlanNode[]): HabcError {
  const names = [...cycle, ...cycle.slice(0, 1)].map(({ name }) => name);
  const steps = cycle.map((node, at) => {
    const next = cycle[(at + 1) % cycle.length];
    const need = node.needs.find(({ to }) => next !== undefined && to.includes(next.id));
    return `${node.name} needs ${need?.ident ?? ""} (${need?.setting ?? ""})`;
  });
  return new HabcError("plan-cycle", `these plans need each other: ${names.join(" → ")}`, {
    hint: `${steps.join("\n")}\nlet one of them ask for a release that is installed, or take one from the store: \`habc build --exclude ${cycle[0]?.name}\``,
  });
}
