/** Reads and sets properties. */

import { Abandoned } from "../../bash/cause.ts";
import { listOf, namedUnknown, setEntry, setItems, throwError, unknownAt } from "./make.ts";
import { isUnknown, type Machine, type Unknown, unknown, type Value } from "./model.ts";
import { collectionMember } from "./natives/collections.ts";
import { listMember } from "./natives/lists.ts";
import { numberMember } from "./natives/numbers.ts";
import { patternMember } from "./natives/patterns.ts";
import { recordMember } from "./natives/records.ts";
import { textMember } from "./natives/texts.ts";
import type { Place } from "./place.ts";
import { handOver, touch } from "./uncertainty.ts";
import { workOnItems } from "./work.ts";
import { write } from "./world.ts";

/**
 * A property of a value.
 *
 * @throws PlanThrows for one of null or undefined.
 */
export function readMember(machine: Machine, value: Value, key: string, at: Place): Value {
  if (value === null || value === undefined) {
    return throwError(at, `${value} has no property \`${key}\``);
  }
  if (typeof value === "string") return textMember(value, key);
  if (typeof value !== "object") return numberMember(key, at);
  switch (value.kind) {
    case "unknown":
      return memberOfUnknown(machine, value, key);
    case "list":
      return listMember(value, key, at);
    case "record":
      return recordMember(value, key, at);
    case "collection":
      return collectionMember(value, key, at);
    case "pattern":
      return patternMember(value, key, at);
    case "host":
      return value.get === undefined
        ? namedUnknown(at, `${value.name}.${key}`)
        : value.get(machine, key, at);
    case "closure":
      return unknownAt(at, `reads \`${key}\` of a function`);
    case "sequence":
      return unknownAt(at, `reads \`${key}\` of an iterator`);
    case "settled":
      return unknownAt(at, `reads \`${key}\` of a promise`);
  }
}

/** A getter that code nobody knows has made may run. */
function memberOfUnknown(machine: Machine, value: Unknown, key: string): Unknown {
  machine.risks += 1;
  touch(machine, value);
  const { cause, name, isBuiltIn } = value;
  return isBuiltIn ? { ...unknown(cause), name: `${name}.${key}`, isBuiltIn } : unknown(cause);
}

/** What an assignment sets. */
export interface MemberWrite {
  readonly object: Value;
  readonly key: string | Unknown;
  readonly value: Value;
  readonly at: Place;
}

/** Sets a property of a value. */
export function writeMember(machine: Machine, { object, key, value, at }: MemberWrite): void {
  if (object === null || object === undefined) throwError(at, `${object} has no properties`);
  if (typeof object !== "object") throwError(at, "a text or number has no properties to set");
  if (isUnknown(object)) {
    if (object.isBuiltIn)
      throw new Abandoned(unknownAt(at, "changes what JavaScript itself offers").cause);
    handOver(machine, [value], object.cause);
    return;
  }
  if (machine.frozen.has(object)) throwError(at, "a frozen object is changed");
  if (object.kind === "record" && !isUnknown(key) && key !== "__proto__") {
    const before = object.fields.content;
    const places = isUnknown(before) ? [] : (before.get(key)?.places ?? []);
    workOnItems(machine, isUnknown(before) ? 0 : before.size, at);
    setEntry(machine, object, key, { value, places: [at, ...places] });
    return;
  }
  if (object.kind === "list" && !isUnknown(key) && setItem(machine, object, key, value, at)) return;
  if (object.kind === "host" && object.set !== undefined && !isUnknown(key)) {
    object.set(machine, key, value, at);
    return;
  }
  if (object.kind === "record" || object.kind === "list") {
    const cause = isUnknown(key) ? key.cause : unknownAt(at, "sets an unusual property").cause;
    handOver(machine, [object, value], cause);
    return;
  }
  throw new Abandoned(unknownAt(at, "changes what JavaScript itself offers").cause);
}

function setItem(
  machine: Machine,
  list: Extract<Value, { kind: "list" }>,
  key: string,
  value: Value,
  at: Place,
): boolean {
  const { content } = list.items;
  if (isUnknown(content)) {
    setItems(machine, list, [value]);
    return true;
  }
  workOnItems(machine, content.length, at);
  if (key === "length" && typeof value === "number" && value <= content.length) {
    setItems(machine, list, content.slice(0, value));
    return true;
  }
  if (!/^(?:0|[1-9]\d{0,5})$/.test(key) || Number(key) > content.length) return false;
  const changed = content.slice();
  changed[Number(key)] = value;
  setItems(machine, list, changed);
  return true;
}

/** Removes a property. */
export function deleteMember(
  machine: Machine,
  object: Value,
  key: string | Unknown,
  at: Place,
): Value {
  if (typeof object === "object" && object?.kind === "record" && !isUnknown(key)) {
    const { content } = object.fields;
    if (isUnknown(content)) return true;
    const changed = new Map(content);
    changed.delete(key);
    write(machine.world, object.fields, changed);
    return true;
  }
  if (
    typeof object === "object" &&
    object?.kind === "host" &&
    !isUnknown(key) &&
    object.remove !== undefined
  ) {
    object.remove(machine, key);
    return true;
  }
  const { cause } = unknownAt(at, "deletes a property");
  handOver(machine, [object, listOf(machine, [])], cause);
  return unknown(cause);
}
