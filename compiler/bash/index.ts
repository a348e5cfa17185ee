/** Reading a `plan.sh` without running it. */
export { compileBashPlan, type ParseCache } from "./compile.ts";
