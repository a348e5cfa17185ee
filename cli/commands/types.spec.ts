import { nameSources } from "../../compiler/editor/index.ts";
import type { CommandSpec } from "../command.ts";

export const typesSpec = {
  summary: "Let editors complete the names of packages in plan.ts files",
  description: [
    "Writes habc-packages.d.ts: the packages that the plans of the tree make or need, and that its habc.lock, .hart files and the package store know, with their exports. Editors then complete `pkg_deps`, `pkg_build_deps`, `pkg_services`, `pkg_scaffolding` and the lists in `pkg_binds`. Other names stay allowed, unless the file is --closed.",
    "The file belongs beside the tsconfig.json that editors use for the plans in DIR: there, or above. Where there is none, one is made. Where no package manager has installed habc, its declarations are copied into .habc beside it, which git ignores.",
    "Without options the file is made again as it says that it was made. The names that `--from plans --from lock` give are the same on every machine: such a file can be committed, and checked by CI.",
  ],
  arguments: [
    {
      name: "DIR",
      doc: "A folder of the tree [default: .]",
      optional: true,
      completes: "folder",
    },
  ],
  options: [
    {
      name: "from",
      value: "SOURCE",
      repeat: true,
      choices: nameSources,
      doc: "Where names come from; without it from everywhere: the plans below the folder, what these need from elsewhere (not with --closed), its habc.lock, .hart files in the results folder and the artifact cache, and the package store",
    },
    { name: "closed", doc: "Let any other name be an error in editors" },
    { name: "check", doc: "Write nothing; refuse where the file is not up to date" },
    { name: "json", doc: "Print what was done as one JSON object" },
  ],
  environment: ["HAB_ORIGIN", "HAB_OUTPUT_PATH", "FS_ROOT"],
  success: "The file says what is known",
  refusals: ["types-outdated", "lock-invalid", "results-unwritable"],
  examples: [
    { command: "habc types", doc: "Everything that is known here" },
    { command: "habc types --from plans --from lock", doc: "A file to commit" },
    { command: "habc types --check", doc: "In CI" },
  ],
} as const satisfies CommandSpec;
