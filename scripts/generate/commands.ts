/** Makes the reference page of the commands from their declarations: their help, as it is shown. */
import { allCommands } from "../../cli/commands/specs.ts";
import { commandHelp, programHelp } from "../../cli/help.ts";
import { code, page } from "./reference/markdown.ts";

export function generate(): Record<string, string> {
  const entries = allCommands.map(([name, spec]) =>
    [`## habc ${name}`, code("text", commandHelp(name, spec).trimEnd())].join("\n\n"),
  );
  return {
    "docs/reference/commands.md": page(
      "Commands",
      "cli/commands/specs.ts",
      `\`habc COMMAND --help\` shows the same.\n\n${code("text", programHelp().trimEnd())}`,
      entries,
    ),
  };
}
