/** How a queue of builds is shown. */
import { describe, expect, test } from "vitest";
import { palette } from "../../../cli/render/palette.ts";
import { openBoard } from "../../../cli/render/queue/board.ts";
import { junitText } from "../../../cli/render/queue/junit.ts";
import { queueProgress } from "../../../cli/render/queue/progress.ts";
import { summaryText } from "../../../cli/render/queue/summary.ts";
import { HabcError } from "../../../compiler/ir/index.ts";
import type { PlanEnd, QueuedPlan } from "../../../runtime/queue/plan-queue.ts";

const never = new HabcError("usage", "not built here");
const plan = (id: string, ...needs: string[]): QueuedPlan => ({
  id,
  name: `acme/${id}`,
  file: `/tree/${id}/plan.sh`,
  needs,
  prepared: never,
});
const plans = [
  plan("a"),
  plan("b", "a"),
  plan("c", "a", "b"),
  plan("d"),
  plan("e", "d"),
  plan("f"),
];

describe("the lines below", () => {
  test("tell what runs, in which step and for how long, and what waits for what", () => {
    let time = 0;
    const progress = queueProgress(plans, () => time);
    const [a, b] = plans as [QueuedPlan, QueuedPlan];
    progress.started(a);
    time = 4200;
    progress.ended({ plan: a, outcome: "built", seconds: 4.2 });
    progress.started(b);
    progress.event(b, { type: "step-started", step: "do_build" });
    time = 65_000;
    expect(progress.lines()).toEqual([
      "1 of 6 done, 1 running, 4 waiting, 1 min 5 s",
      "  acme/b: do_build, 1 min 1 s",
      "  acme/c: waits for acme/b",
      "  acme/d: ready",
      "  acme/e: waits for acme/d",
      "  acme/f: ready",
    ]);
  });

  test("are redrawn in their place, and other lines go above them", () => {
    let screen = "";
    const board = openBoard({
      write: (data) => {
        screen += String(data);
      },
      isTerminal: true,
      colours: false,
      columns: 12,
    });
    board.show(["one", "two that is long"]);
    board.say("said\n");
    board.show(["three"]);
    expect(screen).toBe(
      "one\ntwo that i…\n\x1b[1A\x1b[2K\x1b[1A\x1b[2K\rsaid\none\ntwo that i…\n\x1b[1A\x1b[2K\x1b[1A\x1b[2K\rthree\n",
    );
  });
});

const failure = new HabcError("phase-failed", 'do_build failed: echo "<\x01&>"\nmore', {
  hint: "x",
});
const [a, b, c, d] = plans as [QueuedPlan, QueuedPlan, QueuedPlan, QueuedPlan];
const ends: PlanEnd[] = [
  { plan: a, outcome: "failed", seconds: 1.5, error: failure },
  { plan: b, outcome: "skipped", seconds: 0, because: a },
  { plan: c, outcome: "built", seconds: 2, ident: "acme/c/1.0/20240101000000" },
  { plan: d, outcome: "unchanged", seconds: 0.1, ident: "acme/d/1.0/20240101000000" },
];

test("the summary has a row for each plan without a package, and counts them all", () => {
  expect(summaryText(ends, 61, palette(false))).toBe(
    'failed   acme/a  (1 skipped for it) phase-failed: do_build failed: echo "<\\x01&>"\nskipped  acme/b  needs acme/a\n4 plans: 1 built, 1 unchanged, 1 failed, 1 skipped, in 1 min 1 s\n',
  );
  const first = { ...(ends[2] as PlanEnd), outcome: "failed", error: failure } as const;
  const [mostNeeded] = summaryText([first, ...ends], 1, palette(false)).split("\n");
  expect(mostNeeded).toContain("acme/a");
  const many = Array.from({ length: 30 }, () => ends[1] as PlanEnd);
  expect(summaryText(many, 1, palette(false)).split("\n")).toHaveLength(13);
});

test("the JUnit report says the same, whatever characters a message has", () => {
  const text = junitText(ends, 61);
  expect(text).toContain(
    '<testsuite name="habc build" tests="4" failures="1" skipped="1" errors="0"',
  );
  expect(text).toContain(
    '<testcase classname="acme" name="a" file="/tree/a/plan.sh" time="1.500"><failure type="phase-failed" message="do_build failed: echo &quot;&lt;\ufffd&amp;&gt;&quot;&#10;more">',
  );
  expect(text).toContain('<skipped message="needs acme/a"/>');
  expect(text).toContain("<system-out>acme/d/1.0/20240101000000 unchanged</system-out>");
});
