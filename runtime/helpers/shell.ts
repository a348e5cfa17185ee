import { accept } from "../build/accept.ts";
import type { Helper } from "./helper.ts";

/**
 * A helper, default callback or bash text of a plan.ts that runs in bash. `eval` runs in the
 * shell itself and may change it, as callbacks of a plan.sh do; everything else in a subshell,
 * so that a plan.ts can catch its failure.
 */
export const shellHelper: Helper = async (build, { helper, cwd, args }) => {
  const { shell } = build.hosts;
  if (helper === "eval") {
    const outcome = await build.ask(shell, ["eval", args[0] ?? "", cwd]);
    accept(build, { host: shell, callback: "do_build", outcome });
    return { status: 0 };
  }
  const outcome = await build.ask(shell, ["try", helper, cwd, ...args]);
  return { status: outcome.status };
};

/** A bash text of a plan.ts as a last callback: what it changes is gone with it. */
export const lastText: Helper = async (build, { cwd, args }) => {
  const outcome = await build.ask(build.hosts.shell, ["try", "__habc_run_text", cwd, ...args]);
  return { status: outcome.status };
};
