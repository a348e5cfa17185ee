/** Writes down what a build tells, as it happens, so that it is there also when habc is killed. */
import { stat } from "node:fs/promises";
import type { HabcError } from "../../compiler/ir/index.ts";
import type { EventSink } from "../events.ts";
import { openLogFile } from "./log-file.ts";
import { logText } from "./log-text.ts";

/** A log that is being written. */
export interface BuildLog {
  /** Writes an event down and passes it on. Secrets are masked before. */
  readonly event: EventSink;
  /** Writes down why the build failed. */
  failed(error: HabcError): void;
  /** Writes down the last event, tells where the log is, and passes the event on. Never throws. */
  end(last: Parameters<EventSink>[0]): Promise<void>;
}

/** Where a log goes. */
export interface LogOptions {
  /** The results folder, which is there. */
  readonly results: string;
  /** The plan file, whose owner gets what root writes. */
  readonly plan: string;
  /** Takes the events. */
  readonly tell: EventSink;
}

/**
 * Opens a log: `logs/<name>.<UTC time>.log` when the build is over. The name is that of the package,
 * or `habc` where the build did not come so far.
 *
 * @throws HabcError `results-unwritable`.
 */
export async function openLog({ results, plan, tell }: LogOptions): Promise<BuildLog> {
  const started = performance.now();
  const text = logText(() => (performance.now() - started) / 1000);
  const file = await openLogFile(results, await stat(plan));

  function write(bytes: Uint8Array): void {
    try {
      file.write(bytes);
    } catch (error) {
      warn("The log ends here", error);
    }
  }

  function warn(what: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    tell({ type: "line", level: "warn", text: `${what}: ${why}` });
  }

  return {
    event(event) {
      if (event.type === "plan-loaded") file.name(event.name);
      write(text.event(event));
      tell(event);
    },
    failed: (error) => write(text.failure(error)),
    async end(last) {
      write(text.event(last));
      try {
        tell({ type: "log", file: await file.finish() });
      } catch (error) {
        warn("There is no log", error);
      }
      tell(last);
    },
  };
}
