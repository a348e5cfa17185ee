/** What shows the builds of a queue: as text or as JSON. */
import type { HabcError } from "../../../compiler/ir/index.ts";
import type { PlanEnd, QueuedPlan, QueueWatch } from "../../../runtime/queue/plan-queue.ts";

/** What is shown. */
export interface QueueViewOptions {
  readonly plans: readonly QueuedPlan[];
  readonly atOnce: number;
  /** Says more of why a plan failed. */
  readonly explain: (plan: QueuedPlan, error: HabcError) => HabcError;
}

/** Shows a queue, and its end. */
export interface QueueView extends QueueWatch {
  readonly close: (ends: readonly PlanEnd[], seconds: number) => void;
}
