import { kindDocs, kindNames } from "../../compiler/init/kind-names.ts";
import type { CommandSpec } from "../command.ts";

export const initSpec = {
  summary: "Start a plan in a folder, with what an editor needs",
  description: [
    "Looks at what is in the folder and writes a plan.ts for it: name, version, licence and commands follow from package.json, Cargo.toml, go.mod, pyproject.toml, CMakeLists.txt, configure or a Makefile. Beside the files of a project the plan goes to habitat/. An empty folder gets a small program too, so that `habc build` has something to build.",
    "Editors find the types of habc through a tsconfig.json and, where no package manager has installed habc, a copy of its declarations in .habc, which git ignores. A tree of plans needs them once, at its top.",
    "Nothing is overwritten and nothing is asked.",
    `The kinds: ${Object.entries(kindDocs)
      .map(([name, doc]) => `${name}, ${doc}`)
      .join("; ")}.`,
  ],
  arguments: [
    {
      name: "PATH",
      doc: "The folder; it is made where it is not there [default: .]",
      optional: true,
      completes: "folder",
    },
  ],
  options: [
    {
      name: "kind",
      short: "k",
      value: "KIND",
      choices: kindNames,
      doc: "What the plan builds; without it, what the files in the folder say",
    },
    {
      name: "name",
      value: "NAME",
      doc: "The package's name; without it that of the project, or of the folder, made valid",
    },
    {
      name: "origin",
      short: "o",
      value: "ORIGIN",
      doc: "Whose package it is [default: HAB_ORIGIN, that of `hab cli setup` or of the only signing key, or the user's name]",
    },
    {
      name: "source",
      value: "URL",
      doc: "Build what somebody else publishes: downloads the archive, and takes the checksum, name, version and kind from it",
    },
    {
      name: "plan-sh",
      doc: "Write a plan.sh, with the configuration that ShellCheck needs to read it",
    },
    { name: "json", doc: "Print what was made as one JSON object" },
  ],
  environment: [
    "HAB_ORIGIN",
    "HAB_CACHE_KEY_PATH",
    "FS_ROOT",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
  ],
  success: "The plan is there, ready to be built",
  refusals: ["plan-exists", "project-invalid", "download-failed", "results-unwritable"],
  interruptible: true,
  examples: [
    { command: "habc init", doc: "A plan for what is here" },
    { command: "habc init plans/web --kind service", doc: "A new service" },
    {
      command: "habc init zlib --source https://zlib.net/zlib-1.3.1.tar.gz",
      doc: "Software of somebody else",
    },
    { command: "habc init --origin acme --name shop --plan-sh", doc: "In bash" },
  ],
} as const satisfies CommandSpec;
