/**
 * A driver in a process of its own, so that a test can run it as another user or kill it:
 * `node job.mjs FOLDER CHANGES SCRIPT` prints what came out as JSON.
 */
import { type Diagnostic, isHabcError } from "../../../compiler/ir/index.ts";
import type { StudioSpec } from "../../../runtime/studio/studio.ts";
import { inStudio, makeStage, type Ran } from "./stage.ts";

/** What it prints. */
export type Outcome = { readonly ran: Ran } | { readonly refused: Diagnostic };

const [parent = "", changes = "{}", script = ""] = process.argv.slice(2);
const stage = makeStage(JSON.parse(changes) as Partial<StudioSpec>, parent);
try {
  print({ ran: await inStudio(stage.spec, script) });
} catch (error) {
  if (!isHabcError(error)) throw error;
  print({ refused: error.diagnostic });
} finally {
  await stage.remove();
}

function print(outcome: Outcome): void {
  console.log(JSON.stringify(outcome));
}
