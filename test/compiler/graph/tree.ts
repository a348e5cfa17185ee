/** Trees of plans for tests. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  graphOf,
  type PlanGraph,
  type PlanNode,
  readGraph,
} from "../../../compiler/graph/index.ts";
import type { PlanIR } from "../../../compiler/ir/index.ts";
import { readAnyPlan } from "../../../compiler/read-plan.ts";

/** Writes files below a new folder. */
export function writeTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "habc-tree-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** The text of a plan of `acme` with settings as bash. */
export function planText(name: string, rest = ""): string {
  return `pkg_name=${name}\npkg_origin=acme\npkg_version=1.0\n${rest}\n`;
}

const target = "x86_64-linux";

export function treeGraph(
  root: string,
  env: Readonly<Record<string, string>> = {},
): Promise<PlanGraph> {
  return readGraph(root, {
    target,
    origin: env["HAB_ORIGIN"],
    read: (plan) => readAnyPlan(plan, { env, target }),
  });
}

/** A graph without files: each plan of `acme` with the names that it needs. */
export function madeGraph(needs: Readonly<Record<string, readonly string[]>>): PlanGraph {
  const ir = (name: string): PlanIR => ({
    ir: 1,
    kind: "plan.sh",
    plan: { file: `/tree/${name}/plan.sh`, context: `/tree/${name}` },
    settings: {
      pkg_name: name,
      pkg_origin: "acme",
      pkg_version: "1.0",
      pkg_deps: (needs[name] ?? []).map((need) => `acme/${need}`),
    },
    dynamic: {},
    callbacks: {},
    spans: {},
    reads: [],
    files: [],
    diagnostics: [],
  });
  const plans = Object.keys(needs).map((name) => {
    const context = `/tree/${name}`;
    const file = `${context}/plan.sh`;
    return { kind: "plan.sh", file, context, source: context, shadowed: [] } as const;
  });
  const read = ({ context }: { readonly context: string }) => ir(context.slice("/tree/".length));
  return graphOf("/tree", { plans, refused: [] }, { read });
}

export function nodeOf(graph: PlanGraph, id: string): PlanNode {
  const node = graph.nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`no plan ${id}`);
  return node;
}
