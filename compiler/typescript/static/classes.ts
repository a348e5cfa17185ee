/** Classes. What they make is not followed; their methods may run whenever unknown code does. */
import type { Class, ClassElement } from "oxc-parser";
import { unknownAt } from "./make.ts";
import type { Machine, Scope, Value } from "./model.ts";
import { placeOf } from "./scope.ts";
import { giveUpOn } from "./uncertainty.ts";
import { usageOf } from "./usage.ts";
import { letGo } from "./world.ts";

export function classValue(machine: Machine, node: Class, scope: Scope): Value {
  const name = node.id?.name ?? "class";
  const value = { ...unknownAt(placeOf(scope, node), `is made by the class \`${name}\``), name };
  const { body } = node.body;
  if (!body.every(isPlain)) machine.sly = true;
  const isQuiet = node.superClass === null || node.superClass.type === "Identifier";
  if (!isQuiet || hasDecorators(node) || !body.every(runsNothing)) {
    return giveUpOn(machine, { node, scope, cause: value.cause });
  }
  for (const made of usageOf(node.body).functions) {
    letGo(machine.world, { kind: "closure", node: made, scope });
  }
  return value;
}

/** Methods that JavaScript itself calls. */
const calledByItself = new Set(["toString", "valueOf", "toJSON", "then"]);

/** Whether objects of the class run code only where one of their methods is called. */
function isPlain(element: ClassElement): boolean {
  if (element.type !== "MethodDefinition") return element.type !== "AccessorProperty";
  const { computed, kind, key } = element;
  if (computed || kind === "get" || kind === "set") return false;
  return key.type !== "Identifier" || !calledByItself.has(key.name);
}

/** Whether defining it runs nothing. */
function runsNothing(element: ClassElement): boolean {
  if (element.type === "TSIndexSignature") return true;
  if (element.type === "StaticBlock" || element.type === "AccessorProperty") return false;
  if (element.computed || hasDecorators(element)) return false;
  return element.type === "MethodDefinition" || !element.static || element.value === null;
}

function hasDecorators({ decorators }: { readonly decorators?: readonly unknown[] }): boolean {
  return decorators !== undefined && decorators.length > 0;
}
