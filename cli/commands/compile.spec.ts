import type { CommandSpec } from "../command.ts";
import { diagnosticFormats } from "../render/diagnostics/formats.ts";

export const compileSpec = {
  summary: "Show what plans say, without running them",
  description: [
    "Reads each plan and prints its settings and callbacks. No line of a plan is run: a setting that cannot be known without that is marked as dynamic, with the reason.",
    "With --evaluate the top level of each plan is run as `habc build` would run it, in the studio but without network, and the settings are the final ones. None of its phases is run.",
    "A plan that cannot be compiled does not stop the others.",
  ],
  arguments: [
    {
      name: "PATH",
      doc: "Plan files, or folders as `habc build` takes them",
      repeat: true,
      completes: "file",
    },
  ],
  options: [
    { name: "json", doc: "Print the PlanIR as JSON: one object a line for each PATH, in order" },
    {
      name: "evaluate",
      doc: "Run the top level of each plan in the studio, and print the final settings",
    },
    {
      name: "env",
      value: "NAME=VALUE",
      repeat: true,
      doc: "A variable of the environment that the plan sees; with --evaluate beside those of a build, else there are no others",
    },
    {
      name: "diagnostics",
      value: "FORMAT",
      choices: diagnosticFormats,
      default: "auto",
      doc: "How findings are printed, on standard error",
    },
  ],
  environment: ["HAB_ORIGIN", "NO_COLOR", "HAB_NOCOLORING", "GITHUB_ACTIONS"],
  success: "All plans were compiled",
  refusals: ["plan-syntax", "plan-load-failed"],
  examples: [
    { command: "habc compile ./redis", doc: "The settings of a plan, to read" },
    {
      command: "habc compile --json */plan.sh | jq -r .settings.pkg_name",
      doc: "The names of many packages",
    },
    {
      command: "habc compile --env STUDIO_TYPE=stage1 ./gcc",
      doc: "As the plan is in that studio",
    },
    { command: "habc compile --evaluate ./redis", doc: "The settings that a build would use" },
  ],
  interruptible: true,
} as const satisfies CommandSpec;
