import type { StartedPlan } from "../../../compiler/init/index.ts";
import type { EditorSetUp } from "../../editor/set-up.ts";
import type { ChosenOrigin } from "./origin.ts";

/** A plan that was started. */
export interface Started {
  /** The folder of the project; absolute. */
  readonly path: string;
  readonly plan: StartedPlan;
  readonly origin: ChosenOrigin;
  /** Absolute paths. */
  readonly made: readonly string[];
  /** Files that were there already, and stay as they are. */
  readonly kept: readonly string[];
  readonly editor: EditorSetUp | undefined;
}
