/** Which files beside its dependencies decide what a plan builds. */
import { readFileSync } from "node:fs";
import type { PlanIR } from "../ir/index.ts";
import type { DiscoveredPlan } from "./discover.ts";

/** Folders and files that a build reads. Paths are absolute. */
export interface PlanFiles {
  /** Everything below them counts. */
  readonly folders: readonly string[];
  /** Files elsewhere that the plan's top level reads: sourced, imported or substituted. */
  readonly files: readonly string[];
}

/**
 * The folder of the plan; without `pkg_source` the folder that was given to build, which is then
 * the source; and the whole source tree where the text of the plan leaves its folder other than by
 * what reading it shows.
 *
 * @param tree What the build shows as `/src`.
 */
export function planFiles(
  plan: Pick<DiscoveredPlan, "file" | "context" | "source">,
  ir: Pick<PlanIR, "settings" | "dynamic" | "files">,
  tree: string,
): PlanFiles {
  const { settings, dynamic, files } = ir;
  const builds = !settings.pkg_source || dynamic.pkg_source !== undefined;
  const isReadWhole = Object.keys(dynamic).length === 0;
  const leaves = [plan.file, ...files].some((file) => leavesItsFolder(textOf(file), isReadWhole));
  const folders = leaves ? [tree] : [plan.context, ...(builds ? [plan.source] : [])];
  return { folders: [...new Set(folders)].sort(), files };
}

/** Ways out of the plan's folder: what stands above it, or the place where a build sees the tree. */
const waysOut = [
  /\$\{?PLAN_CONTEXT\}?"?\/\.\./,
  /\$\{PLAN_CONTEXT[%/]/,
  /dirname[^\n]*PLAN_CONTEXT/,
  /(PLAN_CONTEXT|BASH_SOURCE)[^\n]*\.\./,
  /(^|[\s"'=(:])\/src\//m,
];

/** @param isReadWhole What the top level sources is known, and among the plan's files. */
function leavesItsFolder(text: string, isReadWhole: boolean): boolean {
  const rest = isReadWhole ? text.replace(/^(source|\.)[ \t].*$/gm, "") : text;
  return waysOut.some((way) => way.test(rest));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // A build will say that it cannot be read.
    return "";
  }
}
