import { HabcError } from "../../../compiler/ir/index.ts";
import { workAtTerminal } from "../../../runtime/studios/work.ts";
import type { Run } from "../../command.ts";
import { basePlace } from "../build/settings.ts";
import type { studioEnterSpec } from "../studio.spec.ts";
import { inTreeStudio } from "./open.ts";
import { typedBuild } from "./typed-build.ts";

/** Opens a shell in the studio. */
export const run: Run<typeof studioEnterSpec> = async ({ options }, context) => {
  const { terminal } = context;
  if (terminal === undefined) {
    throw new HabcError("usage", "a shell needs a terminal, and there is none", {
      hint: "`habc studio run COMMAND` runs without one",
    });
  }
  const base = basePlace(options.base, context.cwd);
  return await inTreeStudio(options, context, (request, studio) =>
    workAtTerminal(request, {
      build: (typed) => typedBuild(typed, { context, terminal, studio, base }),
    }),
  );
};
