import type { Build } from "../build/state.ts";
import type { HelperCall, Reply } from "../host/plan-host.ts";

/**
 * A helper of the driver: what the plan gave, and what it gets.
 *
 * @throws HabcError to end the build.
 */
export type Helper = (build: Build, call: HelperCall) => Reply | Promise<Reply>;
