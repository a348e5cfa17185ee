import type { Diagnostic } from "../../../compiler/ir/index.ts";
import type { CommandContext } from "../../context.ts";
import { version } from "../../version.ts";
import type { DiagnosticFormat } from "./formats.ts";
import { githubAnnotation } from "./github.ts";
import { sarifLog } from "./sarif.ts";
import { sourceReader } from "./source.ts";
import { diagnosticText } from "./text.ts";

type Renderer = (diagnostics: readonly Diagnostic[], context: CommandContext) => string;

const renderers: Readonly<Record<DiagnosticFormat, Renderer>> = {
  auto: (diagnostics, context) => {
    const text = renderers.text(diagnostics, context);
    const onGitHub = context.environment["GITHUB_ACTIONS"] === "true";
    return onGitHub ? text + renderers.github(diagnostics, context) : text;
  },
  text: (diagnostics, { cwd, stderr: { colours, columns } }) => {
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

/** Prints findings on the standard error stream. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  context: CommandContext,
  format: DiagnosticFormat = "auto",
): void {
  const text = renderers[format](diagnostics, context);
  if (text !== "") context.stderr.write(text);
}
