/** The vocabulary of habc. Everything else rests on it; it rests on nothing. */
export * from "./callbacks.ts";
export * from "./diagnostic.ts";
export * from "./diagnostics/index.ts";
export type { DiagnosticSpec, Severity } from "./diagnostics/spec.ts";
export * from "./error.ts";
export * from "./helpers.ts";
export * from "./hooks.ts";
export * from "./metadata-files.ts";
export * from "./network-commands.ts";
export * from "./phases.ts";
export * from "./plan-ir.ts";
export * from "./schema.ts";
export * from "./setting-spec.ts";
export * from "./settings.ts";
export { systemReason } from "./system-error.ts";
export * from "./template-helpers.ts";
export * from "./variables.ts";
