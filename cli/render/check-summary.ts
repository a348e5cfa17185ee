import type { Diagnostic, Severity } from "../../compiler/ir/index.ts";

/** What a check came to. */
export interface CheckOutcome {
  readonly diagnostics: readonly Diagnostic[];
  /** How many plans were read. */
  readonly count: number;
  readonly suppressed: number;
  readonly mended: number;
  /** How many findings are below the level that is shown. */
  readonly hidden: number;
}

/** @returns One line: how many findings of each kind there are, in how many plans. */
export function checkSummary(outcome: CheckOutcome): string {
  const { diagnostics, count, suppressed, mended, hidden } = outcome;
  const kinds: readonly (readonly [Severity, string])[] = [
    ["error", "error"],
    ["warning", "warning"],
    ["info", "info"],
  ];
  const counted = kinds.flatMap(([kind, name]) => {
    const number = diagnostics.filter(({ severity }) => severity === kind).length;
    return number === 0 ? [] : [amount(number, name)];
  });
  const fixable = diagnostics.filter(({ fixes = [] }) => fixes.length > 0).length;
  const further = [
    ...(mended > 0 ? [`${mended} mended`] : []),
    ...(fixable > 0 && mended === 0 ? [`--fix mends ${fixable}`] : []),
    ...(suppressed > 0 ? [`${suppressed} allowed by comments`] : []),
    ...(hidden > 0 ? [`${hidden} not shown`] : []),
  ];
  const findings = counted.length === 0 ? "nothing found" : counted.join(", ");
  return `${[`${findings} in ${amount(count, "plan")}`, ...further].join("; ")}\n`;
}

function amount(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}
