import { HabcError } from "../compiler/ir/index.ts";

/** What can end a command before its time, and the exit status that tells it to a shell. */
const statuses = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const;

/** @returns Why a command's AbortSignal is aborted when its output cannot be written. */
export function lostOutput(error: NodeJS.ErrnoException): HabcError {
  if (error.code === "EPIPE") return interruption("SIGPIPE", "nobody reads the output any more");
  return new HabcError("results-unwritable", `the output cannot be written: ${error.message}`);
}

/** @returns The refusal that a command ends with. */
export function interruption(signal: keyof typeof statuses, message: string): HabcError {
  return new HabcError("build-interrupted", message, { exitCode: statuses[signal] });
}

/**
 * Hands signals of the user or the system to a command that cleans up. The second signal no
 * longer waits for it.
 *
 * @param controller Aborted by the first signal.
 */
export function forwardSignals(controller: AbortController): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(statuses[signal]);
      controller.abort(interruption(signal, `interrupted by ${signal}`));
    });
  }
}
