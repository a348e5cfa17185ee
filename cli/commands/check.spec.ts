import type { CommandSpec } from "../command.ts";
import { diagnosticFormats } from "../render/diagnostics/formats.ts";

export const checkSpec = {
  summary: "Look for mistakes in plans, their hooks and their templates",
  description: [
    "Reads plans and the files beside them, and says what a build or a running service would stumble over, or do otherwise than was meant. Nothing of a plan is run. Folders are searched for plans, so that a whole repository is checked at once; plans of one run know each other, and what is installed.",
    "The nearest `habc.toml`, in the folder of a plan or above it in its repository or the working directory, says what counts for how much. A comment `# habc: allow CODE — reason`, at the end of a line or on the line above, allows one finding.",
  ],
  arguments: [
    {
      name: "PATH",
      doc: "Plan files, or folders to search for plans [default: the working directory]",
      optional: true,
      repeat: true,
      completes: "file",
    },
  ],
  options: [
    { name: "fix", doc: "Mend what can be mended without a decision, and show what is left" },
    {
      name: "deny",
      value: "LEVEL",
      choices: ["warnings", "infos"],
      doc: "Fail for warnings too, or for any finding",
    },
    {
      name: "level",
      value: "LEVEL",
      choices: ["info", "warning", "error"],
      default: "info",
      doc: "Show findings of this level and above",
    },
    {
      name: "format",
      value: "FORMAT",
      choices: diagnosticFormats,
      default: "auto",
      doc: "How findings are printed, on standard output",
    },
    {
      name: "config",
      value: "FILE",
      doc: "The configuration for all plans, in place of the `habc.toml` near each",
    },
    {
      name: "env",
      value: "NAME=VALUE",
      repeat: true,
      doc: "A variable of the environment that plans see; there are no others",
    },
  ],
  environment: ["NO_COLOR", "HAB_NOCOLORING", "GITHUB_ACTIONS", "FS_ROOT"],
  success: "There are no errors, and nothing else that is denied",
  statuses: [{ status: "1", doc: "There are" }],
  refusals: ["plan-not-found", "config-invalid"],
  examples: [
    { command: "habc check", doc: "Every plan below the working directory" },
    { command: "habc check --fix ./redis", doc: "Mend a plan" },
    {
      command: "habc check --deny warnings --format sarif > habc.sarif",
      doc: "For code scanning, in CI",
    },
  ],
} as const satisfies CommandSpec;
