/** `habc build`: one plan, or many. */
import type { Run } from "../command.ts";
import { buildOne } from "./build/one.ts";
import type { buildSpec } from "./build.spec.ts";

export const run: Run<typeof buildSpec> = async ({ arguments: { PLAN }, options }, context) => {
  const [plan = ".", ...others] = PLAN;
  const isOne = others.length === 0 && !options.all && options.exclude.length === 0;
  if (isOne) return buildOne(plan, options, context);
  const { buildMany } = await import("./build/many.ts");
  return buildMany(PLAN, options, context);
};
