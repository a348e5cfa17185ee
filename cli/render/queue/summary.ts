/** What a queue says at its end. */
import type { PlanEnd } from "../../../runtime/queue/plan-queue.ts";
import type { Palette } from "../palette.ts";
import { table } from "../table.ts";
import { secondsText } from "../units.ts";

const outcomes = {
  built: "built",
  unchanged: "unchanged",
  failed: "failed",
  skipped: "skipped",
  "not-started": "not started",
} as const satisfies Record<PlanEnd["outcome"], string>;

const mostSkipped = 10;

/** @returns A row for each plan that has no package now, and the counts. */
export function summaryText(ends: readonly PlanEnd[], seconds: number, paint: Palette): string {
  const skipped = ends.filter(({ outcome }) => outcome === "skipped");
  const heldUp = (end: PlanEnd) => skipped.filter(({ because }) => because === end.plan).length;
  // What others wait for is to be mended first.
  const failed = ends
    .filter(({ outcome }) => outcome === "failed")
    .map((end) => ({ ...end, heldUp: heldUp(end) }))
    .sort((a, b) => b.heldUp - a.heldUp);
  const shown = [...failed, ...skipped.slice(0, mostSkipped)];
  const more = skipped.length - mostSkipped;
  const rows = [
    ...shown.map((end) => [outcomes[end.outcome], end.plan.name, whyText(end)]),
    ...(more > 0 ? [["", `and ${more} more`]] : []),
  ];
  const counts = countsOf(ends).map(([outcome, count]) => `${count} ${outcomes[outcome]}`);
  const all = `${ends.length} plan${ends.length === 1 ? "" : "s"}`;
  const text = `${all}: ${counts.join(", ")}, in ${secondsText(seconds)}`;
  const isGood = countsOf(ends).every(([outcome]) => ["built", "unchanged"].includes(outcome));
  return `${rows.length === 0 ? "" : table(rows)}${isGood ? paint.bold(text) : paint.red(text)}\n`;
}

/** @returns How many plans ended in each way, without those of which there is none. */
export function countsOf(ends: readonly PlanEnd[]): [PlanEnd["outcome"], number][] {
  const names = Object.keys(outcomes) as PlanEnd["outcome"][];
  return names.flatMap((name) => {
    const count = ends.filter(({ outcome }) => outcome === name).length;
    return count === 0 ? [] : [[name, count]];
  });
}

function whyText({ because, error, heldUp = 0 }: PlanEnd & { readonly heldUp?: number }): string {
  if (because !== undefined) return `needs ${because.name}`;
  const holds = heldUp === 0 ? "" : `(${heldUp} skipped for it) `;
  return error === undefined
    ? holds.trim()
    : `${holds}${error.diagnostic.code}: ${error.message.split("\n")[0]}`;
}
