/** Assignments, `++` and `--`. */

import type { AssignmentTarget, BinaryOperator, Expression } from "oxc-parser";
import { Abandoned } from "../../bash/cause.ts";
import { type MemberWrite, readMember, writeMember } from "./access.ts";
import { Lost } from "./cause.ts";
import { propertyKey, truth } from "./convert.ts";
import { throwError, unknownAt } from "./make.ts";
import {
  isUnknown,
  type Machine,
  type Scope,
  type Unknown,
  uninitialized,
  type Value,
} from "./model.ts";
import { binary } from "./operators.ts";
import { type Assign, takeApart } from "./patterns.ts";
import { find, placeOf } from "./scope.ts";
import { eitherWay } from "./uncertainty.ts";
import { joinValues, write } from "./world.ts";

type Node<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;

/** Where a value goes, once it is known what it is. */
interface Reference {
  read(): Value;
  set(value: Value): void;
}

export function assignment(
  machine: Machine,
  node: Node<"AssignmentExpression">,
  scope: Scope,
): Value {
  const { left, operator, right } = node;
  if (left.type === "ArrayPattern" || left.type === "ObjectPattern") {
    const value = machine.evaluate(machine, right, scope);
    const assign: Assign = (target, part) =>
      referenceOf(machine, target as AssignmentTarget, scope).set(part);
    takeApart(machine, left, value, { scope, assign });
    return value;
  }
  const reference = referenceOf(machine, left, scope);
  const at = placeOf(scope, node);
  if (operator === "=") {
    const value = machine.evaluate(machine, right, scope);
    reference.set(value);
    return value;
  }
  if (operator === "||=" || operator === "&&=" || operator === "??=") {
    return logicalAssignment(machine, node, { reference, scope });
  }
  const before = reference.read();
  const value = machine.evaluate(machine, right, scope);
  const result = binary(machine, operator.slice(0, -1) as BinaryOperator, [before, value], at);
  reference.set(result);
  return result;
}

function logicalAssignment(
  machine: Machine,
  { operator, right }: Node<"AssignmentExpression">,
  { reference, scope }: { readonly reference: Reference; readonly scope: Scope },
): Value {
  const before = reference.read();
  const set = () => {
    const value = machine.evaluate(machine, right, scope);
    reference.set(value);
    return value;
  };
  const stays = operator === "??=" ? isThere(before) : truth(before);
  if (isUnknown(stays)) {
    const { cause } = stays;
    const values = eitherWay<Value>(machine, cause, [() => before, set]);
    return values.reduce((a, b) => joinValues(machine.world, a, b, cause));
  }
  return stays === (operator !== "&&=") ? before : set();
}

/** Whether there is a value, as `??` asks. */
export function isThere(value: Value): boolean | Unknown {
  return isUnknown(value) ? value : value !== undefined && value !== null;
}

export function update(machine: Machine, node: Node<"UpdateExpression">, scope: Scope): Value {
  const at = placeOf(scope, node);
  const reference = referenceOf(machine, node.argument, scope);
  const before = binary(machine, "-", [reference.read(), 0], at);
  const after = binary(machine, node.operator === "++" ? "+" : "-", [before, 1], at);
  reference.set(after);
  return node.prefix ? after : before;
}

function referenceOf(
  machine: Machine,
  target: AssignmentTarget | Expression,
  scope: Scope,
): Reference {
  const at = placeOf(scope, target);
  switch (target.type) {
    case "Identifier":
      return variableReference(machine, target.name, scope, at);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return referenceOf(machine, target.expression, scope);
    case "MemberExpression": {
      const object = machine.evaluate(machine, target.object, scope);
      const key = memberKey(machine, target, scope);
      return {
        read: () => (isUnknown(key) ? key : readMember(machine, object, key, at)),
        set: (value) => writeMember(machine, { object, key, value, at } satisfies MemberWrite),
      };
    }
  }
  throw new Lost(unknownAt(at, "assigns to something unusual").cause);
}

/** The name of the property that a member expression reads. */
export function memberKey(
  machine: Machine,
  node: Node<"MemberExpression">,
  scope: Scope,
): string | Unknown {
  const { property } = node;
  if (property.type === "PrivateIdentifier") {
    return unknownAt(placeOf(scope, node), "uses a private name");
  }
  if (!node.computed) return (property as { name: string }).name;
  const at = placeOf(scope, property);
  return propertyKey(machine, machine.evaluate(machine, property as Expression, scope), at);
}

function variableReference(
  machine: Machine,
  name: string,
  scope: Scope,
  at: ReturnType<typeof placeOf>,
): Reference {
  const binding = find(scope, name);
  if (binding === undefined) {
    throw new Abandoned(unknownAt(at, `changes \`${name}\`, which is not the plan's own`).cause);
  }
  return {
    read() {
      const { content } = binding.cell;
      return content === uninitialized
        ? throwError(at, `\`${name}\` is used before it is set`)
        : content;
    },
    set(value) {
      if (binding.constant) throwError(at, `\`${name}\` is constant`);
      if (binding.cell.content === uninitialized)
        throwError(at, `\`${name}\` is used before it is set`);
      write(machine.world, binding.cell, value);
    },
  };
}
