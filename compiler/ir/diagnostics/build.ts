import type { DiagnosticSpec } from "./spec.ts";

/** Running a build. */
export const buildDiagnostics = {
  "phase-failed": {
    title: "A phase failed",
    explain:
      "A command of a callback ended with a status other than 0 where nothing expected it. The exit status of habc is that of the command.",
  },
  "phase-aborted": {
    title: "The process that runs the phases ended",
    explain: "The shell of the build exited or was killed in the middle of a phase.",
  },
  "version-not-set": {
    title: "The version was never set",
    explain:
      "A plan that defines the callback `pkg_version` must call `update_pkg_version` before `do_prepare`.",
    exitCode: 2,
  },
  "version-too-late": {
    title: "`update_pkg_version` was called too late",
    explain: "The version is part of the package's path, which is in use from `do_prepare` on.",
    exitCode: 21,
  },
  "env-protected": {
    title: "A variable that settings decide was set directly",
    explain:
      "`PATH`, `CFLAGS` and the like follow from the plan's settings; add to the setting that the message names.",
  },
  "env-conflict": {
    title: "An environment variable has a value already",
    explain: "A dependency set the variable. Pass `-f` (`force: true`) to replace the value.",
  },
  "scaffolding-failed": {
    title: "The scaffolding could not be loaded",
    explain: "`lib/scaffolding.sh` of the package in `pkg_scaffolding` is missing or failed.",
    exitCode: 17,
  },
  "download-failed": {
    title: "A download failed",
    explain: "The server could not be reached, refused, or sent something else than it said.",
  },
  "network-off": {
    title: "The build may not use the network",
    explain:
      "With `--network off` only files are used that are in the source cache already, and have the checksum that the plan names. Run the build once with `--network download`, or put the file into the source cache.",
  },
  "checksum-mismatch": {
    title: "The checksum differs",
    explain:
      "The file is not the one that the plan's author saw. Check where it comes from before you change `pkg_shasum`.",
  },
  "tool-missing": {
    title: "A program is missing",
    explain: "habc needs this program of the host. Install it.",
  },
  "tool-failed": {
    title: "A program of the host failed",
    explain:
      "A program that habc needs ended with an error of its own, or was killed: for instance for want of memory.",
  },
  "studio-unavailable": {
    title: "No studio can be made here",
    explain:
      "The kernel, or the container that habc runs in, does not allow the namespaces that a studio is made of. Allow them as the message says, or build in place with `--studio none`.",
  },
  "studio-failed": {
    title: "The studio could not be set up",
    explain: "A mount or a namespace failed while the studio was being made.",
  },
  "base-unusable": {
    title: "The studio cannot stand on this base",
    explain:
      "What `--base` names is not there, is no root file system, or has no bash, which runs plans. A base of packages needs those of `HAB_STUDIO_BACKLINE_PKG` (`core/hab-backline` unless it is set) and `HAB_STUDIO_INSTALL_PKGS` in the package store.",
  },
  "results-unwritable": {
    title: "The results cannot be written",
    explain: "The results folder, the store or a cache cannot be written, or the disk is full.",
  },
  "build-interrupted": {
    title: "The build was interrupted",
    explain: "A signal ended the build. Nothing half-written was left.",
    exitCode: 130,
  },
  "graph-incomplete": {
    title: "What a plan needs is not known without running it",
    explain:
      "A dependency, the name or the origin of the plan depends on something that only running it shows. The graph of the tree lacks what follows from it. `habc build` runs such a plan to learn it.",
    severity: "warning",
  },
  "plan-cycle": {
    title: "Plans need each other",
    explain:
      "No order of building exists for plans that need each other, directly or through others. Let one of them ask for a release that exists already (`origin/name/version/release`), or build one by itself first.",
  },
  "build-failed": {
    title: "Some plans of a tree were not built",
    explain:
      "Of several plans at least one failed. What needs it was skipped; `--keep-going` builds all that does not. Each failure is told where it happened, and its output is in the log beside the results.",
  },
  "not-repeatable": {
    title: "Two builds of one plan give different packages",
    explain:
      "The same inputs should give the same bytes: `SOURCE_DATE_EPOCH` is set, and the paths inside are the same. Usual causes are the time of the build in a file (`date`, `__DATE__`, archives and compressed files that keep times), random numbers, the order of a folder (`readdir`, `find` without `sort`), the number of processors, and what is downloaded without a checksum.",
  },
  "lock-invalid": {
    title: "There is no lock file, or it cannot be read",
    explain:
      "`habc lock` makes `habc.lock` in the folder of a tree; `habc build --locked` looks for it in the folder of the plan and in those above. It is TOML, and made by the program: resolve conflicts in it by taking either side and running `habc lock`.",
  },
  "lock-outdated": {
    title: "The lock file does not fit the plans, or the packages",
    explain:
      "A plan names a package that the lock file does not have, or an installed package is not the one that was locked. `habc lock` adds what is new, `habc lock --update` takes the newest of all, and `habc lock --update IDENT` of one.",
  },
  "cache-refused": {
    title: "An entry of the build cache cannot be trusted",
    explain:
      "The entry is damaged, or nobody signed it who may sign for the origin. It is not used: the plan is built, and the new package takes the entry's place. Where it happens again, look at who can write to the folder of `HABC_CACHE`, and at its disk.",
    severity: "warning",
  },
  usage: {
    title: "The command line is not understood",
    explain:
      "An option or an argument does not fit. `habc help` lists the commands, `habc COMMAND --help` their options.",
    exitCode: 2,
  },
} as const satisfies Record<string, DiagnosticSpec>;
