/** Random queues of jobs: what runs when, and what a failure leaves. */
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Job, type JobEnd, runJobs } from "../../../runtime/queue/schedule.ts";

/** Jobs that need earlier ones, in any order, with some that fail. */
const anyQueue = fc
  .record({
    needs: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 14 }),
    failing: fc.array(fc.nat(13), { maxLength: 3 }),
    atOnce: fc.integer({ min: 1, max: 4 }),
    keepGoing: fc.boolean(),
    turns: fc.array(fc.nat(4), { minLength: 14, maxLength: 14 }),
    order: fc.shuffledSubarray([...Array(14).keys()], { minLength: 14 }),
  })
  .map(({ needs, failing, order, ...rest }) => {
    const jobs = needs.map((all, at) => ({
      id: String(at),
      at,
      needs: at === 0 ? [] : [...new Set(all.map((one) => String(one % at)))],
    }));
    jobs.sort((a, b) => order.indexOf(a.at) - order.indexOf(b.at));
    return { jobs, failing: new Set(failing.map(String)), ...rest };
  });

type Queue = typeof anyQueue extends fc.Arbitrary<infer Value> ? Value : never;

async function play({ jobs, failing, atOnce, keepGoing, turns }: Queue) {
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const ends = await runJobs(jobs, {
    atOnce,
    keepGoing,
    signal: new AbortController().signal,
    async run({ id, at }) {
      log.push(`+${id}`);
      running += 1;
      most = Math.max(most, running);
      for (let turn = turns[at] ?? 0; turn >= 0; turn -= 1) await setImmediate();
      running -= 1;
      log.push(`-${id}`);
      if (failing.has(id)) throw new Error(id);
      return id;
    },
  });
  return { log, most, ends: new Map([...ends].map(([{ id }, end]) => [id, end])) };
}

/** All that a job needs, directly or not. */
function closure(jobs: readonly Job[], id: string): Set<string> {
  const found = new Set(jobs.find((job) => job.id === id)?.needs);
  for (const one of found) for (const need of closure(jobs, one)) found.add(need);
  return found;
}

describe("a queue", () => {
  test("starts a job when all that it needs is done, and never more than it may", async () => {
    await fc.assert(
      fc.asyncProperty(anyQueue, async (queue) => {
        const { log, most } = await play(queue);
        expect(most).toBeLessThanOrEqual(queue.atOnce);
        for (const { id, needs } of queue.jobs) {
          const start = log.indexOf(`+${id}`);
          if (start === -1) continue;
          for (const need of needs) {
            expect(log.indexOf(`-${need}`)).toBeGreaterThanOrEqual(0);
            expect(log.indexOf(`-${need}`)).toBeLessThan(start);
          }
        }
      }),
    );
  });

  test("that keeps going leaves out what needs a failure, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(anyQueue, async (queue) => {
        const { ends } = await play({ ...queue, keepGoing: true });
        for (const { id } of queue.jobs) {
          const needs = closure(queue.jobs, id);
          const isSkipped = [...needs].some((need) => queue.failing.has(need));
          const kind = isSkipped ? "skipped" : queue.failing.has(id) ? "failed" : "done";
          expect(ends.get(id)?.kind).toBe(kind);
          const end = ends.get(id) as JobEnd<string>;
          if (end.kind === "skipped") expect(needs).toContain(end.because);
        }
      }),
    );
  });

  test("that does not starts nothing after a failure, and waits for what runs", async () => {
    await fc.assert(
      fc.asyncProperty(anyQueue, async (queue) => {
        const { log, ends } = await play({ ...queue, keepGoing: false });
        const firstFailure = log.findIndex(
          (line) => line[0] === "-" && queue.failing.has(line.slice(1)),
        );
        const later = firstFailure === -1 ? [] : log.slice(firstFailure + 1);
        expect(later.filter((line) => line[0] === "+")).toEqual([]);
        const started = log.filter((line) => line[0] === "+").map((line) => line.slice(1));
        for (const id of started) expect(["done", "failed"]).toContain(ends.get(id)?.kind);
        expect(log.filter((line) => line[0] === "-")).toHaveLength(started.length);
      }),
    );
  });
});

describe("of jobs that could start", () => {
  const run = async (jobs: readonly Job[], atOnce: number) => {
    const order: string[] = [];
    await runJobs(jobs, {
      atOnce,
      keepGoing: false,
      signal: new AbortController().signal,
      async run({ id }) {
        order.push(id);
        await setImmediate();
      },
    });
    return order.join("");
  };

  test("the one goes first on which the longest chain waits", async () => {
    const jobs = [
      { id: "a", needs: [] },
      { id: "b", needs: [] },
      { id: "c", needs: ["b"] },
      { id: "d", needs: ["c"] },
    ];
    expect(await run(jobs, 1)).toBe("bcad");
  });

  test("those with one claim run one after the other", async () => {
    const jobs = [
      { id: "a", needs: [], claim: "x" },
      { id: "b", needs: [], claim: "x" },
      { id: "c", needs: [] },
    ];
    let running = "";
    await runJobs(jobs, {
      atOnce: 3,
      keepGoing: false,
      signal: new AbortController().signal,
      async run({ id }) {
        running += id;
        expect(running.includes("a") && running.includes("b")).toBe(false);
        await setImmediate();
        running = running.replace(id, "");
      },
    });
  });

  test("none starts after the signal", async () => {
    const controller = new AbortController();
    const started: string[] = [];
    const ends = await runJobs(
      [
        { id: "a", needs: [] },
        { id: "b", needs: [] },
      ],
      {
        atOnce: 1,
        keepGoing: true,
        signal: controller.signal,
        async run({ id }) {
          started.push(id);
          controller.abort();
        },
      },
    );
    expect(started).toEqual(["a"]);
    expect([...ends.values()].map(({ kind }) => kind)).toEqual(["done", "not-started"]);
  });
});
