import type { Pace } from "./pace.ts";
import type { Build } from "./state.ts";

/** Where a build works whose files are kept. */
export interface KeptPlace {
  readonly scratch: string;
  /** A source cache of its own: another build of the same package empties the common one. */
  readonly sources: string;
  /** When the build began, in milliseconds since 1970, where it is taken up. */
  readonly time?: number;
}

/** What a build does otherwise that is kept. */
export interface Keeper {
  readonly place: KeptPlace;
  /** The release of the build that is taken up; absent for one that begins. */
  readonly release?: string;
  /**
   * Called when the plan is loaded, before its first phase.
   *
   * @returns How the phases run.
   */
  begin(build: Build): Promise<Pace>;
  /** Puts the finished package into the store. */
  publish(build: Build): Promise<void>;
}
