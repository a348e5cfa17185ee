import { describe, test } from "vitest";
import { knownPlans } from "./static-plans/known.ts";
import { partlyDynamicPlans } from "./static-plans/partly-dynamic.ts";
import { mistakes, planFolder, read, run } from "./static-real.ts";

describe("what is read of a plan is what running it shows", () => {
  test.concurrent.for(Object.entries({ ...knownPlans, ...partlyDynamicPlans }))(
    "%s",
    async ([, plan], { expect }) => {
      const folder = planFolder(plan);
      const ir = await read(folder, plan.env);
      expect(mistakes(ir, await run(folder, plan.env))).toEqual([]);
      expect(Object.keys(ir.dynamic)).toEqual(plan.dynamic ?? []);
    },
  );
});
