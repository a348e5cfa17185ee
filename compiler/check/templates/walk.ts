/** Goes through a template and reports what it asks for. */
import { templateHelper } from "../../ir/index.ts";
import type { Argument, Block, Call, Node, Path, Range, Template } from "../../template/index.ts";
import { isMissing, lookUp, type Missing, type Scope } from "./scope.ts";
import { any, itemOf, type Shape } from "./shape.ts";

/** One place where a template asks for what there is not. */
export interface MissingPlace {
  readonly path: Path;
  readonly missing: Missing;
  /** It asks whether it is there before it uses it. */
  readonly isCondition: boolean;
}

/** What a template asks for and may not get. */
export interface Visitor {
  readonly missing: (place: MissingPlace) => void;
  readonly unknownHelper: (call: Call, isBlock: boolean) => void;
  /** Every call of a helper that there is. */
  readonly helper: (call: Call) => void;
  /** A partial that the template does not define itself. */
  readonly partial: (node: Range, name: string | undefined) => void;
}

/** @param data The root of the data. */
export function walkTemplate({ nodes }: Template, data: Shape, visitor: Visitor): void {
  const root: Scope = { value: { shape: data, name: "" }, params: new Map() };
  const inline = new Set(inlinePartials(nodes));
  walkNodes(nodes, { scopes: [root], asked: new Set(), inline, visitor });
}

interface Walk {
  readonly scopes: readonly Scope[];
  /** The names that a condition around the node asks for. */
  readonly asked: ReadonlySet<string>;
  readonly inline: ReadonlySet<string>;
  readonly visitor: Visitor;
}

function inlinePartials(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === "block") return inlinePartials([...node.body, ...node.otherwise]);
    if (node.type !== "decorator") return [];
    const [name] = node.call.args;
    return name?.type === "literal" && name.text !== undefined ? [name.text] : [];
  });
}

function walkNodes(nodes: readonly Node[], walk: Walk): void {
  for (const node of nodes) {
    if (node.type === "output") walkCall(node.call, walk, { isOutput: true, isCondition: false });
    else if (node.type === "block") walkBlock(node, walk);
    else if (node.type === "raw")
      walkCall(node.call, walk, { isOutput: false, isCondition: false });
    else if (node.type === "partial" && (node.name === undefined || !walk.inline.has(node.name))) {
      walk.visitor.partial(node, node.name);
    }
  }
}

/** Helpers that only ask for what they are given. */
const asking = new Set(["if", "unless", "with", "each", "eachAlive", "and", "or", "not"]);

function walkBlock(node: Block, walk: Walk): void {
  const { call, body, otherwise, params } = node;
  const name = nameOf(call);
  const spec = name === undefined ? undefined : templateHelper(name);
  if (spec === undefined) walk.visitor.unknownHelper(call, true);
  else walk.visitor.helper(call);
  const isCondition = name !== undefined && asking.has(name);
  for (const argument of argumentsOf(call)) walkArgument(argument, walk, isCondition);
  const asked = new Set([...walk.asked, ...(isCondition ? namesAsked(call, walk.scopes) : [])]);
  const inner = { ...walk, asked };
  walkNodes(otherwise, inner);
  const [subject] = call.args;
  if (spec?.scope === undefined || subject === undefined) {
    walkNodes(body, inner);
    return;
  }
  const value = subjectOf(subject, walk.scopes);
  const own = spec.scope === "items" ? { shape: itemOf(value.shape), name: undefined } : value;
  const [first, second] = params;
  const named = new Map([
    ...(first === undefined ? [] : [[first.name, own] as const]),
    ...(second === undefined ? [] : [[second.name, { shape: any, name: undefined }] as const]),
  ]);
  walkNodes(body, { ...inner, scopes: [{ value: own, params: named }, ...walk.scopes] });
}

function walkCall(
  call: Call,
  walk: Walk,
  { isOutput, isCondition }: { readonly isOutput: boolean; readonly isCondition: boolean },
): void {
  const name = nameOf(call);
  const hasArguments = call.args.length + call.hash.length > 0;
  const isHelper = name !== undefined && templateHelper(name) !== undefined;
  if (isHelper) walk.visitor.helper(call);
  else if (hasArguments || !isOutput) walk.visitor.unknownHelper(call, false);
  else if (call.name.type === "path") walkPath(call.name, walk, isCondition);
  if (call.name.type === "call") walkCall(call.name, walk, { isOutput: true, isCondition });
  const asks = isCondition || (name !== undefined && asking.has(name));
  for (const argument of argumentsOf(call)) walkArgument(argument, walk, asks);
}

function walkArgument(argument: Argument, walk: Walk, isCondition: boolean): void {
  if (argument.type === "path") walkPath(argument, walk, isCondition);
  else if (argument.type === "call") walkCall(argument, walk, { isOutput: true, isCondition });
}

function walkPath(path: Path, { scopes, asked, visitor }: Walk, isCondition: boolean): void {
  const found = lookUp(path, scopes);
  if (!isMissing(found)) return;
  const isAsked = [...asked].some(
    (name) => found.name === name || found.name.startsWith(`${name}.`),
  );
  visitor.missing({ path, missing: found, isCondition: isCondition || isAsked });
}

function argumentsOf({ args, hash }: Call): Argument[] {
  return [...args, ...hash.map(({ value }) => value)];
}

/** The name of a helper; undefined where a path can only be a value. */
export function nameOf({ name }: Call): string | undefined {
  if (name.type !== "path" || name.up > 0 || name.root || name.local || name.explicit)
    return undefined;
  return name.segments.length === 1 ? name.segments[0]?.name : undefined;
}

function subjectOf(argument: Argument, scopes: readonly Scope[]) {
  const nothing = { shape: any, name: undefined };
  if (argument.type !== "path") return nothing;
  const found = lookUp(argument, scopes);
  return isMissing(found) ? nothing : found;
}

/** The names of all paths in a condition, whether they are there or not. */
function namesAsked(call: Call, scopes: readonly Scope[]): string[] {
  return argumentsOf(call).flatMap((argument) => {
    if (argument.type === "call") return namesAsked(argument, scopes);
    if (argument.type !== "path") return [];
    const { name } = lookUp(argument, scopes);
    return name ? [name] : [];
  });
}
