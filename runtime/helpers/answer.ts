/** The helpers that own state of the build, reached by both kinds of plan through one table. */

import type { Build } from "../build/state.ts";
import type { HelperCall, Reply } from "../host/plan-host.ts";
import { interpreterFor, pathFor } from "./dependency.ts";
import { pushEnvironment, setEnvironment } from "./environment.ts";
import { shellHelper } from "./shell.ts";
import { downloadSource, verifySource } from "./source.ts";
import { stripList } from "./strip.ts";
import { updateVersion } from "./version.ts";

/**
 * A helper: what the plan gave, and what it gets.
 *
 * @throws HabcError to end the build.
 */
export type Helper = (build: Build, call: HelperCall) => Reply | Promise<Reply>;

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
};

/** Answers a call of a host. Helpers in bash are run in the shell, for a plan.ts. */
export async function answer(build: Build, call: HelperCall): Promise<Reply> {
  return (bridged[call.helper] ?? shellHelper)(build, call);
}
