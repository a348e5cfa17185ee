import type { Dynamic } from "../ir/index.ts";

/** Why something cannot be known: words that follow "it", such as "runs `date`", and the place. */
export type Cause = Dynamic;

/** Something that cannot be known without running the plan. */
export interface Unknown {
  readonly cause: Cause;
}

/** A text, or why it is not known. */
export type Text = string | Unknown;

export function unknown(cause: Cause): Unknown {
  return { cause };
}

export function isUnknown(value: string | number | boolean | Unknown): value is Unknown {
  return typeof value === "object";
}

const conditional = "depends on a condition that ";

/** The cause of what differs between the branches of a condition that cannot be known. */
export function conditionCause(cause: Cause): Cause {
  if (cause.reason.startsWith("depends on ")) return cause;
  return { reason: `${conditional}${cause.reason}`, span: cause.span };
}

/**
 * Thrown inside the computation of one value (a pattern, an arithmetic expression) that turns
 * out not to be knowable. Whoever asked for the value catches it.
 */
export class NotKnown extends Error {
  override readonly cause: Cause;
  constructor(cause: Cause) {
    super(cause.reason);
    this.cause = cause;
  }
}

/** What `compute` gives, or what `otherwise` makes of why it is not known. */
export function knownOr<Result>(
  compute: () => Result,
  otherwise: (cause: Cause) => Result,
): Result {
  try {
    return compute();
  } catch (thrown) {
    if (thrown instanceof NotKnown) return otherwise(thrown.cause);
    throw thrown;
  }
}

/** Thrown when reading has to be given up: nothing is known about the plan's end state. */
export class Abandoned extends Error {
  override readonly cause: Cause;
  constructor(cause: Cause) {
    super(cause.reason);
    this.cause = cause;
  }
}

/** Thrown by an expansion that makes bash stop the plan, as `${name:?}` does. */
export class PlanStops extends Error {
  override readonly cause: Cause;
  constructor(cause: Cause) {
    super(cause.reason);
    this.cause = cause;
  }
}

/**
 * Thrown where code runs that is not known, such as `eval` of the output of a program. It may
 * have changed anything in its shell; a subshell around it keeps that from the plan.
 */
export class Lost extends Error {
  override readonly cause: Cause;
  constructor(cause: Cause) {
    super(cause.reason);
    this.cause = cause;
  }
}
