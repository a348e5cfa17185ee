/** What a repository and a plan say of findings in the plan's finished package. */
import { type ParsedScript, parse } from "unbash";
import type { SourceText } from "../bash/text/source-text.ts";
import { type LinkageCode, linkageDiagnostics } from "../ir/diagnostics/linkage.ts";
import { type CheckConfig, type Level, levelOf } from "./levels.ts";
import { textFiles } from "./plan-text.ts";
import { factsOf } from "./script/facts.ts";
import { readSuppressions } from "./suppressions.ts";

/**
 * @param plan The plan file.
 * @param config The configuration that counts for it.
 * @returns The levels that the configuration sets; what a comment of the plan allows is off.
 */
export function packageLevels(
  plan: string,
  config: CheckConfig | undefined,
): ReadonlyMap<LinkageCode, Level> {
  const start = { line: 1, column: 1 };
  const spans = [{ file: plan, start, end: start }];
  const levels = new Map<LinkageCode, Level>();
  const allowed = allowedIn(plan);
  for (const code of Object.keys(linkageDiagnostics) as LinkageCode[]) {
    const level = allowed.has(code) ? "off" : levelOf({ code, spans }, config);
    if (level !== undefined) levels.set(code, level);
  }
  return levels;
}

function allowedIn(plan: string): ReadonlySet<string> {
  const source = textFiles().read(plan);
  if (source === undefined || !source.text.includes("habc:")) return new Set();
  return new Set(readSuppressions(source, commentsOf(source)).valid.map(({ code }) => code));
}

/** In a here-document or in quotes there are no comments. */
function commentsOf({ file, text }: SourceText): (offset: number) => boolean {
  if (file.endsWith(".ts")) return () => true;
  const script: ParsedScript = parse(text);
  const { opaque } = factsOf(script);
  return (offset) => !opaque.some(({ pos, end }) => pos <= offset && offset < end);
}
