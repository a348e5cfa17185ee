/** Findings of a build, as they are kept for those who reuse its package. */
import { isAbsolute, join, relative } from "node:path";
import type { Diagnostic } from "../../compiler/ir/index.ts";

/** More would say nothing new. */
const mostFindings = 500;

/** @param tree The source tree: another machine has it elsewhere. */
export function keptFindings(findings: readonly Diagnostic[], tree: string): Diagnostic[] {
  const shorten = (file: string) => (file.startsWith(`${tree}/`) ? relative(tree, file) : file);
  return findings.slice(0, mostFindings).map((finding) => withFiles(finding, shorten));
}

/** The same for the tree of this machine. */
export function toldFindings(findings: readonly Diagnostic[], tree: string): Diagnostic[] {
  return findings.map((finding) =>
    withFiles(finding, (file) => (isAbsolute(file) ? file : join(tree, file))),
  );
}

function withFiles(finding: Diagnostic, change: (file: string) => string): Diagnostic {
  const spans = finding.spans.map((span) => ({ ...span, file: change(span.file) }));
  const { fixes, ...rest } = finding;
  // A fix is for who changes the plan, and then it is built again.
  return { ...rest, spans };
}
