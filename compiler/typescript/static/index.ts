/** Reading a `plan.ts` without running it. */
export { type CompileTypescriptOptions, compileTypescriptPlan } from "./compile.ts";
