import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import {
  type CheckRequest,
  type CheckResult,
  checkPlans,
} from "../../../compiler/check/check-plans.ts";
import type { PlanIR } from "../../../compiler/ir/index.ts";
import { readPlan } from "../../../compiler/read-plan.ts";
import { discoverPlan } from "../../../compiler/source/discover.ts";

/** Files by their paths; a `plan.sh` that sets no name gets the three settings that each needs. */
export type Tree = Readonly<Record<string, string>>;

/** Writes files into a folder of their own. */
export function makeTree(tree: Tree): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), "habc-check-"));
  for (const [path, text] of Object.entries(tree)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, basename(file) === "plan.sh" ? withIdentity(path, text) : text);
  }
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

function withIdentity(path: string, text: string): string {
  if (text.includes("pkg_name=")) return text;
  const name = dirname(path) === "." ? "plan" : basename(dirname(path));
  return `${text}\npkg_name=${name}\npkg_origin=acme\npkg_version=1.0\n`;
}

/** Checks every plan of a tree in one run. */
export function checkTree(
  root: string,
  files: readonly string[],
  more: Partial<CheckRequest> = {},
): CheckResult {
  const cache = new Map();
  const target = "x86_64-linux";
  const plans: PlanIR[] = files.map((file) =>
    readPlan(discoverPlan(join(root, file), target), { env: {}, target, cache }),
  );
  return checkPlans({ plans, cache, ...more });
}

/** Writes a tree, checks its plans, and removes it. Paths in what is found are relative to it. */
export function checked(tree: Tree, more: Partial<CheckRequest> = {}): CheckResult {
  const { root, remove } = makeTree(tree);
  try {
    const files = Object.keys(tree).filter((path) => /(^|\/)plan\.(sh|ts)$/.test(path));
    return checkTree(root, files, more);
  } finally {
    remove();
  }
}

/** The codes of what is found. */
export function codesOf({ diagnostics }: CheckResult): string[] {
  return diagnostics.map(({ code }) => code);
}
