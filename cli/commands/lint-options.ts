import type { OptionSpec } from "../command.ts";

/** Options of the commands that check a finished package. */
export const lintOption = {
  name: "lint",
  value: "CODE=LEVEL",
  repeat: true,
  doc: "How grave a finding in the finished package is: error, warning, info or off",
} as const satisfies OptionSpec;

export const strictOption = {
  name: "strict",
  doc: "Refuse a package with warnings, or one that needs files of the host",
} as const satisfies OptionSpec;
