import type { DiagnosticSpec } from "./spec.ts";

/** Writing a plan.ts for a plan.sh. */
export const migrateDiagnostics = {
  "migrate-by-hand": {
    title: "A part of the plan.sh has no equal in the plan.ts",
    explain:
      "The value is known only when the plan runs, or a callback does what only a plan.sh can do. The plan.ts has a comment in its place; write by hand what belongs there.",
  },
  "migrate-differs": {
    title: "The plan.ts does not say what the plan.sh says",
    explain:
      "After writing it, `habc migrate` reads both plans and compares their settings and callbacks. The message names what differs; correct it in the plan.ts.",
  },
  "migrate-left-out": {
    title: "A part of the plan.sh that nothing uses was left out",
    explain:
      "A variable that is no setting and that nothing reads, or a function that nothing calls, has no place in a plan.ts. A misspelt setting or callback looks like this.",
    severity: "info",
  },
  "migrate-sourced": {
    title: "Another plan sources the plan.sh",
    explain:
      "Without the plan.sh the other plan could not be loaded, so `--replace` leaves it. Migrate both plans in one run: what one takes from the other is then in its plan.ts.",
  },
  "migrate-exists": {
    title: "There is a plan.ts already",
    explain: "`habc migrate` never overwrites a plan.ts unless told to with `--force`.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
