import type { CommandSpec } from "../command.ts";

export const explainSpec = {
  summary: "Explain the code of a message",
  description: [
    "Every error and warning has a code, shown in brackets: `error[dep-missing]`. This tells what the code means, why it matters and what to do. Without a code it lists them all.",
  ],
  arguments: [{ name: "CODE", doc: "The code of a message", optional: true, completes: "code" }],
  options: [{ name: "json", doc: "Print JSON: one object a line" }],
  environment: ["NO_COLOR", "HAB_NOCOLORING"],
  success: "The code was explained",
  refusals: [],
  examples: [
    { command: "habc explain dep-missing", doc: "What it means that a dependency is missing" },
    { command: "habc explain", doc: "All codes" },
  ],
} as const satisfies CommandSpec;
