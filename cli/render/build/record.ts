/** What a reporter knows of a build so far, gathered from its events. */
import { linkageDiagnostics } from "../../../compiler/ir/diagnostics/linkage.ts";
import type { DiagnosticCode } from "../../../compiler/ir/index.ts";
import type { BuildEvent, StepName } from "../../../runtime/events.ts";
import { outputTail, type Tail } from "./tail.ts";

/** A step that has ended. */
export interface FinishedStep {
  readonly step: StepName;
  readonly seconds: number;
}

/** The state of a build. */
export interface BuildRecord {
  /** The name before the colon in the build's own lines. */
  name: string;
  /** The steps that are under way: one may run inside another. */
  readonly running: StepName[];
  readonly finished: FinishedStep[];
  /** The step that failed first. */
  failed: FinishedStep | undefined;
  /** The last output before the build failed. */
  readonly tail: Tail;
  seconds: number | undefined;
  /** What can be taken up. */
  kept: Extract<BuildEvent, { type: "kept" }> | undefined;
  /** The file in which all of it is written down. */
  log: string | undefined;
  /** Codes of findings in the package that are only to be known. */
  readonly infos: Set<DiagnosticCode>;
}

/** @returns The state before the first event. */
export function buildRecord(): BuildRecord {
  return {
    name: "habc",
    running: [],
    finished: [],
    failed: undefined,
    tail: outputTail(),
    seconds: undefined,
    kept: undefined,
    log: undefined,
    infos: new Set(),
  };
}

/** Takes an event into the state. */
export function note(record: BuildRecord, event: BuildEvent): void {
  switch (event.type) {
    case "plan-loaded":
    case "reused":
      record.name = event.name;
      break;
    case "step-started":
      if (record.failed === undefined && record.running.length === 0) record.tail.clear();
      record.running.push(event.step);
      break;
    case "step-finished":
      noteFinished(record, event);
      break;
    case "output":
      // What `do_after_failure` prints would push out the lines that say why.
      if (record.failed === undefined) record.tail.push(event.bytes);
      break;
    case "kept":
      record.kept = event;
      break;
    case "diagnostic":
      if (event.diagnostic.severity === "info" && isOfPackage(event.diagnostic.code)) {
        record.infos.add(event.diagnostic.code);
      }
      break;
    case "log":
      record.log = event.file;
      break;
    case "build-finished":
      record.seconds = event.seconds;
      break;
    default:
  }
}

function isOfPackage(code: DiagnosticCode): boolean {
  return Object.hasOwn(linkageDiagnostics, code);
}

function noteFinished(
  record: BuildRecord,
  event: Extract<BuildEvent, { type: "step-finished" }>,
): void {
  const index = record.running.lastIndexOf(event.step);
  if (index !== -1) record.running.splice(index, 1);
  const finished = { step: event.step, seconds: event.seconds };
  record.finished.push(finished);
  if (!event.ok) record.failed ??= finished;
}
