/** Makes the variables of a block before its statements run. */

import type { Directive, Statement } from "oxc-parser";
import { unknownAt } from "./make.ts";
import type { Closure, Machine, Scope } from "./model.ts";
import { boundNames, varNames } from "./names.ts";
import { declare, placeOf } from "./scope.ts";

type Statements = readonly (Statement | Directive)[];

/** The variables of `var`, for the body of a function or module. */
export function declareVars({ world }: Machine, statements: Statements, scope: Scope): void {
  for (const name of varNames(statements)) {
    if (!scope.bindings.has(name))
      declare(world, scope, name, { constant: false, value: undefined });
  }
}

/** What `let`, `const`, classes and functions declare in a block. */
export function declareBlock(machine: Machine, statements: Statements, scope: Scope): void {
  for (const statement of statements) {
    const isExport =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
    const node = isExport ? statement.declaration : statement;
    if (node !== null) declareOne(machine, node, scope);
  }
}

function declareOne(
  { world }: Machine,
  node:
    | Exclude<Extract<Statement, { type: "ExportDefaultDeclaration" }>["declaration"], null>
    | Statement
    | Directive,
  scope: Scope,
): void {
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind === "var" || node.declare) return;
      for (const name of node.declarations.flatMap(({ id }) => boundNames(id))) {
        declare(world, scope, name, { constant: node.kind !== "let" });
      }
      return;
    case "TSEnumDeclaration":
      // esbuild may have put the value of a member where it is used, also before the enum.
      if (!node.declare) {
        const value = unknownAt(placeOf(scope, node), "uses an enum before its declaration");
        declare(world, scope, node.id.name, { constant: false, value });
      }
      return;
    case "ClassDeclaration":
    case "TSModuleDeclaration":
      if (node.id?.type === "Identifier" && !node.declare)
        declare(world, scope, node.id.name, { constant: false });
      return;
    case "FunctionDeclaration":
      if (node.id !== null && node.body !== null) {
        const value: Closure = { kind: "closure", node, scope };
        declare(world, scope, node.id.name, { constant: false, value });
      }
  }
}
