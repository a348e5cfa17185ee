import type { PlanIR } from "../ir/index.ts";

/**
 * Whether a plan may put hooks or `default.toml` in their place itself, as plans do that share them
 * with a sibling: what is not beside the plan before the build need not be missing in the package.
 */
export function makesServiceFiles({ callbacks }: Pick<PlanIR, "callbacks">): boolean {
  return ["do_begin", "do_build_config"].some((name) => Object.hasOwn(callbacks, name));
}
