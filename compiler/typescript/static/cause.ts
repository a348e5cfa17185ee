import { type Cause, conditionCause } from "../../bash/cause.ts";
import type { Value } from "./model.ts";
import { type Place, spanAt } from "./place.ts";

export { type Cause, conditionCause };

/** @param reason Words that follow "it", without a full stop: "calls `execSync`". */
export function causeAt(place: Place, reason: string): Cause {
  return { reason, span: spanAt(place) };
}

/** The plan throws: what follows runs only behind a `catch`. */
export class PlanThrows extends Error {
  readonly value: Value;
  override readonly cause: Cause;
  constructor(value: Value, cause: Cause) {
    super(cause.reason);
    this.value = value;
    this.cause = cause;
  }
}

/**
 * What a function does cannot be followed. The call that it ends, or the statement of a module,
 * catches it, and from there on nothing that can be changed is known.
 */
export class Lost extends Error {
  override readonly cause: Cause;
  constructor(cause: Cause) {
    super(cause.reason);
    this.cause = cause;
  }
}
