import { runInStudio, workAtTerminal } from "../../../runtime/studios/work.ts";
import type { Run } from "../../command.ts";
import type { studioRunSpec } from "../studio.spec.ts";
import { inTreeStudio } from "./open.ts";

/** Runs a command in the studio, at a terminal of its own where habc has one. */
export const run: Run<typeof studioRunSpec> = async ({ arguments: given, options }, context) => {
  const { COMMAND, ARGUMENT = [] } = given;
  const command = ARGUMENT.length === 0 ? ["bash", "-c", COMMAND] : [COMMAND, ...ARGUMENT];
  const { terminal, stderr } = context;
  return await inTreeStudio(options, context, (request) => {
    if (terminal === undefined || !stderr.isTerminal) {
      return runInStudio(request, { command, input: context.input() });
    }
    const build = async () => ({ status: 127, stdout: "" });
    return workAtTerminal(request, { command, build });
  });
};
