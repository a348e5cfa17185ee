/** The report of a queue for CI servers. Source: the JUnit XML that Jenkins and GitLab document. */
import type { PlanEnd, QueuedPlan } from "../../../runtime/queue/plan-queue.ts";

/** What a report says of a plan. */
export type ReportedEnd = Omit<PlanEnd, "plan" | "because"> & {
  readonly plan: Pick<QueuedPlan, "name" | "file">;
  readonly because?: Pick<QueuedPlan, "name">;
};

/** @returns An XML document: each plan is a test case, its origin the class. */
export function junitText(ends: readonly ReportedEnd[], seconds: number): string {
  const count = (...outcomes: readonly PlanEnd["outcome"][]) =>
    ends.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const totals = attributes({
    name: "habc build",
    tests: ends.length,
    failures: count("failed"),
    skipped: count("skipped", "not-started"),
    errors: 0,
    time: seconds.toFixed(3),
  });
  const cases = ends.map(caseText).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n <testsuite ${totals}>\n${cases} </testsuite>\n</testsuites>\n`;
}

function caseText(end: ReportedEnd): string {
  const [origin = "", name = origin] = end.plan.name.split("/");
  const about = attributes({
    classname: origin,
    name,
    file: end.plan.file,
    time: end.seconds.toFixed(3),
  });
  return `  <testcase ${about}>${resultText(end)}</testcase>\n`;
}

function resultText({ outcome, error, because, ident }: ReportedEnd): string {
  switch (outcome) {
    case "failed": {
      const { code = "", message = "", hint = "" } = error?.diagnostic ?? {};
      const about = attributes({ type: code, message });
      return `<failure ${about}>${escaped([message, hint].filter(Boolean).join("\n"))}</failure>`;
    }
    case "skipped":
      return `<skipped ${attributes({ message: `needs ${because?.name ?? "a plan that failed"}` })}/>`;
    case "not-started":
      return `<skipped ${attributes({ message: "not started" })}/>`;
    default:
      return `<system-out>${escaped(`${ident} ${outcome}`)}</system-out>`;
  }
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(" ");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

/** XML has no place at all for most control characters and for half characters, not even escaped. */
const impossible = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

function escaped(text: string): string {
  return text.replace(impossible, "\ufffd").replace(/[&<>"\n]/g, (one) => entities[one] ?? one);
}
