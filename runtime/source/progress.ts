import type { EventSink } from "../events.ts";

/** Between two events of one task, in milliseconds. */
const interval = 100;

/** Tells how far a task is. */
export interface ProgressMeter {
  /** @param total What `done` will be in the end, where that is known. */
  update(done: number, total: number | undefined): void;
  /** Tells where it is now, however little time went by. */
  flush(): void;
}

/** A meter that speaks at most ten times a second. */
export function progressMeter(events: EventSink, task: string): ProgressMeter {
  let next = 0;
  let kept: (() => void) | undefined;
  return {
    update(done, total) {
      const tell = () =>
        events({ type: "progress", task, done, ...(total === undefined ? {} : { total }) });
      const now = performance.now();
      kept = now < next ? tell : undefined;
      if (now < next) return;
      next = now + interval;
      tell();
    },
    flush() {
      kept?.();
      kept = undefined;
    },
  };
}
