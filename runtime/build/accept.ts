import type { StepName } from "../events.ts";
import type { Outcome } from "../host/plan-host.ts";
import { callbackFailure } from "./failure.ts";
import { absorb } from "./snapshot.ts";
import type { Build } from "./state.ts";

/**
 * Takes in what a host holds after a call that went well.
 *
 * @throws HabcError `phase-failed` or `phase-aborted` after one that did not.
 */
export function accept(
  build: Build,
  { callback, outcome }: { readonly callback: StepName; readonly outcome: Outcome },
): void {
  if (outcome.kind === "done" && outcome.status === 0) {
    absorb(build, outcome.state);
    return;
  }
  throw callbackFailure({ callback, outcome, outside: (path) => build.studio.host(path) });
}
