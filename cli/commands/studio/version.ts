import type { Run } from "../../command.ts";
import { version } from "../../version.ts";
import type { studioVersionSpec } from "../studio.spec.ts";

/** Prints the version. */
export const run: Run<typeof studioVersionSpec> = async (_, { stdout }) => {
  stdout.write(`habc ${version()}\n`);
  return 0;
};
