import { fileURLToPath } from "node:url";
import type { PlanSources } from "./plan-file.ts";

/** A call in a file of the plan. */
export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

const callPattern = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/)?\/.*?):(\d+):\d+\)?$/;

/**
 * The calls in the plan's own files, innermost first.
 *
 * @param stack The `stack` of an error, which Node.js has mapped to the sources.
 */
export function planFrames(stack: string, sources: PlanSources | undefined): Frame[] {
  const files = sources?.files();
  const frames = stack.split("\n").flatMap((text) => {
    const [, caller, location = "", line] = callPattern.exec(text) ?? [];
    const file = location.startsWith("file:") ? fileURLToPath(location) : location;
    if (files?.has(file) !== true && file !== sources?.bundle) return [];
    return [{ name: functionName(caller), file, line: Number(line) }];
  });
  return frames.filter((frame, at) => !isSame(frame, frames[at - 1]));
}

/** A function that calls itself says no more the second time. */
function isSame(frame: Frame, other: Frame | undefined): boolean {
  return frame.line === other?.line && frame.file === other.file && frame.name === other.name;
}

/** `Object.do_build [as x]` is `do_build`; what has no name is the plan's top level or a part of it. */
function functionName(caller = ""): string {
  const bare = caller.replace(/ \[as .*\]$/, "").replace(/^new /, "");
  const name = bare.slice(bare.lastIndexOf(".") + 1);
  return name === "" || name.startsWith("<") ? "plan" : name;
}
