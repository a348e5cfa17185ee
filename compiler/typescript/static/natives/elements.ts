import { iterated, throwError, unknownAt } from "../make.ts";
import { isUnknown, type Machine, type Value } from "../model.ts";
import type { Place } from "../place.ts";

/** One element of an array, such as the key of a pair. */
export function readElement(machine: Machine, value: Value, index: number, at: Place): Value {
  if (value === null || value === undefined) return throwError(at, `${value} is no pair`);
  const items =
    typeof value === "object" && value.kind === "list" ? iterated(machine, value) : undefined;
  if (items === undefined) return isUnknown(value) ? value : unknownAt(at, "takes a pair apart");
  return isUnknown(items) ? items : items[index];
}
