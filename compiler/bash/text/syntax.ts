import { forEachChild, type ParsedScript, type SyntaxNode } from "unbash";

/** A place where bash could not read on. */
export interface SyntaxFault {
  readonly message: string;
  /** The offset in the text. */
  readonly pos: number;
}

/**
 * The first syntax error of a text, also one inside a command substitution of a function that
 * is never called: bash reads those when it reads the function. What stands in backticks it
 * only reads when it comes to run it.
 */
export function firstFault(script: ParsedScript, text: string): SyntaxFault | undefined {
  const [error] = script.errors ?? [];
  if (error !== undefined) return error;
  for (const statement of script.commands) {
    // Looking into words costs as much as parsing, and few statements need it.
    if (!text.slice(statement.pos, statement.end).includes("$(")) continue;
    const fault = nestedFault(statement);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function nestedFault(node: SyntaxNode): SyntaxFault | undefined {
  let fault: SyntaxFault | undefined;
  forEachChild(node, (child) => {
    const unread = child.type === "CommandExpansion" && child.text.startsWith("`");
    if (fault !== undefined || unread) return;
    fault = (child.type === "Script" ? child.errors?.[0] : undefined) ?? nestedFault(child);
  });
  return fault;
}
