/** What an error means for the driver. */
import { constants } from "node:os";
import { inspect } from "node:util";
import { ProcessOutput } from "zx/core";
import { originOf } from "./origins.ts";
import { PlanError } from "./plan-error.ts";
import type { PlanSources } from "./plan-file.ts";
import { planFrames } from "./stack.ts";

/** What a shell says of a command that it cannot find. */
const couldNotStart = 127;

/** @returns The texts of a `failed` frame behind its kind: status, command, and the stack. */
export function failureTexts(thrown: unknown, sources: PlanSources | undefined): string[] {
  const frames = planFrames(stackOf(thrown), sources);
  return [
    String(statusOf(thrown)),
    commandOf(thrown),
    ...frames.flatMap(({ name, file, line }) => [name, file, String(line)]),
  ];
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof PlanError) return thrown.status || 1;
  if (!(thrown instanceof ProcessOutput)) return 1;
  if (thrown.signal !== null) return 128 + constants.signals[thrown.signal];
  const { exitCode } = thrown;
  // A program that could not be started has the negative number of a system error.
  if (exitCode !== null && exitCode < 0) return couldNotStart;
  return exitCode || 1;
}

function commandOf(thrown: unknown): string {
  if (thrown instanceof PlanError) return thrown.command;
  if (!(thrown instanceof Error)) return inspect(thrown);
  const command = originOf(thrown)?.command;
  if (command !== undefined) return command;
  if (thrown instanceof ProcessOutput) return thrown.message.trim();
  return thrown.name === "Error" ? thrown.message : `${thrown.name}: ${thrown.message}`;
}

/** The call that asked for what failed says more than where the failure was noticed. */
function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "";
  return originOf(thrown)?.place.stack ?? thrown.stack ?? "";
}
