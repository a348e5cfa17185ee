import { isUtf8 } from "node:buffer";
import type { BuildEvent } from "../../../runtime/events.ts";
import type { CommandContext } from "../../context.ts";
import { buildRecord, note } from "./record.ts";
import type { Reporter } from "./reporter.ts";
import { completeLength } from "./utf8.ts";

type StreamName = "stdout" | "stderr";

/** Times to the microsecond: what is finer is noise. */
function rounded(event: BuildEvent): BuildEvent {
  return "seconds" in event ? { ...event, seconds: Math.round(event.seconds * 1e6) / 1e6 } : event;
}

/**
 * Writes each event as one line of JSON on the standard output, and a last line of type
 * `result`. The forms are described in docs/reference/json.md.
 *
 * @param about What each line says beside that.
 */
export function jsonReporter({ stdout }: CommandContext, about: object = {}): Reporter {
  const record = buildRecord();
  /** The beginning of a character whose rest comes with the next output. */
  const carried: Record<StreamName, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };

  const line = (value: object) => stdout.write(`${JSON.stringify({ ...value, ...about })}\n`);
  const writeOutput = (stream: StreamName, bytes: Buffer) => {
    if (bytes.length === 0) return;
    const content = isUtf8(bytes)
      ? { text: bytes.toString("utf8") }
      : { base64: bytes.toString("base64") };
    line({ type: "output", stream, ...content });
  };
  const flush = () => {
    for (const stream of ["stdout", "stderr"] as const) {
      writeOutput(stream, carried[stream]);
      carried[stream] = Buffer.alloc(0);
    }
  };
  const takeOutput = ({ stream, bytes }: Extract<BuildEvent, { type: "output" }>) => {
    const all = Buffer.concat([carried[stream], bytes]);
    const whole = completeLength(all);
    carried[stream] = all.subarray(whole);
    writeOutput(stream, all.subarray(0, whole));
  };
  return {
    event(event) {
      note(record, event);
      if (event.type === "output") return takeOutput(event);
      if (event.type === "step-finished" || event.type === "build-finished") flush();
      line(rounded(event));
    },
    succeeded(result) {
      flush();
      line({ type: "result", ok: true, exitCode: 0, ...result });
    },
    failed(error) {
      flush();
      const step = record.failed?.step ?? record.running.at(-1);
      line({
        type: "result",
        ok: false,
        exitCode: error.exitCode,
        ...(step === undefined ? {} : { step }),
        diagnostics: [error.diagnostic, ...error.others],
      });
    },
    close() {},
  };
}
