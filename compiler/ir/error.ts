import type { Diagnostic, Fix, Span } from "./diagnostic.ts";
import { type DiagnosticCode, diagnosticSpecs } from "./diagnostics/index.ts";

const brand = Symbol.for("habc.error");

/** What an error may say beyond its message. */
export interface ErrorDetails {
  /** How to mend it. */
  readonly hint?: string;
  /** The places, the main one first. */
  readonly spans?: readonly Span[];
  readonly fixes?: readonly Fix[];
  /** The exit status where it is not that of the code's table entry. */
  readonly exitCode?: number;
  /** The error underneath. */
  readonly cause?: unknown;
  /** Further findings of the same refusal, each complete in itself. */
  readonly others?: readonly Diagnostic[];
}

/**
 * Every refusal of habc: bad input, a failed build, a state of the machine. What is not a
 * `HabcError` is a defect of habc itself.
 *
 * @example
 * throw new HabcError("plan-not-found", `no plan in ${folder}`, { hint: "write a plan.ts there" });
 */
export class HabcError extends Error {
  readonly diagnostic: Diagnostic;
  readonly others: readonly Diagnostic[];
  /** The exit status of the command. */
  readonly exitCode: number;
  readonly [brand] = true;

  constructor(code: DiagnosticCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "HabcError";
    this.diagnostic = {
      code,
      severity: "error",
      message,
      ...(details.hint === undefined ? {} : { hint: details.hint }),
      spans: details.spans ?? [],
      ...(details.fixes === undefined ? {} : { fixes: details.fixes }),
    };
    this.others = details.others ?? [];
    this.exitCode = details.exitCode ?? diagnosticSpecs[code].exitCode ?? 1;
  }
}

/** Whether something thrown is a refusal of habc, also across copies of this module. */
export function isHabcError(thrown: unknown): thrown is HabcError {
  return typeof thrown === "object" && thrown !== null && brand in thrown;
}

/** @throws The first of several refusals, with the others beside it; nothing where there is none. */
export function refuseTogether([first, ...others]: readonly HabcError[]): void {
  if (first === undefined) return;
  const { code, message, severity: _, ...details } = first.diagnostic;
  const further = others.flatMap((other) => [other.diagnostic, ...other.others]);
  throw new HabcError(code, message, {
    ...details,
    exitCode: first.exitCode,
    cause: first.cause,
    others: [...first.others, ...further],
  });
}
