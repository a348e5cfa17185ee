import type { Diagnostic } from "../../../compiler/ir/index.ts";
import type { CommandContext, Output } from "../../context.ts";
import { version } from "../../version.ts";
import type { DiagnosticFormat } from "./formats.ts";
import { githubAnnotation } from "./github.ts";
import { sarifLog } from "./sarif.ts";
import { sourceReader } from "./source.ts";
import { diagnosticText } from "./text.ts";

type Renderer = (
  diagnostics: readonly Diagnostic[],
  context: CommandContext,
  output: Output,
) => string;

const renderers: Readonly<Record<DiagnosticFormat, Renderer>> = {
  auto: (diagnostics, context, output) => {
    const text = renderers.text(diagnostics, context, output);
    const onGitHub = context.environment["GITHUB_ACTIONS"] === "true";
    return onGitHub ? text + renderers.github(diagnostics, context, output) : text;
  },
  text: (diagnostics, { cwd }, { colours, columns }) => {
    const style = { colours, columns, cwd, source: sourceReader(cwd) };
    return diagnostics.map((diagnostic) => diagnosticText(diagnostic, style)).join("\n");
  },
  json: (diagnostics) => diagnostics.map((each) => `${JSON.stringify(each)}\n`).join(""),
  github: (diagnostics, { cwd, environment }) => {
    const root = environment["GITHUB_WORKSPACE"] ?? cwd;
    return diagnostics.map((diagnostic) => githubAnnotation(diagnostic, root)).join("");
  },
  sarif: (diagnostics, { cwd }) => sarifLog(diagnostics, { version: version(), root: cwd }),
};

/** Prints findings, on the standard error stream unless they are what was asked for. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  context: CommandContext,
  format: DiagnosticFormat = "auto",
  output: Output = context.stderr,
): void {
  const text = renderers[format](diagnostics, context, output);
  if (text !== "") output.write(text);
}
