/** Keeps secrets out of what a build tells. */
import { type Diagnostic, HabcError } from "../../compiler/ir/index.ts";
import type { BuildEvent, EventSink } from "../events.ts";
import { maskText } from "./mask.ts";

/** A sink that never gets a secret. Output of commands is masked where it is read. */
export function secretEvents(events: EventSink, secrets: readonly string[]): EventSink {
  if (secrets.length === 0) return events;
  return (event) => events(withoutSecrets(event, secrets));
}

function withoutSecrets(event: BuildEvent, secrets: readonly string[]): BuildEvent {
  if (event.type === "line") return { ...event, text: maskText(event.text, secrets) };
  if (event.type !== "diagnostic") return event;
  return { ...event, diagnostic: maskDiagnostic(event.diagnostic, secrets) };
}

/** The same refusal without the secrets: a failed command, for instance, shows its arguments. */
export function secretError(error: HabcError, secrets: readonly string[]): HabcError {
  if (secrets.length === 0) return error;
  const { code, message, ...details } = maskDiagnostic(error.diagnostic, secrets);
  return new HabcError(code, message, {
    ...details,
    exitCode: error.exitCode,
    others: error.others.map((other) => maskDiagnostic(other, secrets)),
  });
}

function maskDiagnostic(diagnostic: Diagnostic, secrets: readonly string[]): Diagnostic {
  const { message, hint } = diagnostic;
  return {
    ...diagnostic,
    message: maskText(message, secrets),
    ...(hint === undefined ? {} : { hint: maskText(hint, secrets) }),
  };
}
