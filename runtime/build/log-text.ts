/** What a build tells, as lines of a log: each begins with the seconds since the start. */
import type { Diagnostic, HabcError } from "../../compiler/ir/index.ts";
import type { BuildEvent } from "../events.ts";

/** Turns events into bytes. */
export interface LogText {
  event(event: BuildEvent): Uint8Array;
  failure(error: HabcError): Uint8Array;
}

const lineFeed = 0x0a;
const nothing = new Uint8Array();

/** @param seconds The time since the start of the build. */
export function logText(seconds: () => number): LogText {
  let name = "habc";
  /** What wrote the line that has not ended yet. */
  let midLine: "stdout" | "stderr" | undefined;

  const time = () => `[${seconds().toFixed(3).padStart(10)}] `;

  function own(text: string): Uint8Array {
    const begin = midLine === undefined ? "" : "\n";
    midLine = undefined;
    const start = time();
    return Buffer.from(
      begin +
        text
          .split("\n")
          .map((line) => `${start}${line}\n`)
          .join(""),
    );
  }

  /** Byte for byte but for the beginnings of lines. */
  function output(stream: "stdout" | "stderr", bytes: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    const start = Buffer.from(time());
    if (midLine !== undefined && midLine !== stream) parts.push(Buffer.from("\n"), start);
    else if (midLine === undefined) parts.push(start);
    for (let rest = bytes; rest.length > 0; ) {
      const end = rest.indexOf(lineFeed) + 1;
      parts.push(end === 0 ? rest : rest.subarray(0, end));
      rest = end === 0 ? nothing : rest.subarray(end);
      if (rest.length > 0) parts.push(start);
    }
    midLine = bytes.at(-1) === lineFeed ? undefined : stream;
    return Buffer.concat(parts);
  }

  function event(told: BuildEvent): Uint8Array {
    switch (told.type) {
      case "build-started":
        return own(`Build of ${told.plan} for ${told.target}, ${new Date().toISOString()}`);
      case "plan-loaded":
        name = told.name;
        return own(`== ${told.ident}`);
      case "step-started":
        return own(`== ${told.step}`);
      case "step-finished":
        return own(
          `== ${told.step} ${told.ok ? "took" : "FAILED after"} ${told.seconds.toFixed(3)} s`,
        );
      case "line":
        return own(`   ${name}: ${labels[told.level]}${told.text}`);
      case "output":
        return told.bytes.length === 0 ? nothing : output(told.stream, told.bytes);
      case "dependency":
        return own(`   ${name}: Resolved dependency '${told.wanted}' to ${told.resolved}`);
      case "shell":
        return own(
          told.state === "opened" ? `== A shell is opened at ${told.place}` : "== It is closed",
        );
      case "diagnostic":
        return own(findingText(told.diagnostic));
      case "artifact":
        return own(`   ${name}: Artifact: ${told.file}`);
      case "build-finished":
        return own(
          `== Build ${told.ok ? "succeeded" : "FAILED"} after ${told.seconds.toFixed(3)} s`,
        );
      default:
        return nothing;
    }
  }

  return {
    event,
    failure: (error) => own([error.diagnostic, ...error.others].map(findingText).join("\n")),
  };
}

const labels = { info: "", warn: "WARN: ", debug: "DEBUG: " } as const;

function findingText({ severity, code, message, spans, hint }: Diagnostic): string {
  const places = spans.map(({ file, start, label }) => {
    return `  ${file}:${start.line}${label === undefined ? "" : ` ${label}`}`;
  });
  const rows = [`${severity}[${code}]: ${message}`, ...places];
  if (hint !== undefined) rows.push(`  hint: ${hint}`);
  return rows.join("\n");
}
