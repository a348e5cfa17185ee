/** Enums: records of their members, with the names of those that are numbers by number. */
import type { TSEnumDeclaration, TSEnumMember } from "oxc-parser";
import { Lost } from "./cause.ts";
import { recordOf, setEntry, unread } from "./make.ts";
import type { Completion, Machine, Scope, Value } from "./model.ts";
import { declare, find, innerScope, placeOf } from "./scope.ts";
import { isKnown, write } from "./world.ts";

/** Gives an enum its value. Its initializers see the members before them by their names alone. */
export function enumDeclaration(
  machine: Machine,
  node: TSEnumDeclaration,
  outer: Scope,
): Completion {
  const binding = find(outer, node.id.name);
  const scope = innerScope(outer);
  const cause = unread(placeOf(scope, node), "has an enum that is not read:");
  // A second declaration adds to the first one.
  if (binding === undefined || isKnown(binding.cell)) throw new Lost(cause);
  const record = recordOf(machine, new Map());
  declare(machine.world, scope, node.id.name, { constant: true, value: record });
  let last: Value = -1;
  for (const member of node.body.members) {
    const name = nameOf(member);
    const value: Value =
      member.initializer === null
        ? next(last)
        : machine.evaluate(machine, member.initializer, scope);
    if (name === undefined || (typeof value !== "string" && typeof value !== "number")) {
      throw new Lost(cause);
    }
    const places = [placeOf(scope, member)];
    setEntry(machine, record, name, { value, places });
    if (typeof value === "number")
      setEntry(machine, record, String(value), { value: name, places });
    declare(machine.world, scope, name, { constant: true, value });
    last = value;
  }
  write(machine.world, binding.cell, record);
  return undefined;
}

function next(last: Value): number | undefined {
  return typeof last === "number" ? last + 1 : undefined;
}

function nameOf({ id }: TSEnumMember): string | undefined {
  if (id.type === "Identifier") return id.name;
  return id.type === "Literal" ? id.value : undefined;
}
