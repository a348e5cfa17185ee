/** Says where and why a callback failed. */
import { HabcError, type Span } from "../../compiler/ir/index.ts";
import type { Outcome } from "../host/plan-host.ts";
import type { Studio } from "../studio/studio.ts";
import type { PlanSource } from "./request.ts";
import { statusWords } from "./status-words.ts";

/** A stack frame of the plan, with the place that it names. */
export interface FailurePlace {
  readonly name: string;
  readonly span: Span;
}

/**
 * The places of a failure, innermost first, in paths of the host.
 *
 * @param outside Where a path inside lies on the host.
 */
export function failureOf(
  outcome: Outcome,
  outside: (insidePath: string) => string | undefined,
): FailurePlace[] {
  if (outcome.kind !== "failed") return [];
  return outcome.frames
    .filter(({ file, line }) => file !== "" && line > 0)
    .map(({ name, file, line }) => ({
      name,
      span: {
        file: outside(file) ?? file,
        start: { line, column: 1 },
        end: { line: line + 1, column: 1 },
        label: `in ${name}`,
      },
    }));
}

/**
 * Where a path that a failure names lies on the host: a bundled plan names its own files as the
 * host does; all others are seen inside.
 */
export function placesOutside(
  { kind, tree }: PlanSource,
  studio: Pick<Studio, "host">,
): (path: string) => string | undefined {
  return (path) => (kind === "plan.ts" && path.startsWith(`${tree}/`) ? path : studio.host(path));
}

/** What failed. */
export interface FailedCallback {
  readonly callback: string;
  readonly outcome: Outcome;
  readonly outside: (insidePath: string) => string | undefined;
}

/** The refusal for a callback that did not end as it should. */
export function callbackFailure({ callback, outcome, outside }: FailedCallback): HabcError {
  const spans = failureOf(outcome, outside).map(({ span }) => span);
  if (outcome.kind === "failed" && outcome.status !== 0) {
    return new HabcError("phase-failed", `${callback} failed: ${outcome.command}`, {
      hint: statusWords(outcome.status),
      exitCode: outcome.status,
      spans,
    });
  }
  const status = outcome.status;
  return new HabcError(
    "phase-aborted",
    `${callback} ended the process that ran it, with status ${status}`,
    {
      hint: "a callback ends with `return`; `exit` ends the build",
      exitCode: status === 0 ? 1 : status,
      spans,
    },
  );
}
