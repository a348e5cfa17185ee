import type { Function as FunctionNode } from "unbash";
import { Lost } from "../cause.ts";
import type { Flow, Shell } from "../shell.ts";
import { withFrame } from "../state/fork.ts";
import type { FunctionDefinition, Positional } from "../state/state.ts";
import { enter } from "./substitution.ts";

/** Defines a function. */
export function defineFunction(shell: Shell, node: FunctionNode): Flow {
  const name = node.name.value;
  if (node.name.parts !== undefined && node.name.text !== name) {
    throw new Lost({ reason: "defines a function of a name that is quoted", span: shell.here });
  }
  shell.state.functions.set(name, { node, source: shell.source, file: shell.calls[0]?.file });
  shell.state.status = 0;
  return undefined;
}

/** Calls a function with arguments, which may be unknown. */
export function callFunction(
  shell: Shell,
  name: string,
  definition: FunctionDefinition,
  args: Positional,
): Flow {
  const { calls, source } = shell;
  const { positional } = shell.state;
  enter(shell);
  shell.state.scopes.push({ kind: "function", variables: new Map() });
  shell.state.positional = args;
  shell.calls = [{ file: definition.file, name }, ...calls];
  shell.source = definition.source;
  const flow = withFrame(shell, "function", () => shell.runNode(shell, definition.node.body));
  shell.source = source;
  shell.calls = calls;
  shell.state.scopes.pop();
  shell.state.positional = positional;
  shell.budget.depth -= 1;
  return flow;
}
