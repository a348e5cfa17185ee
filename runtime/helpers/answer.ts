/** The helpers that own state of the build, reached by both kinds of plan through one table. */

import { isHabcError } from "../../compiler/ir/index.ts";
import type { Build } from "../build/state.ts";
import type { HelperCall, Outcome, PlanHost, Reply } from "../host/plan-host.ts";
import { interpreterFor, pathFor } from "./dependency.ts";
import { pushEnvironment, setEnvironment } from "./environment.ts";
import type { Helper } from "./helper.ts";
import { warning } from "./reply.ts";
import { lastText, shellHelper } from "./shell.ts";
import { downloadSource, verifySource } from "./source.ts";
import { stripList } from "./strip.ts";
import { openTypedShell } from "./typed-shell.ts";
import { updateVersion } from "./version.ts";

const bridged: Readonly<Record<string, Helper>> = {
  pkg_path_for: pathFor,
  pkg_interpreter_for: interpreterFor,
  update_pkg_version: updateVersion,
  set_runtime_env: setEnvironment("runtime"),
  set_buildtime_env: setEnvironment("buildtime"),
  push_runtime_env: pushEnvironment("runtime"),
  push_buildtime_env: pushEnvironment("buildtime"),
  download_file: downloadSource,
  verify_file: verifySource,
  strip_list: stripList,
  attach: openTypedShell,
  terminal: (build, { args }) => build.shells.answer(args),
};

/** Answers a call of a host. Helpers in bash are run in the shell, for a plan.ts. */
async function answer(build: Build, call: HelperCall): Promise<Reply> {
  return (bridged[call.helper] ?? shellHelper)(build, call);
}

/**
 * Asks a host while the helpers answer its calls. What a helper refuses ends the build, whatever
 * the plan makes of it.
 */
export async function askWithHelpers(
  build: Build,
  host: PlanHost,
  frame: readonly string[],
): Promise<Outcome> {
  let refusal: unknown;
  const outcome = await host.ask(frame, async (call) => {
    // What a helper prints comes behind what the plan printed before the call.
    await build.drainOutput();
    return answer(build, call).catch((error: unknown) => {
      // What somebody tries by hand ends nothing.
      if (build.shells.isOpen && isHabcError(error)) return warning(build, error.message);
      refusal ??= error;
      return { status: 1 };
    });
  });
  await build.drainOutput();
  if (refusal !== undefined) throw refusal;
  return outcome;
}

/**
 * Asks a host for a last callback. The build has ended: what a helper refuses is told, and ends
 * only the call.
 */
export async function askForLast(
  build: Build,
  host: PlanHost,
  frame: readonly string[],
): Promise<Outcome> {
  const last: Build = { ...build, ask: (inner, text) => askForLast(last, inner, text) };
  const outcome = await host.ask(frame, async (call) => {
    await build.drainOutput();
    const helper = call.helper === "eval" ? lastText(last, call) : answer(last, call);
    return Promise.resolve(helper).catch((error: unknown) => {
      if (!isHabcError(error)) throw error;
      return warning(build, error.message);
    });
  });
  await build.drainOutput();
  return outcome;
}
