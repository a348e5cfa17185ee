import type { OptionSpec } from "../command.ts";

/** Options of the commands that check a finished package. */
export const lintOption = {
  name: "lint",
  value: "CODE=LEVEL",
  repeat: true,
  doc: "How grave a finding in the finished package is: error, warning, info or off",
} as const satisfies OptionSpec;

/** Nothing undeclared, no warnings: a build keeps to it as well, a finished package can only be checked. */
const strictDoc = "Refuse a package with warnings, or one that needs files of the host";

export const strictOption = { name: "strict", doc: strictDoc } as const satisfies OptionSpec;

export const strictBuildOption = {
  name: "strict",
  doc: `${strictDoc}; show the build declared packages alone, and of the host a shell and the usual small tools`,
} as const satisfies OptionSpec;
