/** How grave each finding is: the table's word, `--strict`, or what somebody set. */

import { type LinkageCode, linkageDiagnostics } from "../../compiler/ir/diagnostics/linkage.ts";
import { type Diagnostic, HabcError, type Severity } from "../../compiler/ir/index.ts";

/** A level that can be set. */
export type Level = Severity | "off";

const levels = ["error", "warning", "info", "off"] as const satisfies readonly Level[];

/** What counts as how grave. */
export interface Lint {
  /** Warnings are errors, and so is what needs the host. */
  readonly strict: boolean;
  /** Levels that were set; they count before everything else. */
  readonly levels: ReadonlyMap<LinkageCode, Level>;
}

/** What counts where nobody says anything. */
export const usualLint: Lint = { strict: false, levels: new Map() };

/**
 * Reads `CODE=LEVEL` texts; a later one counts before an earlier one.
 *
 * @throws HabcError `usage`.
 * @example
 * parseLevels(["set-id=error", "license-missing=off"]);
 */
export function parseLevels(texts: readonly string[]): Lint["levels"] {
  return new Map(texts.map(parseLevel));
}

function parseLevel(text: string): readonly [LinkageCode, Level] {
  const [code = "", level = "", ...rest] = text.split("=");
  if (!isCode(code)) {
    throw new HabcError("usage", `there is no finding ${JSON.stringify(code)} to set a level for`, {
      hint: `write CODE=LEVEL; CODE is one of ${Object.keys(linkageDiagnostics).join(", ")}`,
    });
  }
  const known = levels.find((each) => each === level);
  if (known === undefined || rest.length > 0) {
    throw new HabcError("usage", `${JSON.stringify(text)} sets no level`, {
      hint: `write ${code}=LEVEL; LEVEL is one of ${levels.join(", ")}`,
    });
  }
  return [code, known];
}

function isCode(text: string): text is LinkageCode {
  return Object.hasOwn(linkageDiagnostics, text);
}

/** Gives findings their severity, and drops those that are off; the gravest come first. */
export function withLevels<
  Found extends Omit<Diagnostic, "severity"> & { readonly code: LinkageCode },
>(findings: readonly Found[], lint: Lint): (Found & { readonly severity: Severity })[] {
  const order = (severity: Severity) => levels.indexOf(severity);
  return findings
    .flatMap((finding) => {
      const level = levelOf(finding.code, lint);
      return level === "off" ? [] : { ...finding, severity: level };
    })
    .sort((a, b) => order(a.severity) - order(b.severity));
}

function levelOf(code: LinkageCode, { strict, levels: set }: Lint): Level {
  const given = set.get(code);
  if (given !== undefined) return given;
  const { severity } = linkageDiagnostics[code];
  const isStrict = severity === "warning" || code === "host-dependency";
  return strict && isStrict ? "error" : severity;
}
