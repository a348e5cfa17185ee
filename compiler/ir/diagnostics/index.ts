/** The table of diagnostics: every code that habc can give, with its page of documentation. */
import { buildDiagnostics } from "./build.ts";
import { linkageDiagnostics } from "./linkage.ts";
import { lintDiagnostics } from "./lint.ts";
import { migrateDiagnostics } from "./migrate.ts";
import { packageDiagnostics } from "./package.ts";
import { planDiagnostics } from "./plan.ts";
import type { DiagnosticSpec } from "./spec.ts";
import { studioDiagnostics } from "./studio.ts";

const tables = {
  ...planDiagnostics,
  ...packageDiagnostics,
  ...linkageDiagnostics,
  ...buildDiagnostics,
  ...lintDiagnostics,
  ...migrateDiagnostics,
  ...studioDiagnostics,
};

/** A stable code. */
export type DiagnosticCode = keyof typeof tables;

/** What is known of each code. */
export const diagnosticSpecs: Readonly<Record<DiagnosticCode, DiagnosticSpec>> = tables;
