import type { HabcError } from "../../../compiler/ir/index.ts";
import type { BuildResult } from "../../../runtime/build/request.ts";
import type { EventSink } from "../../../runtime/events.ts";

/** Shows a build while it runs, and how it ended. */
export interface Reporter {
  readonly event: EventSink;
  /** Without a result where the build was to stop before it had one. */
  readonly succeeded: (result: BuildResult | undefined) => void;
  readonly failed: (error: HabcError) => void;
  /** Gives the terminal back; after every other call. */
  readonly close: () => void;
}
