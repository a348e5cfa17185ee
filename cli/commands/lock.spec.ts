import type { CommandSpec } from "../command.ts";

export const lockSpec = {
  summary: "Write down the exact packages that the plans of a tree need",
  description: [
    "Resolves what the plans below DIR need from outside the tree to installed packages, and writes their releases and checksums to habc.lock in DIR. What is locked already stays as it is. `habc build --locked` uses exactly these packages.",
    "As for a build, a package that is not installed is installed from a .hart in the results folder or the artifact cache.",
  ],
  arguments: [
    {
      name: "DIR",
      doc: "The folder of the tree [default: .]",
      optional: true,
      completes: "folder",
    },
  ],
  options: [
    {
      name: "update",
      value: "IDENT",
      valueOptional: true,
      doc: "Take the newest release of a package, as plans name it; without IDENT of all",
    },
    {
      name: "exclude",
      value: "IDENT",
      repeat: true,
      doc: "Lock this package although a plan of the tree makes it, for `habc build --exclude`",
    },
    { name: "check", doc: "Write nothing; refuse where the lock file is not up to date" },
    { name: "json", doc: "Print what has changed as one JSON object" },
  ],
  environment: ["HAB_ORIGIN", "HAB_OUTPUT_PATH", "NO_INSTALL_DEPS"],
  success: "The lock file says what the plans need",
  refusals: ["plan-not-found", "dep-missing", "lock-invalid", "lock-outdated"],
  examples: [
    { command: "habc lock plans", doc: "Lock what is new" },
    { command: "habc lock plans --update core/openssl", doc: "Take the newest core/openssl" },
    { command: "habc build --all --locked plans", doc: "Build with what is locked" },
  ],
} as const satisfies CommandSpec;
