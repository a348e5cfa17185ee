import type { DiagnosticSpec } from "./spec.ts";

/** Finding, loading and validating plans. */
export const planDiagnostics = {
  "plan-not-found": {
    title: "No plan in this folder",
    explain:
      "A plan is `plan.ts` or `plan.sh` in the folder itself, in `habitat/`, or in the folder of the target (`x86_64-linux/`) in either. Give `habc build` the folder that holds one of these.",
    exitCode: 42,
  },
  "plan-ambiguous": {
    title: "Two plans in one place",
    explain:
      "Several plan files are equally near, and habc does not guess which is meant. Remove one, or move one to the folder of its target.",
    exitCode: 42,
  },
  "plan-load-failed": {
    title: "The plan could not be loaded",
    explain:
      "Sourcing the `plan.sh`, or running the `plan.ts`, ended with an error before the plan was complete. The place and the last output say where.",
  },
  "plan-syntax": {
    title: "The plan is not valid source text",
    explain: "bash or TypeScript cannot read the plan. The place is where reading stopped.",
  },
  "plan-import-outside": {
    title: "The plan imports a file outside its source tree",
    explain:
      "A plan can import the files of its own source tree and installed npm packages, nothing else of the machine: what it imports becomes part of what runs in the studio.",
  },
  "plan-timeout": {
    title: "Loading the plan did not end",
    explain:
      "A plan is loaded within a minute, or the seconds of `HABC_LOAD_LIMIT_SEC`. Work belongs into callbacks; only settings belong at the top level.",
  },
  "setting-missing": {
    title: "A required setting is missing",
    explain:
      "The build cannot start without this setting. The reference page says when it is required.",
  },
  "setting-invalid": {
    title: "A setting's value is not valid",
    explain:
      "The value does not have the form that the setting needs. The message says what was expected.",
  },
  "setting-type": {
    title: "A setting has the wrong type",
    explain:
      'A text was given where a list is needed, or the like. In a plan.sh write `pkg_deps=(core/glibc)` for lists and `pkg_binds=([db]="port")` for maps.',
  },
  "exposes-unknown": {
    title: "`pkg_exposes` names no export",
    explain: "Each item of `pkg_exposes` must be a key of `pkg_exports`.",
  },
  "exposes-port": {
    title: "An exposed export is not a port",
    explain:
      "The path that `pkg_exports` gives for the key must lead to a number from 1 to 65535 in `default.toml`.",
  },
  "default-toml-invalid": {
    title: "`default.toml` is not valid TOML",
    explain:
      "The supervisor could not read the package's configuration. The place is where reading stopped.",
  },
  "hook-duplicate": {
    title: "Two files for one hook",
    explain:
      "Extensions are dropped from hook files, so `run` and `run.sh` are the same hook. Keep one of them.",
  },
  "hook-line-endings": {
    title: "A hook has CR LF line endings",
    explain:
      "The kernel would look for an interpreter whose name ends in a carriage return. Convert the file, for example with `sed -i 's/\\r$//'`.",
  },
  "composite-services": {
    title: "A composite needs two services or more",
    explain: "`pkg_services` lists the services that a composite package stands for: at least two.",
  },
  "composite-not-a-service": {
    title: "A package of a composite is not a service",
    explain:
      "Every package in `pkg_services` must have a `run` hook or `pkg_svc_run`. Leave libraries and tools out.",
  },
  "composite-bind": {
    title: "A bind of a composite does not fit",
    explain:
      "In `pkg_bind_map` both ends must be listed in `pkg_services`, the consumer must have the bind, and the producer must export what it needs.",
  },
  "ir-invalid": {
    title: "Not a valid IR",
    explain:
      "What should be the IR of a plan does not fit the schema `habc/plan-ir.schema.json`. No plan can bring this about: the file is of another version of habc, or was changed.",
  },
  "plan-exists": {
    title: "There is a plan already",
    explain:
      "`habc init` starts a plan where there is none, and overwrites nothing. Edit the plan that is there, or start another one in a folder of its own.",
  },
  "project-invalid": {
    title: "A file that says what a project is cannot be read",
    explain:
      "`habc init` takes the name, version and licence of a new plan from package.json, Cargo.toml, pyproject.toml and the like. This one is not what its name says.",
  },
  "types-outdated": {
    title: "The names of packages that editors offer are not up to date",
    explain:
      "`habc types --check` compares habc-packages.d.ts with what the sources that it names know now. `habc types` brings it up to date.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
