/** What is known of each kind of plan. */
import type { PlanKind } from "../kind.ts";
import type { KindName } from "../kind-names.ts";
import { cKind } from "./c.ts";
import { cmakeKind } from "./cmake.ts";
import { compositeKind } from "./composite.ts";
import { goKind } from "./go.ts";
import { nodeKind } from "./node.ts";
import { pythonKind } from "./python.ts";
import { rustKind } from "./rust.ts";
import { scriptKind } from "./script.ts";

/**
 * In the order in which a project's files are looked for: many a project has a Makefile that calls
 * what really builds it, or a package.json for its tools alone.
 */
export const planKinds = {
  rust: rustKind,
  go: goKind,
  python: pythonKind,
  cmake: cmakeKind,
  node: nodeKind,
  c: cKind,
  script: scriptKind,
  composite: compositeKind,
} as const satisfies Readonly<Record<ProjectKind, PlanKind>>;

/** A kind of its own: a service is what a project of any kind can be. */
export type ProjectKind = Exclude<KindName, "service">;
