import type { Diagnostic, Span } from "../ir/index.ts";

/** What is noted about a plan beside its values. */
export interface Recorder {
  /** The places that set each `pkg_*` variable, in order. */
  readonly spans: Map<string, Span[]>;
  /** Variables that were read and that the environment sets, or could have set. */
  readonly reads: Set<string>;
  /** The names of the environment that was given. */
  readonly given: ReadonlySet<string>;
  readonly diagnostics: Diagnostic[];
}

export function createRecorder(given: readonly string[]): Recorder {
  return { spans: new Map(), reads: new Set(), given: new Set(given), diagnostics: [] };
}

/** Notes that a place sets a variable. */
export function noteSet(recorder: Recorder, name: string, span: Span): void {
  if (!name.startsWith("pkg_")) return;
  const spans = recorder.spans.get(name);
  if (spans === undefined) recorder.spans.set(name, [span]);
  else if (!spans.some((other) => sameSpan(other, span))) spans.push(span);
}

function sameSpan(a: Span, b: Span): boolean {
  return (
    a.file === b.file &&
    a.start.line === b.start.line &&
    a.start.column === b.start.column &&
    a.end.line === b.end.line &&
    a.end.column === b.end.column
  );
}
