/** Runs the plan's callbacks and the defaults. */
import { type CallbackName, callbacks } from "../../compiler/ir/index.ts";
import { callbackFailure } from "../build/failure.ts";
import { absorb } from "../build/snapshot.ts";
import type { Build } from "../build/state.ts";
import type { StepName } from "../events.ts";
import { answer } from "../helpers/answer.ts";
import type { Outcome, PlanHost } from "../host/plan-host.ts";
import { timed } from "./step.ts";

/**
 * Runs a callback: the plan's own, or its default.
 *
 * @throws HabcError `phase-failed`, `phase-aborted`, or what a helper refused.
 */
export function runCallback(build: Build, name: CallbackName): Promise<void> {
  return timed(build, name, async () => {
    const { cwd, line } = { line: undefined, ...callbacks[name] };
    if (line !== undefined) build.request.events({ type: "line", level: "info", text: line });
    const host = build.functions.has(name) ? build.hosts.plan : build.hosts.shell;
    await callFunction(build, {
      host,
      name,
      cwd: cwd === "source" ? build.identity.srcPath : "",
      step: name,
    });
  });
}

/** A function of a host to call. */
export interface FunctionCall {
  readonly host: PlanHost;
  readonly name: string;
  /** Where, inside; empty for where the host is. */
  readonly cwd: string;
  /** What it is for, in messages. */
  readonly step: StepName;
}

/** Calls a function of a host and takes in what it changed. */
export async function callFunction(build: Build, call: FunctionCall): Promise<void> {
  const outcome = await ask(build, call.host, ["run", call.name, call.cwd]);
  accept(build, { callback: call.step, outcome });
}

/**
 * Asks a host while the helpers of the driver answer its calls. What a helper refuses ends the
 * build, whatever the plan makes of it.
 */
export async function ask(
  build: Build,
  host: PlanHost,
  frame: readonly string[],
): Promise<Outcome> {
  let refusal: unknown;
  const outcome = await host.ask(frame, async (call) => {
    const reply = await answer(build, call).catch((error: unknown) => {
      refusal ??= error;
      return { status: 1 };
    });
    // What a helper printed or set comes after what the plan printed before the call.
    await build.drainOutput();
    return reply;
  });
  await build.drainOutput();
  if (refusal !== undefined) throw refusal;
  return outcome;
}

/** Takes in what a host holds after a call that went well, and refuses one that did not. */
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
