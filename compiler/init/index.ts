/** A new plan: what a folder holds, and the files that start it. */
export { folderOf, openFolder } from "./folder.ts";
export type { Service } from "./kinds/composite.ts";
export { nameFrom } from "./names.ts";
export { type StartedPlan, startPlan } from "./new-plan.ts";
export { publishedFile, type SourceArchive } from "./source.ts";
