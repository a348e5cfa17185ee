import type { Diagnostic, DiagnosticCode, PlanIR, Severity } from "../ir/index.ts";
import { diagnosticSpecs } from "../ir/index.ts";
import type { PlanFolder } from "./folder.ts";
import type { KnownPackages } from "./known-packages.ts";
import type { PlacedCall, Script, TextFiles } from "./plan-text.ts";

/** What a rule looks at: one plan, and what lies around it. */
export interface RuleContext {
  readonly ir: PlanIR;
  readonly files: TextFiles;
  readonly folder: PlanFolder;
  /** The bash texts of a plan.sh, the plan file first; none for a plan.ts. */
  readonly scripts: readonly Script[];
  /** The calls in those texts that a build can come to. */
  readonly calls: readonly PlacedCall[];
  /** The other plans of the run, and the package store. */
  readonly packages: KnownPackages;
}

/** One rule: what it finds in a plan. Configuration decides afterwards what counts. */
export type Rule = (context: RuleContext) => readonly Diagnostic[];

/** A finding with the severity of its code, or with one that it has for its own reasons. */
export function finding(
  code: DiagnosticCode,
  { severity, ...found }: Omit<Diagnostic, "code" | "severity"> & { readonly severity?: Severity },
): Diagnostic {
  return { code, severity: severity ?? diagnosticSpecs[code].severity ?? "error", ...found };
}
