import type { CallbackName } from "./callbacks.ts";

/**
 * The callbacks that a build runs one after another, in their order. With the steps of habc's own
 * that belong to each they are the phases at which a build can stop and be taken up.
 */
export const phaseNames = [
  "do_begin",
  "do_setup_environment",
  "do_before",
  "do_download",
  "do_verify",
  "do_clean",
  "do_unpack",
  "do_prepare",
  "do_build",
  "do_check",
  "do_install",
  "do_build_config",
  "do_build_service",
  "do_strip",
  "do_after",
  "do_end",
] as const satisfies readonly CallbackName[];

/** The name of a phase. */
export type PhaseName = (typeof phaseNames)[number];

/** Whether one phase runs before another. */
export function isBefore(phase: PhaseName, other: PhaseName): boolean {
  return phaseNames.indexOf(phase) < phaseNames.indexOf(other);
}
