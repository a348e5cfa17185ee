/** Evaluates an expression: what JavaScript would make of it, as far as it can be known. */

import type { Expression } from "oxc-parser";
import { deleteMember, readMember } from "./access.ts";
import { assignment, isThere, memberKey, update } from "./assignment.ts";
import { classValue } from "./classes.ts";
import { truth } from "./convert.ts";
import { callValue, runBody } from "./functions.ts";
import { throwError, unknownAt, unread } from "./make.ts";
import {
  isUnknown,
  type Machine,
  type Scope,
  uninitialized,
  unknown,
  type Value,
} from "./model.ts";
import { importMeta } from "./natives/files.ts";
import { globalValue } from "./natives/globals.ts";
import { notComputed, outOfReach } from "./natives/method.ts";
import { patternOf } from "./natives/patterns.ts";
import { arrayLiteral, objectLiteral, spreadValues, tagArguments, template } from "./objects.ts";
import { binary, unary } from "./operators.ts";
import { excerpt } from "./place.ts";
import { find, placeOf, selfOf } from "./scope.ts";
import { eitherWay, giveUp, giveUpOn, runUnknown } from "./uncertainty.ts";
import { work } from "./work.ts";
import { joinValues } from "./world.ts";

type Node<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;

type Evaluators = {
  readonly [Type in Expression["type"]]?: (
    machine: Machine,
    node: Node<Type>,
    scope: Scope,
  ) => Value;
};

/** A value, or that a chain of `?.` has ended before it. */
type Chained = Value | typeof ended;
const ended = Symbol("ended");

const evaluators: Evaluators = {
  Literal: literal,
  TemplateLiteral: template,
  Identifier: identifier,
  ArrayExpression: arrayLiteral,
  ObjectExpression: objectLiteral,
  ArrowFunctionExpression: (_, node, scope) => ({ kind: "closure", node, scope }),
  FunctionExpression: (_, node, scope) => ({ kind: "closure", node, scope }),
  ClassExpression: classValue,
  AssignmentExpression: assignment,
  UpdateExpression: update,
  BinaryExpression: binaryExpression,
  UnaryExpression: unaryExpression,
  LogicalExpression: logical,
  ConditionalExpression: conditional,
  SequenceExpression: (machine, { expressions }, scope) =>
    expressions.map((node) => evaluate(machine, node, scope)).at(-1),
  AwaitExpression: awaited,
  NewExpression: construct,
  TaggedTemplateExpression: tagged,
  ThisExpression: (_, __, scope) => selfOf(scope),
  MetaProperty: (_, { meta }) => (meta.name === "import" ? importMeta : undefined),
  MemberExpression: (machine, node, scope) => whole(chained(machine, node, scope)),
  CallExpression: (machine, node, scope) => whole(chained(machine, node, scope)),
  ChainExpression: (machine, { expression }, scope) => whole(chained(machine, expression, scope)),
  ParenthesizedExpression: inner,
  TSAsExpression: inner,
  TSSatisfiesExpression: inner,
  TSNonNullExpression: inner,
  TSTypeAssertion: inner,
  TSInstantiationExpression: inner,
};

export function evaluate(machine: Machine, node: Expression, scope: Scope): Value {
  const at = placeOf(scope, node);
  work(machine, 1, at);
  const evaluator = evaluators[node.type] as
    | ((machine: Machine, node: Expression, scope: Scope) => Value)
    | undefined;
  if (evaluator === undefined) return giveUpOn(machine, { node, scope, cause: unread(at, "uses") });
  return evaluator(machine, node, scope);
}

function whole(value: Chained): Value {
  return value === ended ? undefined : value;
}

function inner(
  machine: Machine,
  { expression }: { readonly expression: Expression },
  scope: Scope,
): Value {
  return evaluate(machine, expression, scope);
}

function literal(_: Machine, node: Node<"Literal">, scope: Scope): Value {
  if (!("regex" in node)) return node.value;
  return patternOf(node.regex.pattern, node.regex.flags, placeOf(scope, node));
}

function identifier(machine: Machine, node: Node<"Identifier">, scope: Scope): Value {
  const { name } = node;
  const at = placeOf(scope, node);
  const binding = find(scope, name);
  if (binding === undefined) return globalValue(machine, name, at);
  const { content } = binding.cell;
  if (content === uninitialized) return throwError(at, `\`${name}\` is used before it is set`);
  return content;
}

function binaryExpression(machine: Machine, node: Node<"BinaryExpression">, scope: Scope): Value {
  const at = placeOf(scope, node);
  if (node.left.type === "PrivateIdentifier")
    return giveUpOn(machine, { node, scope, cause: unread(at, "uses") });
  const left = evaluate(machine, node.left, scope);
  const right = evaluate(machine, node.right, scope);
  return binary(machine, node.operator, [left, right], at);
}

function unaryExpression(machine: Machine, node: Node<"UnaryExpression">, scope: Scope): Value {
  const at = placeOf(scope, node);
  const { argument, operator } = node;
  if (operator === "delete" && argument.type === "MemberExpression") {
    const object = evaluate(machine, argument.object, scope);
    return deleteMember(machine, object, memberKey(machine, argument, scope), at);
  }
  return unary(machine, operator, evaluate(machine, argument, scope), at);
}

function logical(machine: Machine, node: Node<"LogicalExpression">, scope: Scope): Value {
  const left = evaluate(machine, node.left, scope);
  const right = () => evaluate(machine, node.right, scope);
  const stays = node.operator === "??" ? isThere(left) : truth(left);
  if (!isUnknown(stays)) return stays === (node.operator !== "&&") ? left : right();
  const { cause } = stays;
  const values = eitherWay<Value>(machine, cause, [() => left, right]);
  return values.reduce((a, b) => joinValues(machine.world, a, b, cause));
}

function conditional(machine: Machine, node: Node<"ConditionalExpression">, scope: Scope): Value {
  const test = truth(evaluate(machine, node.test, scope));
  if (test === true) return evaluate(machine, node.consequent, scope);
  if (test === false) return evaluate(machine, node.alternate, scope);
  const { cause } = test;
  const values = eitherWay<Value>(machine, cause, [
    () => evaluate(machine, node.consequent, scope),
    () => evaluate(machine, node.alternate, scope),
  ]);
  return values.reduce((a, b) => joinValues(machine.world, a, b, cause));
}

/** One link of `a?.b.c(d)`. */
function chained(machine: Machine, node: Expression, scope: Scope): Chained {
  if (node.type === "MemberExpression") {
    const object = object_(machine, node, scope);
    return object === ended ? ended : member(machine, node, object, scope);
  }
  if (node.type === "TSNonNullExpression") return chained(machine, node.expression, scope);
  if (node.type !== "CallExpression") return evaluate(machine, node, scope);
  const callee = bare(node.callee);
  if (callee.type === "Identifier" && callee.name === "eval" && find(scope, "eval") === undefined) {
    return giveUp(machine, unread(placeOf(scope, node), "runs"));
  }
  const isMember = callee.type === "MemberExpression";
  const self = isMember ? object_(machine, callee, scope) : undefined;
  if (self === ended) return ended;
  const called = isMember ? member(machine, callee, self, scope) : chained(machine, callee, scope);
  if (called === ended) return ended;
  if (node.optional) {
    const isSet = isThere(called);
    if (isSet === false) return ended;
    if (isUnknown(isSet))
      return perhaps(machine, isSet, () => call(machine, node, { called, self, scope }));
  }
  const run = () => call(machine, node, { called, self, scope });
  return isUnknown(called) && hasOptional(callee) ? perhaps(machine, called, run) : run();
}

/** An expression without the types around it. */
function bare(node: Expression): Expression {
  switch (node.type) {
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ParenthesizedExpression":
      return bare(node.expression);
    default:
      return node;
  }
}

/** Whether a `?.` stands in a chain. */
function hasOptional(node: Expression): boolean {
  if (node.type === "MemberExpression") return node.optional || hasOptional(node.object);
  if (node.type === "CallExpression") return node.optional || hasOptional(node.callee);
  return node.type === "TSNonNullExpression" && hasOptional(node.expression);
}

/** The object of a member expression; a `?.` behind nothing ends the chain. */
function object_(machine: Machine, node: Node<"MemberExpression">, scope: Scope): Chained {
  const object = chained(machine, node.object, scope);
  const endsHere = node.optional && object !== ended && isThere(object) === false;
  return endsHere ? ended : object;
}

function member(
  machine: Machine,
  node: Node<"MemberExpression">,
  object: Value,
  scope: Scope,
): Value {
  const key = memberKey(machine, node, scope);
  const at = placeOf(scope, node);
  if (object === null || object === undefined)
    return throwError(at, `\`${excerpt(at)}\`: the object is ${object}`);
  return isUnknown(key) ? unknown(key.cause) : readMember(machine, object, key, at);
}

function perhaps(
  machine: Machine,
  { cause }: { cause: Parameters<typeof unknown>[0] },
  run: () => Value,
): Value {
  const values = eitherWay<Value>(machine, cause, [() => undefined, run]);
  return values.reduce((a, b) => joinValues(machine.world, a, b, cause));
}

function call(
  machine: Machine,
  node: Node<"CallExpression">,
  { called, self, scope }: { readonly called: Value; readonly self: Value; readonly scope: Scope },
): Value {
  const args = spreadValues(machine, node.arguments, scope);
  return callValue(machine, called, { self, args, at: placeOf(scope, node) });
}

function construct(machine: Machine, node: Node<"NewExpression">, scope: Scope): Value {
  const at = placeOf(scope, node);
  const callee = evaluate(machine, node.callee, scope);
  const args = spreadValues(machine, node.arguments, scope);
  const made = { self: undefined, args, at };
  if (isUnknown(callee))
    return outOfReach(
      machine,
      made,
      unknownAt(at, `makes a \`${callee.name ?? excerpt(placeOf(scope, node.callee))}\``),
    );
  const isHost = typeof callee === "object" && callee?.kind === "host";
  if (isHost && callee.construct !== undefined) return callee.construct(machine, made);
  if (typeof callee === "object" && callee?.kind === "closure") {
    const { cause } = unknownAt(at, "makes an object with a function");
    return outOfReach(machine, { ...made, self: callee }, unknown(cause));
  }
  return notComputed(machine, made, excerpt(at));
}

function tagged(machine: Machine, node: Node<"TaggedTemplateExpression">, scope: Scope): Value {
  const tagNode = bare(node.tag);
  const isMember = tagNode.type === "MemberExpression";
  const self = isMember ? evaluate(machine, tagNode.object, scope) : undefined;
  const tag = isMember ? member(machine, tagNode, self, scope) : evaluate(machine, tagNode, scope);
  const args = tagArguments(machine, node, scope);
  return callValue(machine, tag, { self, args, at: placeOf(scope, node) });
}

/** Whatever waits runs before what is behind an `await`. */
function awaited(machine: Machine, node: Node<"AwaitExpression">, scope: Scope): Value {
  const at = placeOf(scope, node);
  const value =
    directCall(machine, node.argument, scope) ?? evaluate(machine, node.argument, scope);
  const { cause } = unknownAt(at, "waits for something");
  runUnknown(machine, cause);
  if (typeof value !== "object" || value === null) return value;
  if (value.kind === "settled") return value.value;
  if (value.kind === "unknown") return unknown(value.cause);
  if (value.kind !== "record") return value;
  const { content } = value.fields;
  const isPlain = !isUnknown(content) && !content.has("then");
  return isPlain ? value : unknown(cause);
}

/** A call of an asynchronous function that is awaited at once runs from its beginning to its end. */
function directCall(machine: Machine, node: Expression, scope: Scope): Value {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  const binding = find(scope, node.callee.name);
  const callee = binding?.cell.content;
  if (typeof callee !== "object" || callee?.kind !== "closure") return undefined;
  if (!callee.node.async || callee.node.generator) return undefined;
  const args = spreadValues(machine, node.arguments, scope);
  const value = runBody(machine, callee, { self: undefined, args, at: placeOf(scope, node) });
  return { kind: "settled", value };
}
