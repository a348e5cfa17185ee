import type { PhaseName } from "../../compiler/ir/index.ts";

/** Which phases of a build run, and what is done between them. */
export interface Pace {
  /** Called before each phase: whether it runs, or the build stops before it. */
  begin(phase: PhaseName): Promise<"run" | "skip" | "stop">;
}

/** All phases, one after another. */
export const wholeBuild: Pace = { begin: async () => "run" };
