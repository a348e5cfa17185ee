/** Where errors come from, for those whose own stack does not say. */

/** What failed, and where the plan asked for it. */
export interface Origin {
  /** As a line of the plan would say it. */
  readonly command: string;
  /** An error made at the call: its stack is the place. */
  readonly place: Error;
}

const origins = new WeakMap<object, Origin>();

export function setOrigin(error: object, origin: Origin): void {
  origins.set(error, origin);
}

export function originOf(error: object): Origin | undefined {
  return origins.get(error);
}
