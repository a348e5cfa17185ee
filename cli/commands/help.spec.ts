import type { CommandSpec } from "../command.ts";

export const helpSpec = {
  summary: "Show the help of a command",
  description: [],
  arguments: [
    {
      name: "COMMAND",
      doc: "The command, such as `build` or `pkg verify`",
      optional: true,
      repeat: true,
      completes: "command",
    },
  ],
  options: [],
  environment: [],
  success: "The help was shown",
  refusals: [],
  examples: [{ command: "habc help pkg verify", doc: "All about `habc pkg verify`" }],
} as const satisfies CommandSpec;
