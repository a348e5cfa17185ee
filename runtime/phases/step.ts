import type { Build } from "../build/state.ts";
import type { StepName } from "../events.ts";

/** Runs one step of a build between its two events. */
export async function timed<T>(
  build: Pick<Build, "request">,
  step: StepName,
  work: () => Promise<T>,
): Promise<T> {
  const { events, signal } = build.request;
  signal.throwIfAborted();
  const started = performance.now();
  let ok = false;
  events({ type: "step-started", step });
  try {
    const result = await work();
    ok = true;
    return result;
  } finally {
    events({ type: "step-finished", step, seconds: (performance.now() - started) / 1000, ok });
  }
}
