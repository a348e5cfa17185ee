/** What a `plan.ts` imports as `habc`. */
export { type BashText, bash } from "./bash-text.ts";
export { type DefinedPlan, definePlan } from "./define-plan.ts";
// By its star, so that a plan's folder can add to the interfaces.
export type * from "./known-packages.ts";
export { type CustomLicense, customLicense, type License } from "./license.ts";
export type { PackageIdent } from "./package-ident.ts";
export type { PlanContext } from "./plan-context.ts";
export type { SettingContext } from "./setting-types.ts";
