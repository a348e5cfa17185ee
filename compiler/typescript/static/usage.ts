/** What a stretch of a text uses, without a look at what it does. */
import type {
  ArrowFunctionExpression,
  Expression,
  Function as FunctionNode,
  Program,
} from "oxc-parser";

type Node = Record<string, unknown>;

/** Nodes of types in which expressions can stand. */
const withExpressions = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "TSNonNullExpression",
  "TSInstantiationExpression",
  "TSEnumDeclaration",
  "TSEnumBody",
  "TSEnumMember",
  "TSModuleDeclaration",
  "TSModuleBlock",
  "TSParameterProperty",
  "TSExportAssignment",
  "TSImportEqualsDeclaration",
]);

/** What was found in a text. */
export interface Usage {
  /** Names that stand where a value can be, whatever they name there. */
  readonly names: ReadonlySet<string>;
  /** The functions in it that are in no other one. */
  readonly functions: readonly (FunctionNode | ArrowFunctionExpression)[];
}

/** The names that a file uses as values; esbuild leaves out imports that are types alone. */
export function usedNames({ body }: Program): ReadonlySet<string> {
  return usageOf(body.filter(({ type }) => type !== "ImportDeclaration")).names;
}

export function usageOf(node: unknown): Usage {
  const names = new Set<string>();
  const functions: (FunctionNode | ArrowFunctionExpression)[] = [];
  const visit = (item: unknown, outermost: boolean): void => {
    if (Array.isArray(item)) for (const each of item) visit(each, outermost);
    if (typeof item !== "object" || item === null || Array.isArray(item)) return;
    const found = item as Node;
    if (isType(found)) return;
    if (found["type"] === "Identifier") names.add(String(found["name"]));
    const made = outermost ? functionOf(found) : undefined;
    if (made !== undefined) functions.push(made);
    for (const [key, value] of Object.entries(found)) {
      if (!isName(found, key)) visit(value, outermost && made === undefined);
    }
  };
  visit(node, true);
  return { names, functions };
}

/** A function, or what a class does when it makes an object. */
function functionOf(node: Node): FunctionNode | ArrowFunctionExpression | undefined {
  const { type } = node;
  const isFunction = /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(
    String(type),
  );
  if (isFunction) return node as unknown as FunctionNode;
  const value = type === "PropertyDefinition" ? (node["value"] as Expression | null) : null;
  return value === null ? undefined : asFunction(value);
}

/** An expression that runs when others want it. */
function asFunction(body: Expression): ArrowFunctionExpression {
  const { start, end } = body;
  return {
    type: "ArrowFunctionExpression",
    expression: true,
    async: false,
    params: [],
    body,
    id: null,
    generator: false,
    start,
    end,
  };
}

function isType({ type }: Node): boolean {
  return typeof type === "string" && type.startsWith("TS") && !withExpressions.has(type);
}

/** Whether a part of a node is a name that is no variable, or a type. */
function isName(node: Node, key: string): boolean {
  if (key === "typeAnnotation") return true;
  if (node["computed"] !== false) return false;
  return key === "property" || (key === "key" && node["shorthand"] !== true);
}
