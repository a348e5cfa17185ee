/** Reading a `plan.ts` without running it. */
export { compileTypescriptPlan } from "./compile.ts";
