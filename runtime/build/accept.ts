import { isSettingName } from "../../compiler/ir/index.ts";
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import type { StepName } from "../events.ts";
import type { Outcome, PlanHost } from "../host/plan-host.ts";
import { callbackFailure, placesOutside } from "./failure.ts";
import { absorb } from "./snapshot.ts";
import type { Build } from "./state.ts";

/** How a call ended. */
export interface Ended {
  readonly host: PlanHost;
  /** What was called, for messages. */
  readonly callback: StepName;
  readonly outcome: Outcome;
}

/**
 * Takes in what a host holds after a call that went well, and tells the other one.
 *
 * @throws HabcError `phase-failed` or `phase-aborted` after one that did not.
 */
export function accept(build: Build, { host, callback, outcome }: Ended): void {
  if (outcome.kind !== "done" || outcome.status !== 0) {
    const { request, studio } = build;
    throw callbackFailure({ callback, outcome, outside: placesOutside(request.plan, studio) });
  }
  absorb(build, outcome.state);
  const { plan, shell } = build.hosts;
  if (plan !== shell) (host === plan ? shell : plan).assign(outcome.state.filter(isShared));
}

/** Settings, and what a plan.ts puts into the environment. */
function isShared(item: Assignment): boolean {
  return isEnvironment(item) || ("name" in item && isSettingName(item.name));
}

function isEnvironment({ kind }: Assignment): boolean {
  return kind === "export" || kind === "unset";
}
