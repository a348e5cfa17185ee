/** Runs a regular expression on a text so that it comes to an end. */

import { createContext, Script } from "node:vm";
import { unknownAt } from "../make.ts";
import type { Pattern, Unknown } from "../model.ts";
import type { Place } from "../place.ts";

/** In milliseconds. */
const limit = 200;

/** Longer texts are looked through under a time limit. */
const short = 2000;

let context: Record<string, unknown> | undefined;
const script = new Script("result = run();");

/** Calls a function that applies a pattern to a text; unknown where it takes too long. */
export function safely<Result>(
  { source }: Pattern,
  text: string,
  { run, at }: { readonly run: () => Result; readonly at: Place },
): Result | Unknown {
  const repeats = source.match(/[*+{]/g)?.length ?? 0;
  if (repeats === 0 || (repeats === 1 && text.length < short)) return run();
  context ??= createContext({}) as Record<string, unknown>;
  context["run"] = run;
  try {
    script.runInContext(context, { timeout: limit });
    return context["result"] as Result;
  } catch {
    return unknownAt(at, "looks for a regular expression for a long time");
  } finally {
    context["run"] = context["result"] = undefined;
  }
}
