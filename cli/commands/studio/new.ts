import { openTreeStudio } from "../../../runtime/studios/tree-studio.ts";
import type { Run } from "../../command.ts";
import type { studioNewSpec } from "../studio.spec.ts";

/** Makes a studio, and prints where it is. */
export const run: Run<typeof studioNewSpec> = async ({ options: { root } }, context) => {
  const { environment, cwd } = context;
  const { folder } = await openTreeStudio({ environment, cwd, root });
  context.stdout.write(`${folder}\n`);
  return 0;
};
