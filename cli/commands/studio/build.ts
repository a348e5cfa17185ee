import type { Run } from "../../command.ts";
import type { studioBuildSpec } from "../studio.spec.ts";
import { habcBuild } from "./habc-build.ts";
import { inTreeStudio } from "./open.ts";

/** Builds a package in the studio. */
export const run: Run<typeof studioBuildSpec> = async (
  { arguments: { PLAN, ARGUMENT = [] }, options },
  context,
) =>
  await inTreeStudio({ ...options, base: "host" }, context, (_, studio) =>
    habcBuild([...ARGUMENT, "--", PLAN], context, studio),
  );
