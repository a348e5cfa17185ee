/** Which variables a stretch of a text declares. */
import type { BindingPattern, Directive, ParamPattern, Statement } from "oxc-parser";

/** The names that a pattern binds. */
export function boundNames(pattern: BindingPattern | ParamPattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => {
        if (element === null) return [];
        return boundNames(element.type === "RestElement" ? element.argument : element);
      });
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "RestElement":
      return boundNames(pattern.argument);
    case "TSParameterProperty":
      return boundNames(pattern.parameter);
  }
}

/** The names that `var` declares in a function, also in its blocks and loops. */
export function varNames(statements: readonly (Statement | Directive)[]): string[] {
  return statements.flatMap((statement): string[] => {
    switch (statement.type) {
      case "VariableDeclaration":
        if (statement.kind !== "var" || statement.declare) return [];
        return statement.declarations.flatMap(({ id }) => boundNames(id));
      case "BlockStatement":
        return varNames(statement.body);
      case "IfStatement":
        return varNames([statement.consequent, ...list(statement.alternate)]);
      case "ForStatement":
        return varNames([...declaration(statement.init), statement.body]);
      case "ForInStatement":
      case "ForOfStatement":
        return varNames([...declaration(statement.left), statement.body]);
      case "WhileStatement":
      case "DoWhileStatement":
      case "LabeledStatement":
        return varNames([statement.body]);
      case "SwitchStatement":
        return statement.cases.flatMap(({ consequent }) => varNames(consequent));
      case "TryStatement":
        return varNames([
          statement.block,
          ...list(statement.handler?.body),
          ...list(statement.finalizer),
        ]);
      case "ExportNamedDeclaration":
        return varNames(list(statement.declaration));
      default:
        return [];
    }
  });
}

function list<Item>(item: Item | null | undefined): Item[] {
  return item === null || item === undefined ? [] : [item];
}

function declaration(node: { readonly type: string } | null): Statement[] {
  return node?.type === "VariableDeclaration" ? [node as Statement] : [];
}
