/** Which variables a command assigns, as far as its words say. */
import type { Command, Statement } from "unbash";

const declaring = new Set(["local", "declare", "export", "readonly", "typeset"]);

/** The variables that a plain command sets to a value that does not depend on what they held. */
export function assignedBy({ command, background }: Statement): readonly string[] {
  if (command.type !== "Command" || background) return [];
  const name = command.name?.value ?? "";
  const isDeclaring = declaring.has(name);
  if (name === "read") return variablesOf(command);
  if (command.name !== undefined && !isDeclaring) return [];
  const nodes = isDeclaring ? command.args : command.prefix;
  return nodes.flatMap((node) =>
    node.type === "Assignment" && !node.append && node.index === undefined ? [node.name] : [],
  );
}

/** The arguments of a command as texts; of an assignment its name. */
export function wordsOf({ args }: Command): readonly string[] {
  return args.map((arg) => (arg.type === "Assignment" ? arg.name : arg.value));
}

/** The arguments that can name a variable. */
export function variablesOf(command: Command): readonly string[] {
  return wordsOf(command).filter((word) => /^[A-Za-z_]\w*$/.test(word));
}
