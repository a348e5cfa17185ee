import { isSettingName } from "../../compiler/ir/index.ts";
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import type { StepName } from "../events.ts";
import type { Outcome, PlanHost } from "../host/plan-host.ts";
import { callbackFailure } from "./failure.ts";
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
    throw callbackFailure({ callback, outcome, outside: (path) => placeOutside(build, path) });
  }
  absorb(build, outcome.state);
  const { plan, shell } = build.hosts;
  if (plan !== shell) (host === plan ? shell : plan).assign(outcome.state.filter(isShared));
}

/** Settings, and what a plan.ts puts into the environment. */
function isShared(item: Assignment): boolean {
  return isEnvironment(item) || ("name" in item && isSettingName(item.name));
}

/** A bundled plan names its own files as the host does; all others are seen inside. */
function placeOutside({ request: { plan }, studio }: Build, path: string): string | undefined {
  const isOwn = plan.kind === "plan.ts" && path.startsWith(`${plan.tree}/`);
  return isOwn ? path : studio.host(path);
}

function isEnvironment({ kind }: Assignment): boolean {
  return kind === "export" || kind === "unset";
}
