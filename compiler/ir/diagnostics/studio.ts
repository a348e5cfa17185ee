import type { DiagnosticSpec } from "./spec.ts";

/** Studios that last, and builds that are kept and taken up. */
export const studioDiagnostics = {
  "studio-busy": {
    title: "The studio is in use",
    explain:
      "Another process of habc works in the studio, or with the kept build. Wait until it has ended.",
  },
  "studio-missing": {
    title: "There is no such studio",
    explain: "`habc studio list` shows the studios that there are, `habc studio new` makes one.",
  },
  "kept-missing": {
    title: "There is no kept build to take up",
    explain:
      "`habc build --from PHASE` goes on with what `habc build --keep` or `--until PHASE` left, at a phase that it has come to.",
  },
  "kept-stale": {
    title: "An earlier phase would be different now",
    explain:
      "What was changed since the kept build concerns a phase before the one to start from, so that the package would not be the one that a whole build makes. Start from the phase that the message names, or build without `--from`. `--force` takes the kept build as it is.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
