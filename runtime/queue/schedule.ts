/** Runs jobs that need each other: several at once, each when all that it needs is done. */

/** Something to do. */
export interface Job {
  readonly id: string;
  /** The ids of jobs that must be done before; those of no job do not count. No cycles. */
  readonly needs: readonly string[];
  /** Jobs with the same claim never run at once. */
  readonly claim?: string | undefined;
}

/** How a job ended. */
export type JobEnd<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly error: unknown }
  /** `because` is the job that failed; there may be others between. */
  | { readonly kind: "skipped"; readonly because: string }
  /** Another job failed, or the signal came, before this one began. */
  | { readonly kind: "not-started" };

/** How jobs are run. */
export interface ScheduleOptions<J extends Job, T> {
  /** How many run at once. */
  readonly atOnce: number;
  /** Whether a failure leaves the jobs alone that do not need the failed one. */
  readonly keepGoing: boolean;
  /** Nothing is started any more after it; what runs has to end by itself. */
  readonly signal: AbortSignal;
  readonly run: (job: J) => Promise<T>;
  /** Told of each job as it ends; of those that never ran, once nothing runs any more. */
  readonly ended?: (job: J, end: JobEnd<T>) => void;
}

/**
 * Of the jobs that could start, the one is started on which the longest chain of others waits, and
 * of several such the first in the list. After a failure without `keepGoing` what runs is still
 * waited for: it may be nearly done.
 *
 * @returns How each job ended, in the order of the list. A job that fails is no error here.
 */
export async function runJobs<J extends Job, T>(
  jobs: readonly J[],
  options: ScheduleOptions<J, T>,
): Promise<Map<J, JobEnd<T>>> {
  const { atOnce, keepGoing, signal, run, ended = () => {} } = options;
  const known = new Map(jobs.map((job) => [job.id, job]));
  const ends = new Map<string, JobEnd<T>>();
  const running = new Map<J, Promise<void>>();
  const waiting = byUrgency(jobs);
  const needsOf = (job: J) => job.needs.filter((id) => known.has(id));
  const isReady = (job: J) => needsOf(job).every((id) => ends.get(id)?.kind === "done");
  const isFree = ({ claim }: J) =>
    claim === undefined || ![...running.keys()].some((other) => other.claim === claim);

  const end = (job: J, how: JobEnd<T>) => {
    ends.set(job.id, how);
    ended(job, how);
  };
  const start = (job: J) => {
    const work = run(job).then(
      (value) => end(job, { kind: "done", value }),
      (error: unknown) => end(job, { kind: "failed", error }),
    );
    running.set(job, work.finally(() => running.delete(job)) as Promise<void>);
  };
  const mayStart = () =>
    !signal.aborted && (keepGoing || ![...ends.values()].some(({ kind }) => kind === "failed"));

  for (;;) {
    while (mayStart() && running.size < atOnce) {
      const next = waiting.findIndex((job) => isReady(job) && isFree(job));
      const [job] = next === -1 ? [] : waiting.splice(next, 1);
      if (job === undefined) break;
      start(job);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  for (const job of jobs) if (!ends.has(job.id)) end(job, notRun(job, needsOf, ends, known));
  return new Map(jobs.map((job) => [job, ends.get(job.id) ?? { kind: "not-started" }]));
}

/** Why a job did not run: something that it needs, perhaps through others, failed. */
function notRun<J extends Job, T>(
  job: J,
  needsOf: (job: J) => readonly string[],
  ends: ReadonlyMap<string, JobEnd<T>>,
  known: ReadonlyMap<string, J>,
): JobEnd<T> {
  const seen = new Set([job]);
  for (const one of seen) {
    for (const id of needsOf(one)) {
      if (ends.get(id)?.kind === "failed") return { kind: "skipped", because: id };
      const next = known.get(id);
      if (next !== undefined) seen.add(next);
    }
  }
  return { kind: "not-started" };
}

/** Those on which the longest chain waits first. */
function byUrgency<J extends Job>(jobs: readonly J[]): J[] {
  const users = new Map<string, J[]>();
  for (const job of jobs) {
    for (const id of job.needs) users.set(id, [...(users.get(id) ?? []), job]);
  }
  const lengths = new Map<J, number>();
  const lengthOf = (job: J): number => {
    const known = lengths.get(job);
    if (known !== undefined) return known;
    // In a cycle, which the caller should have refused, each counts once.
    lengths.set(job, 0);
    const length = 1 + Math.max(0, ...(users.get(job.id) ?? []).map(lengthOf));
    lengths.set(job, length);
    return length;
  };
  return [...jobs].sort((a, b) => lengthOf(b) - lengthOf(a));
}
