/**
 * Findings as workflow commands, which GitHub Actions shows beside the lines of a change.
 *
 * Source: GitHub's documentation, "Workflow commands for GitHub Actions"; its toolkit for the
 * escapes.
 */
import { relative } from "node:path";
import type { Diagnostic, Severity } from "../../../compiler/ir/index.ts";

const commands = { error: "error", warning: "warning", info: "notice" } as const satisfies Record<
  Severity,
  string
>;

/**
 * @param root The folder of the checkout: annotations name files relative to it.
 * @returns One line: `::error file=plan.sh,line=3,…::message`.
 */
export function githubAnnotation(diagnostic: Diagnostic, root: string): string {
  const [span] = diagnostic.spans;
  const properties: Record<string, string | number> = {
    ...(span === undefined
      ? {}
      : {
          file: span.file.startsWith("/") ? relative(root, span.file) : span.file,
          line: span.start.line,
          endLine: span.end.line,
          // GitHub takes columns only where a finding lies in one line.
          ...(span.start.line === span.end.line
            ? { col: span.start.column, endColumn: span.end.column }
            : {}),
        }),
    title: diagnostic.code,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  const { message, hint } = diagnostic;
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`;
  return `::${commands[diagnostic.severity]} ${list.join(",")}::${data(text)}\n`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string | number): string {
  return data(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
