/**
 * Comments that say why a finding is right as it is:
 *
 *     # habc: allow source-unencrypted — the server has no certificate
 *     pkg_source=http://example.org/a.tar.gz
 *
 * They count for their own line, or, on a line of their own, for the next one that is no comment.
 */
import { positionAt, type SourceText } from "../bash/text/source-text.ts";
import type { Diagnostic, Span } from "../ir/index.ts";
import { finding } from "./context.ts";
import { likelyName } from "./likely-name.ts";
import { namedCodes } from "./rules/index.ts";

/** One code in one comment. */
export interface Suppression {
  readonly code: string;
  /** The line that it counts for, from 1. */
  readonly line: number;
  readonly span: Span;
}

/** The comments of one text. */
export interface Suppressions {
  readonly valid: readonly Suppression[];
  readonly findings: readonly Diagnostic[];
}

const comment =
  /(?<open>#|\/\/|\{\{!(?:--)?|<!--|;)[ \t]*habc:[ \t]*allow\b[ \t]*(?<codes>[\w-]*(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?<rest>[^\n]*)/g;

/** @param isComment Whether a comment can begin at an offset: not inside of a text, for instance. */
export function readSuppressions(
  source: SourceText,
  isComment: (offset: number) => boolean = () => true,
): Suppressions {
  const valid: Suppression[] = [];
  const findings: Diagnostic[] = [];
  if (!source.text.includes("habc:")) return { valid, findings };
  for (const { index, groups = {}, 0: whole } of source.text.matchAll(comment)) {
    if (!isComment(index)) continue;
    const span = {
      file: source.file,
      start: positionAt(source, index),
      end: positionAt(source, index + whole.trimEnd().length),
    };
    const codes = (groups["codes"] ?? "").split(/[ \t]*,[ \t]*/).filter(Boolean);
    const problem = problemOf(codes, groups["rest"] ?? "");
    if (problem !== undefined) {
      findings.push(finding("suppression-invalid", { ...problem, spans: [span] }));
      continue;
    }
    const line = lineFor(source.text, span.start);
    valid.push(...codes.map((code) => ({ code, line, span })));
  }
  return { valid, findings };
}

function problemOf(codes: readonly string[], rest: string) {
  const hint = "write `habc: allow CODE — reason`";
  if (codes.length === 0) return { message: "the suppression names no code", hint };
  const unknown = codes.find((code) => !namedCodes.has(code));
  if (unknown !== undefined) {
    const likely = likelyName(unknown, [...namedCodes]);
    return {
      message: `the suppression names ${unknown}, which is no code of a check`,
      hint: likely === undefined ? "`habc explain` lists the codes" : `did you mean ${likely}?`,
    };
  }
  const reason = rest.replace(/(--)?\}\}[\s\S]*$|-->[\s\S]*$/, "").replace(/^[\s:—–-]+/, "");
  return reason.trim() === "" ? { message: "the suppression gives no reason", hint } : undefined;
}

/** The comment's own line where something else stands before it, else the next one of code. */
function lineFor(text: string, { line, column }: Span["start"]): number {
  const lines = text.split("\n");
  if ((lines[line - 1] ?? "").slice(0, column - 1).trim() !== "") return line;
  let at = line;
  while (at < lines.length && /^\s*(#(?!!)|\/\/|\{\{!|$)/.test(lines[at] ?? "")) at += 1;
  return at + 1;
}

/**
 * Takes out what is suppressed.
 *
 * @param mayBeAbsent Whether a suppression is not to be called unused: its rule may be off.
 */
export function applySuppressions(
  found: readonly Diagnostic[],
  suppressions: readonly Suppression[],
  mayBeAbsent: (suppression: Suppression) => boolean,
): { readonly left: Diagnostic[]; readonly unused: Diagnostic[] } {
  const used = new Set<Suppression>();
  const left = found.filter(({ code, spans: [span] }) => {
    const fitting = suppressions.filter(
      (each) =>
        each.code === code && each.span.file === span?.file && each.line === span.start.line,
    );
    for (const each of fitting) used.add(each);
    return fitting.length === 0;
  });
  const unused = suppressions
    .filter((each) => !used.has(each) && !mayBeAbsent(each))
    .map(({ code, span }) =>
      finding("suppression-unused", {
        message: `there is no ${code} here to suppress`,
        spans: [span],
      }),
    );
  return { left, unused };
}
