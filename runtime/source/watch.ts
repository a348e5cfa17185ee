import { AttemptFailure } from "./failure.ts";

/** Ends a try where nothing comes for too long, or where the caller wants no more. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Rejects with the signal's reason; never resolves. */
  readonly aborted: Promise<never>;
  /** Something came. */
  alive(): void;
  stop(): void;
}

/**
 * @param timeout Milliseconds without a sign of life.
 * @param caller The caller's own signal.
 */
export function watchFor(timeout: number, caller: AbortSignal | undefined): Watch {
  const stalled = new AbortController();
  const signal = caller === undefined ? stalled.signal : AbortSignal.any([stalled.signal, caller]);
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  const timer = setTimeout(() => {
    const seconds = timeout / 1000;
    stalled.abort(new AttemptFailure(`nothing came for ${seconds} s`, { again: true }));
  }, timeout);
  return {
    signal,
    aborted,
    alive: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}
