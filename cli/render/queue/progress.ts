/** What a queue looks like while it runs. */
import type { BuildEvent } from "../../../runtime/events.ts";
import type { PlanEnd, QueuedPlan } from "../../../runtime/queue/plan-queue.ts";
import { secondsText } from "../units.ts";

/** So that all of it fits on a screen. */
const mostRunning = 12;
const mostWaiting = 4;

/** The state of a queue. */
export interface QueueProgress {
  readonly started: (plan: QueuedPlan) => void;
  readonly event: (plan: QueuedPlan, event: BuildEvent) => void;
  readonly ended: (end: PlanEnd) => void;
  /** How many have ended, of all. */
  readonly count: () => string;
  /** What runs, for how long, and what waits for what. */
  readonly lines: () => string[];
}

interface Running {
  readonly since: number;
  steps: string[];
}

/** @param now The time in milliseconds. */
export function queueProgress(plans: readonly QueuedPlan[], now = Date.now): QueueProgress {
  const running = new Map<QueuedPlan, Running>();
  const ends = new Map<string, PlanEnd>();
  const began = now();
  const names = new Map(plans.map(({ id, name }) => [id, name]));

  const runningLine = ([{ name }, { since, steps }]: [QueuedPlan, Running]) => {
    const step = steps.at(-1);
    const time = secondsText((now() - since) / 1000);
    return `  ${name}: ${step === undefined ? "" : `${step}, `}${time}`;
  };
  const waitingLine = ({ name, needs }: QueuedPlan) => {
    const open = needs.filter((id) => names.has(id) && !ends.has(id));
    const listed = open.map((id) => names.get(id)).join(", ");
    return open.length === 0 ? `  ${name}: ready` : `  ${name}: waits for ${listed}`;
  };
  return {
    started: (plan) => void running.set(plan, { since: now(), steps: [] }),
    event(plan, event) {
      const known = running.get(plan);
      if (known === undefined) return;
      if (event.type === "step-started") known.steps.push(event.step);
      if (event.type === "step-finished") known.steps = known.steps.slice(0, -1);
    },
    ended(end) {
      running.delete(end.plan);
      ends.set(end.plan.id, end);
    },
    count: () => `${ends.size} of ${plans.length}`,
    lines() {
      const waiting = plans.filter((plan) => !running.has(plan) && !ends.has(plan.id));
      const failed = [...ends.values()].filter(({ outcome }) => outcome === "failed").length;
      const counts = [
        `${ends.size} of ${plans.length} done`,
        ...(failed === 0 ? [] : [`${failed} failed`]),
        `${running.size} running`,
        ...(waiting.length === 0 ? [] : [`${waiting.length} waiting`]),
        secondsText((now() - began) / 1000),
      ];
      const more = waiting.length - mostWaiting;
      const moreRunning = running.size - mostRunning;
      return [
        counts.join(", "),
        ...[...running].slice(0, mostRunning).map(runningLine),
        ...(moreRunning > 0 ? [`  and ${moreRunning} more that run`] : []),
        ...waiting.slice(0, mostWaiting).map(waitingLine),
        ...(more > 0 ? [`  and ${more} more`] : []),
      ];
    },
  };
}
