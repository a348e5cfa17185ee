/** What a build says at its end. */
import type { HabcError } from "../../../compiler/ir/index.ts";
import type { BuildResult } from "../../../runtime/build/request.ts";
import type { CommandContext } from "../../context.ts";
import { sourceReader } from "../diagnostics/source.ts";
import { diagnosticText, note, shownPath, type TextStyle } from "../diagnostics/text.ts";
import { palette } from "../palette.ts";
import { bytesText, secondsText } from "../units.ts";
import type { BuildRecord, FinishedStep } from "./record.ts";

const mostTimes = 5;
/** Shorter steps say nothing about where the time went. */
const leastSeconds = 0.05;

/** @returns The lines of a success, to be shown as the build's own. */
export function successLines(
  record: BuildRecord,
  result: BuildResult | undefined,
  withTimes: boolean,
): string[] {
  const times = withTimes ? longest(record.finished) : "";
  return [
    ...(result === undefined
      ? [`Stopped after ${record.finished.at(-1)?.step}`]
      : [...resultLines(result), ...noteLines(record, result)]),
    ...(record.kept === undefined ? [] : [`Kept: ${keptText(record.kept)}`]),
    ...(record.seconds === undefined ? [] : [`Build time: ${secondsText(record.seconds)}${times}`]),
  ];
}

function resultLines({ ident, file, bytes, sha256, blake2b }: BuildResult): string[] {
  return [
    ident,
    `Artifact: ${file} (${bytesText(bytes)})`,
    `SHA256 Checksum: ${sha256}`,
    `Blake2b Checksum: ${blake2b}`,
  ];
}

/** What is no warning is told by name, so that nothing is hidden. */
function noteLines({ infos }: BuildRecord, { ident }: BuildResult): string[] {
  if (infos.size === 0) return [];
  const name = ident.split("/").slice(0, 2).join("/");
  return [`Notes: ${[...infos].sort().join(", ")} (\`habc pkg check ${name}\` says more)`];
}

function keptText({ reached }: Exclude<BuildRecord["kept"], undefined>): string {
  return `\`habc build --from ${reached}\`, or an earlier phase, goes on with it`;
}

function longest(steps: readonly FinishedStep[]): string {
  const texts = steps
    .filter(({ seconds }) => seconds >= leastSeconds)
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, mostTimes)
    .map(({ step, seconds }) => `${step} ${secondsText(seconds)}`);
  return texts.length === 0 ? "" : ` (${texts.join(", ")})`;
}

/**
 * @returns The text of a failure: what is wrong and where, in which step after how long, the
 *   last output, the log, how to mend it, the exit status.
 */
export function failureText(
  record: BuildRecord,
  error: HabcError,
  { stderr: { colours, columns }, cwd }: CommandContext,
): string {
  const style: TextStyle = { colours, columns, cwd, source: sourceReader(cwd) };
  const paint = palette(colours);
  const { hint, ...diagnostic } = error.diagnostic;
  const rows: string[] = [];
  const step = record.failed ?? { step: record.running.at(-1), seconds: undefined };
  if (step.step !== undefined) {
    const after = step.seconds === undefined ? "" : `, after ${secondsText(step.seconds)}`;
    rows.push(note("step", `${step.step}${after}`, paint));
  }
  const interrupted = diagnostic.code === "build-interrupted";
  const output = interrupted ? [] : record.tail.lines();
  if (output.length > 0) {
    rows.push(
      `  ${paint.cyan("last output:")}`,
      ...output.map((line) => `    ${paint.dim("|")} ${line}`.trimEnd()),
    );
  }
  if (record.kept !== undefined) rows.push(note("kept", keptText(record.kept), paint));
  if (record.log !== undefined) rows.push(note("log", shownPath(record.log, cwd), paint));
  if (hint !== undefined) rows.push(note("hint", hint, paint));
  rows.push(note("exit status", String(error.exitCode), paint));
  const others = error.others.map((other) => `\n${diagnosticText(other, style)}`).join("");
  return `${diagnosticText(diagnostic, style)}${rows.join("\n")}\n${others}`;
}
