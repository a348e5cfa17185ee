/**
 * Findings as a SARIF log, for code scanning services.
 *
 * Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
 */
import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Diagnostic,
  diagnosticSpecs,
  type Fix,
  type Severity,
  type Span,
} from "../../../compiler/ir/index.ts";

const levels = { error: "error", warning: "warning", info: "note" } as const satisfies Record<
  Severity,
  string
>;

/**
 * @param version The version of habc.
 * @param root Files below this folder are named relative to it, as `SRCROOT`.
 * @returns The log as JSON text.
 */
export function sarifLog(
  diagnostics: readonly Diagnostic[],
  { version, root }: { readonly version: string; readonly root: string },
): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "habc",
            semanticVersion: version,
            rules: codes.map((code) => ({
              id: code,
              shortDescription: { text: diagnosticSpecs[code].title },
              help: {
                text: diagnosticSpecs[code].explain,
                markdown: diagnosticSpecs[code].explain,
              },
              defaultConfiguration: { level: levels[diagnosticSpecs[code].severity ?? "error"] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(root).href}/` } },
        results: diagnostics.map((diagnostic) => ({
          ruleId: diagnostic.code,
          ruleIndex: codes.indexOf(diagnostic.code),
          level: levels[diagnostic.severity],
          message: { text: [diagnostic.message, diagnostic.hint].filter(Boolean).join("\n") },
          locations: diagnostic.spans.slice(0, 1).map((span) => location(span, root)),
          relatedLocations: diagnostic.spans
            .slice(1)
            .map((span, index) => ({ id: index + 1, ...location(span, root) })),
          ...sarifFixes(diagnostic, root),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function artifact(file: string, root: string) {
  const near = isAbsolute(file) ? relative(root, file) : file;
  if (near.startsWith("..")) return { uri: pathToFileURL(file).href };
  return { uri: near.split("/").map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" };
}

function region({ start, end }: Span) {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function location(span: Span, root: string) {
  return {
    physicalLocation: { artifactLocation: artifact(span.file, root), region: region(span) },
    ...(span.label === undefined ? {} : { message: { text: span.label } }),
  };
}

/** SARIF has no word for a file that gets another name. */
function sarifFixes({ fixes = [] }: Diagnostic, root: string) {
  const known = fixes.filter(({ edits, rename }) => edits.length > 0 && rename === undefined);
  return known.length === 0 ? {} : { fixes: known.map((fix) => sarifFix(fix, root)) };
}

function sarifFix({ title, edits }: Fix, root: string) {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file, root),
      replacements: edits
        .filter(({ span }) => span.file === file)
        .map(({ span, text }) => ({
          deletedRegion: region(span),
          insertedContent: { text },
        })),
    })),
  };
}
