import type { QueuedPlan } from "../../../runtime/queue/plan-queue.ts";
import type { CommandContext } from "../../context.ts";
import { jsonReporter } from "../build/json-reporter.ts";
import type { Reporter } from "../build/reporter.ts";
import type { QueueView, QueueViewOptions } from "./view.ts";

/**
 * Writes the events of all builds as lines of JSON, each with the plan file in `plan`, and what
 * becomes of the queue. The forms are described in docs/reference/json.md.
 */
export function jsonQueueView(context: CommandContext, options: QueueViewOptions): QueueView {
  const line = (value: object) => context.stdout.write(`${JSON.stringify(value)}\n`);
  const reporters = new Map<QueuedPlan, Reporter>();
  const files = new Map(options.plans.map(({ id, file }) => [id, file]));
  line({
    type: "queue",
    jobs: options.atOnce,
    plans: options.plans.map(({ file, name, needs }) => ({
      plan: file,
      name,
      needs: needs.flatMap((id) => files.get(id) ?? []),
    })),
  });
  return {
    started(plan) {
      const reporter = jsonReporter(context, { plan: plan.file });
      reporters.set(plan, reporter);
      return reporter.event;
    },
    ended({ plan, outcome, seconds, ident, because, error }) {
      if (error !== undefined) reporters.get(plan)?.failed(options.explain(plan, error));
      line({
        type: "plan-finished",
        plan: plan.file,
        name: plan.name,
        outcome,
        seconds: Math.round(seconds * 1e6) / 1e6,
        ...(ident === undefined ? {} : { ident }),
        ...(because === undefined ? {} : { because: because.file }),
      });
    },
    close(ends, seconds) {
      const failure = ends.find(({ outcome }) => outcome === "failed");
      const isDone = ends.every(({ outcome }) => outcome === "built" || outcome === "unchanged");
      line({
        type: "queue-finished",
        ok: isDone,
        seconds: Math.round(seconds * 1e6) / 1e6,
        plans: ends.map(({ plan, outcome, ident }) => ({
          plan: plan.file,
          name: plan.name,
          outcome,
          ...(ident === undefined ? {} : { ident }),
        })),
        exitCode: failure?.error?.exitCode ?? (isDone ? 0 : 1),
      });
    },
  };
}
