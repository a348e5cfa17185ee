/** Regular expressions, and what they find. */

import { isPrimitive, text } from "../convert.ts";
import { listOf, plainRecord, throwError, unknownAt } from "../make.ts";
import {
  type Host,
  isUnknown,
  type List,
  type Machine,
  type Pattern,
  type Unknown,
  type Value,
} from "../model.ts";
import type { Place } from "../place.ts";
import { method, notComputed } from "./method.ts";
import { safely } from "./safely.ts";

/** The regular expression as JavaScript has it. Its flags and source were valid when it was made. */
export function compiled({ source, flags }: Pattern): RegExp {
  return new RegExp(source, flags);
}

/** @throws PlanThrows where it is not valid. */
export function patternOf(source: string, flags: string, at: Place): Pattern {
  try {
    new RegExp(source, flags);
  } catch {
    return throwError(at, "a regular expression is not valid");
  }
  return { kind: "pattern", source, flags };
}

/** What one match is in JavaScript: the texts, and where they are. */
export function matchList(machine: Machine, match: RegExpMatchArray): List {
  const groups =
    match.groups === undefined ? undefined : plainRecord(machine, Object.entries(match.groups));
  const extras = new Map<string, Value>([
    ["index", match.index],
    ["input", match.input],
    ["groups", groups],
  ]);
  return { ...listOf(machine, [...match]), extras };
}

export function patternMember(pattern: Pattern, key: string, at: Place): Value {
  if (key === "source" || key === "flags") return pattern[key];
  if (key === "test" || key === "exec") return finder(key);
  return unknownAt(at, `reads \`${key}\` of a regular expression`);
}

function finder(name: "test" | "exec"): Host {
  return method(name, (machine, call) => {
    const pattern = call.self;
    if (isPrimitive(pattern) || pattern.kind !== "pattern") return notComputed(machine, call, name);
    const subject = text(machine, call.args[0], call.at);
    if (isUnknown(subject)) return subject;
    if (/[gy]/.test(pattern.flags)) {
      machine.stirred.add(pattern);
      return unknownAt(
        call.at,
        `calls \`${name}\` of a regular expression that goes on where it was`,
      );
    }
    const found = find(pattern, subject, call.at);
    if (isUnknown(found)) return found;
    if (name === "test") return found !== null;
    return found === null ? null : matchList(machine, found);
  });
}

function find(pattern: Pattern, subject: string, at: Place): RegExpMatchArray | null | Unknown {
  return safely(pattern, subject, { run: () => compiled(pattern).exec(subject), at });
}
