/** The plans of a tree and what each needs of the others. */
import { relative } from "node:path";
import { type Diagnostic, type HabcError, isHabcError, type PlanIR } from "../ir/index.ts";
import type { DiscoveredPlan } from "../source/discover.ts";
import { type FoundPlans, findPlans } from "./find-plans.ts";
import { type Need, needsOf, type Provider, providersOf, unknownNeeds } from "./needs.ts";

/** One plan of a tree. */
export interface PlanNode {
  /** Its folder, relative to the tree: unique, and the same on every machine. `.` is the tree itself. */
  readonly id: string;
  /** `origin/name`. Without an origin the name alone; the folder where the name is not known. */
  readonly name: string;
  /** Absent where the plan sets none, or only running it would show. */
  readonly version?: string;
  readonly plan: DiscoveredPlan;
  readonly ir: PlanIR;
  /** In the order of the settings and their items. */
  readonly needs: readonly TreeNeed[];
  /** The ids of the plans of the tree that it needs, sorted, each once. */
  readonly edges: readonly string[];
}

/** A dependency, and where in the tree it may come from. */
export interface TreeNeed extends Need {
  /** The ids of the plans that may provide it; none where it comes from outside the tree. */
  readonly to: readonly string[];
}

type Draft = Omit<PlanNode, "needs" | "edges"> & { readonly needs: readonly Need[] };

/** A tree of plans. */
export interface PlanGraph {
  /** Absolute. */
  readonly root: string;
  /** Sorted by id. */
  readonly nodes: readonly PlanNode[];
  /** The plans that could not be read. */
  readonly unread: readonly { readonly id: string; readonly error: HabcError }[];
  /** What the graph does not show, such as dependencies that only running a plan tells. */
  readonly findings: readonly Diagnostic[];
}

/** How a graph is made. */
export interface GraphOptions {
  /** `HAB_ORIGIN`, which stands before every plan's `pkg_origin`. */
  readonly origin?: string | undefined;
  /** What a plan says; throws HabcError where it cannot be read. */
  readonly read: (plan: DiscoveredPlan) => PlanIR;
}

/** How a tree is read. */
export interface TreeOptions {
  readonly target: string;
  readonly origin?: string | undefined;
  /** Reads one plan; throws HabcError where it cannot be read. */
  readonly read: (plan: DiscoveredPlan) => Promise<PlanIR>;
}

/**
 * Reads every plan below a folder.
 *
 * @param root An absolute folder.
 * @throws HabcError `plan-not-found` where the folder cannot be read.
 */
export async function readGraph(
  root: string,
  { target, origin, read }: TreeOptions,
): Promise<PlanGraph> {
  const found = findPlans(root, target);
  const said = new Map<DiscoveredPlan, PlanIR | HabcError>();
  for (const plan of found.plans) {
    const ir = await read(plan).catch((error: unknown) => {
      if (isHabcError(error)) return error;
      throw error;
    });
    said.set(plan, ir);
  }
  const get = (plan: DiscoveredPlan) => {
    const ir = said.get(plan);
    if (ir === undefined || isHabcError(ir)) throw ir;
    return ir;
  };
  return graphOf(root, found, { origin, read: get });
}

/** The graph of plans that were found already; their ids are relative to `root`. */
export function graphOf(
  root: string,
  { plans, refused }: FoundPlans,
  { read, origin }: GraphOptions,
): PlanGraph {
  const idOf = (folder: string) => relative(root, folder) || ".";
  const unread = refused.map(({ folder, error }) => ({ id: idOf(folder), error }));
  const drafts: Draft[] = [];
  for (const plan of plans) {
    const id = idOf(plan.source);
    try {
      drafts.push(draftOf({ id, plan, ir: read(plan) }, origin));
    } catch (error) {
      if (!isHabcError(error)) throw error;
      unread.push({ id, error });
    }
  }
  drafts.sort(byId);
  return {
    root,
    nodes: withEdges(drafts),
    unread: unread.sort(byId),
    findings: drafts.flatMap(({ ir }) => unknownNeeds(ir)),
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function draftOf(
  given: Pick<PlanNode, "id" | "plan" | "ir">,
  givenOrigin: string | undefined,
): Draft {
  const { pkg_name: name, pkg_origin, pkg_version: version } = given.ir.settings;
  const origin = givenOrigin || pkg_origin;
  const full = origin ? `${origin}/${name}` : name;
  return {
    ...given,
    name: (name && full) || given.id,
    ...(version ? { version } : {}),
    needs: needsOf(given.ir.settings),
  };
}

function withEdges(drafts: readonly Draft[]): PlanNode[] {
  const providers = new Map<string, Provider[]>();
  for (const draft of drafts) {
    providers.set(draft.name, [...(providers.get(draft.name) ?? []), draft]);
  }
  return drafts.map((draft) => {
    const needs = draft.needs.map((need) => {
      const to = providersOf(need.ident, providers).filter((id) => id !== draft.id);
      return { ...need, to };
    });
    return { ...draft, needs, edges: [...new Set(needs.flatMap(({ to }) => to))].sort() };
  });
}
