/** Shows the builds of a queue: on a terminal what goes on, elsewhere plain lines. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { BuildEvent } from "../../../runtime/events.ts";
import type { PlanEnd, QueuedPlan } from "../../../runtime/queue/plan-queue.ts";
import type { CommandContext } from "../../context.ts";
import { changeLines } from "../build/changes.ts";
import { type BuildRecord, buildRecord, note } from "../build/record.ts";
import { failureText } from "../build/summary.ts";
import { differenceText } from "../difference.ts";
import { palette } from "../palette.ts";
import { secondsText } from "../units.ts";
import { openBoard } from "./board.ts";
import { queueProgress } from "./progress.ts";
import { summaryText } from "./summary.ts";
import type { QueueView, QueueViewOptions } from "./view.ts";

/** Redrawn this often, in milliseconds: tenths of seconds are shown. */
const tick = 250;

/** What is known of one build. */
interface Shown {
  readonly record: BuildRecord;
  log?: string;
}

export function textQueueView(context: CommandContext, options: QueueViewOptions): QueueView {
  const { stdout, stderr, environment, cwd } = context;
  const live = stdout.isTerminal && environment["HAB_NONINTERACTIVE"] !== "true";
  const progress = queueProgress(options.plans);
  const board = live ? openBoard(stdout) : undefined;
  const paint = palette(stdout.colours);
  const shown = new Map<QueuedPlan, Shown>();
  /** The first plan that failed for a reason: those of a cycle share it. */
  const firstWith = new Map<unknown, QueuedPlan>();
  const draw = () => board?.show(progress.lines());
  const timer = board === undefined ? undefined : setInterval(draw, tick);

  const say = ({ name }: QueuedPlan, text: string) => {
    const line = `${paint.cyan(`[${name}]`)} ${text}\n`;
    if (board === undefined) stdout.write(line);
    else board.say(line);
  };
  const show = (plan: QueuedPlan, event: BuildEvent) => {
    // A terminal shows it below.
    if (event.type === "plan-loaded" && board === undefined) say(plan, `builds ${event.ident}`);
    if (event.type === "changed") for (const line of changeLines(event)) say(plan, line);
    if (event.type === "repeated" && event.difference !== undefined) {
      const text = differenceText(event.difference, stdout.colours);
      if (board === undefined) stdout.write(text);
      else board.say(text);
    }
    if (event.type === "line" && event.level === "warn") say(plan, `WARN: ${event.text}`);
    if (event.type === "diagnostic") {
      const { severity, code, message } = event.diagnostic;
      if (severity !== "info") say(plan, `${severity}[${code}]: ${message}`);
    }
  };
  const tellFailure = ({ plan, error, seconds }: PlanEnd) => {
    const { record, log } = shown.get(plan) ?? { record: buildRecord() };
    const first = firstWith.get(error);
    if (first !== undefined && log === undefined) {
      say(plan, paint.red(`failed for the reason of ${first.name}`));
      return;
    }
    if (error !== undefined) firstWith.set(error, plan);
    const where = log === undefined ? "" : `; all of its output, from ${relative(cwd, log)}:`;
    say(plan, paint.red(`failed after ${secondsText(seconds)}${where}`));
    board?.show([]);
    if (log !== undefined) stderr.write(readFileSync(log));
    if (error !== undefined)
      stderr.write(failureText(record, options.explain(plan, error), context));
  };

  return {
    started(plan) {
      progress.started(plan);
      draw();
      const known: Shown = { record: buildRecord() };
      shown.set(plan, known);
      return (event) => {
        progress.event(plan, event);
        // All output is shown where the plan fails: its end need not be kept.
        if (event.type !== "output") note(known.record, event);
        if (event.type === "log") known.log = event.file;
        show(plan, event);
      };
    },
    ended(end) {
      const { plan, outcome, ident } = end;
      progress.ended(end);
      const time = secondsText(end.seconds);
      if (outcome === "built") say(plan, `${ident} built in ${time} (${progress.count()})`);
      if (outcome === "unchanged" && board === undefined) {
        say(plan, `${ident} unchanged (${progress.count()})`);
      }
      if (outcome === "skipped") say(plan, `skipped: needs ${end.because?.name}`);
      if (outcome === "failed") tellFailure(end);
      draw();
    },
    close(ends, seconds) {
      clearInterval(timer);
      board?.show([]);
      stdout.write(summaryText(ends, seconds, paint));
    },
  };
}
