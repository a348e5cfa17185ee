import type { CommandSpec } from "../command.ts";
import { diagnosticFormats } from "../render/diagnostics/formats.ts";

export const migrateSpec = {
  summary: "Write a plan.ts for a plan.sh",
  description: [
    "Writes a plan.ts beside each plan.sh, without running a line of it: the settings typed and in order, with their comments; each callback as TypeScript where that means exactly the same, else as its bash text. Hooks and configuration stay as they are.",
    "Then it reads both plans and compares them: what differs, and what is left to do by hand, is told. The plan.sh stays unless `--replace` is given; `habc build` refuses two plans in one place.",
  ],
  arguments: [
    {
      name: "PATH",
      doc: "Files with a plan.sh, or folders as `habc build` takes them",
      repeat: true,
      completes: "file",
    },
  ],
  options: [
    { name: "all", doc: "Migrate all plans below the folders that PATH names" },
    { name: "stdout", doc: "Print each plan.ts instead of writing it" },
    {
      name: "out",
      value: "FOLDER",
      doc: "Write below this folder, where the plans lie below the working directory",
    },
    { name: "force", short: "f", doc: "Overwrite a plan.ts that is there" },
    {
      name: "replace",
      doc: "Remove the plan.sh, unless something differs, is left to do, or another plan of the repository sources it",
    },
    {
      name: "json",
      doc: "Print JSON: one object a line for each PATH, with the reason of each callback that stays bash",
    },
    {
      name: "diagnostics",
      value: "FORMAT",
      choices: diagnosticFormats,
      default: "auto",
      doc: "How findings are printed, on standard error",
    },
  ],
  environment: ["NO_COLOR", "HAB_NOCOLORING", "GITHUB_ACTIONS"],
  success: "Every plan.ts says what its plan.sh says",
  refusals: [
    "plan-not-found",
    "plan-syntax",
    "migrate-by-hand",
    "migrate-differs",
    "migrate-sourced",
    "migrate-exists",
  ],
  examples: [
    { command: "habc migrate ./redis", doc: "Write redis/plan.ts" },
    { command: "habc migrate --stdout redis/plan.sh", doc: "Look at it first" },
    {
      command: "habc migrate --replace --all .",
      doc: "Turn a whole repository over to TypeScript",
    },
    {
      command: "habc migrate --json --stdout --all . | jq -r '.callbacks[]?.reason // empty'",
      doc: "Why callbacks of a repository would stay bash",
    },
  ],
  interruptible: true,
} as const satisfies CommandSpec;
