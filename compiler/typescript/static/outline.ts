/** What can be seen of a plan that cannot be read: the names in its definition. */
import type { Expression, ObjectExpression, Program } from "oxc-parser";
import {
  type CallbackIR,
  isCallbackName,
  isSettingName,
  type PlanIR,
  type Span,
} from "../../ir/index.ts";
import type { ParsedFile } from "./parse.ts";
import { spanAt } from "./place.ts";

/** The callbacks and the places of settings that stand in the text of `definePlan({ … })`. */
export function outlineOf({ source, program }: ParsedFile): Pick<PlanIR, "callbacks" | "spans"> {
  const callbacks: Record<string, CallbackIR> = {};
  const spans: Record<string, readonly Span[]> = {};
  for (const definition of definitions(program)) {
    for (const property of definition.properties) {
      if (property.type === "SpreadElement" || property.key.type !== "Identifier") continue;
      const { key, value } = property;
      const span = spanAt({ source, range: property });
      const isVersion = key.name === "pkg_version" && isFunction(value);
      if (isCallbackName(key.name) && (key.name !== "pkg_version" || isVersion)) {
        callbacks[key.name] = { span, language: languageOf(value) };
      } else if (isSettingName(key.name)) {
        spans[key.name] = [span, ...(spans[key.name] ?? [])];
      }
    }
  }
  return { callbacks, spans };
}

function isFunction({ type }: Expression): boolean {
  return type === "FunctionExpression" || type === "ArrowFunctionExpression";
}

function languageOf(value: Expression): CallbackIR["language"] {
  const isText = value.type === "Literal" || value.type === "TemplateLiteral";
  return isText || value.type === "TaggedTemplateExpression" ? "bash" : "typescript";
}

/** The objects that `definePlan` is called with, wherever that is. */
function definitions(program: Program): ObjectExpression[] {
  const found: ObjectExpression[] = [];
  const pending: unknown[] = [program];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (typeof item !== "object" || item === null) continue;
    const definition = definedBy(item as Partial<Expression>);
    if (definition !== undefined) found.push(definition);
    pending.push(...Object.values(item));
  }
  return found;
}

function definedBy(node: Partial<Expression>): ObjectExpression | undefined {
  if (node.type !== "CallExpression" || node.callee === undefined) return undefined;
  const { callee, arguments: [argument] = [] } = node;
  const name = callee.type === "MemberExpression" ? callee.property : callee;
  if (name.type !== "Identifier" || name.name !== "definePlan") return undefined;
  return argument?.type === "ObjectExpression" ? argument : undefined;
}
