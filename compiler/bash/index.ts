/** Reading a `plan.sh` without running it. */
export { type CompileBashOptions, compileBashPlan, type ParseCache } from "./compile.ts";
