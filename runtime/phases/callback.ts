/** Runs the plan's callbacks and the defaults. */
import { type CallbackName, callbacks } from "../../compiler/ir/index.ts";
import { accept } from "../build/accept.ts";
import type { Build } from "../build/state.ts";
import type { StepName } from "../events.ts";
import type { PlanHost } from "../host/plan-host.ts";
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
  const outcome = await build.ask(call.host, ["run", call.name, call.cwd]);
  accept(build, { host: call.host, callback: call.step, outcome });
}
