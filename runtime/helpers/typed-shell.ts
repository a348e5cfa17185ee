import { decodeAssignments } from "../../stdlib/protocol/messages.ts";
import { accept } from "../build/accept.ts";
import { absorb } from "../build/snapshot.ts";
import type { Helper } from "./helper.ts";

/**
 * `attach`, and the shell after a failure, of a plan.ts: KIND TITLE FUNCTION FILE LINE ASSIGNMENT…
 * They open in the bash of the build, with the environment that the plan.ts has come to. What is
 * exported there reaches the plan.ts.
 */
export const openTypedShell: Helper = async (build, { cwd, args }) => {
  const { shell: host, plan } = build.hosts;
  const [kind = "", title = "", name = "", file = "", line = "", ...texts] = args;
  const changed = decodeAssignments(texts);
  absorb(build, changed);
  host.assign(changed);
  const place = [name, build.studio.inside(file) ?? file, line];
  const outcome = await build.ask(host, ["shell", cwd, kind, title, ...place]);
  if (outcome.kind !== "done") accept(build, { host, callback: "do_build", outcome });
  else {
    absorb(build, outcome.state);
    plan.assign(outcome.state.filter((item) => item.kind === "export" || item.kind === "unset"));
  }
  return { status: outcome.status };
};
