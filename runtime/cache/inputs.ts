/** What a package follows from, as names and texts, and the key that is made of it. */
import { createHash } from "node:crypto";
import type { InputChange } from "../events.ts";

/** Texts, or checksums of what is longer, by a name that people understand. */
export type Inputs = ReadonlyMap<string, string>;

/** Raised when the same inputs no longer stand for the same package, or the names change. */
const keyFormat = "habc build cache 1";

/** @returns The key: 64 hexadecimal digits. The order of the inputs does not count. */
export function keyOf(inputs: Inputs): string {
  const entries = [...inputs].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([keyFormat, ...entries]))
    .digest("hex");
}

/** What is not the same, in the order of the names. */
export function changesBetween(before: Inputs, now: Inputs): InputChange[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  return names
    .filter((name) => before.get(name) !== now.get(name))
    .map((input) => {
      const [old, fresh] = [before.get(input), now.get(input)];
      return {
        input,
        ...(old === undefined ? {} : { before: old }),
        ...(fresh === undefined ? {} : { now: fresh }),
      };
    });
}
