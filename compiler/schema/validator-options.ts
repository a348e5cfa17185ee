import type { Options } from "ajv";

/** How the schema of the IR is compiled: every violation is wanted; definitions stay functions. */
export const validatorOptions: Options = { allErrors: true, inlineRefs: false };
