/** Whatever signal ends habc in whatever phase, nothing of the build is left, and the next one works. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { phaseNames } from "../../compiler/ir/index.ts";
import { runJobs } from "../../runtime/queue/schedule.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";

/** Signals that end no process, or that Node.js takes for itself. */
const harmless =
  /^SIG(CHLD|CONT|STOP|TSTP|TTIN|TTOU|URG|WINCH|PIPE|USR1|XFSZ|POLL|IOT|INFO|LOST|BREAK)$/;

const signals = (Object.keys(constants.signals) as NodeJS.Signals[]).filter(
  (name) => !harmless.test(name),
);
/** Loading the plan, then the phases. */
const places = ["load", ...phaseNames];

/** Every signal, in one phase after another; in those that are left over, the one without mercy. */
const runs = Array.from({ length: Math.max(signals.length, places.length) }, (_, at) => ({
  id: `p${at}`,
  place: at % places.length,
  signal: signals[at] ?? "SIGKILL",
}));

let workshop: Workshop;
const mark = `habc-killed-${process.pid}`;
beforeAll(async () => {
  workshop = await openWorkshop();
  const stop = (at: number) =>
    `if [[ \${STOP_AT-} == ${at} ]]; then (exec -a ${mark} sleep 1000) & echo it is here; exec -a ${mark} sleep 1000; fi`;
  for (const { id } of runs) {
    const callbacks = phaseNames.map((name, at) => `${name}() { ${stop(at + 1)}; return 0; }`);
    workshop.write(
      `plans/${id}/plan.sh`,
      `pkg_name=${id}\npkg_origin=acme\npkg_version=1.0\n${callbacks.join("\n")}\n${stop(0)}\n`,
    );
  }
});
afterAll(() => workshop.close());

const left = () => execFileSync("sh", ["-c", `pgrep -f ^${mark} || true`]).toString();

test(`killed ${runs.length} times: by each of ${signals.length} signals, in each phase`, async () => {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8");
  const jobs = runs.map((one) => ({ ...one, needs: [] }));
  const statuses = new Map<string, number>();
  await runJobs(jobs, {
    atOnce: 4,
    keepGoing: true,
    signal: new AbortController().signal,
    async run({ id, place, signal }) {
      const { status } = await workshop.habc(["build", `plans/${id}`], {
        env: { HAB_STUDIO_SECRET_STOP_AT: String(place), DO_CHECK: "1" },
        during: (child) => {
          child.stdout?.on("data", (chunk) => {
            if (String(chunk).includes("it is here")) child.kill(signal);
          });
        },
      });
      statuses.set(id, status);
    },
  });
  for (const { id, signal, place } of runs) {
    expect(statuses.get(id), `${signal} in ${places[place]}`).toBe(128 + constants.signals[signal]);
  }
  await expect.poll(left).toBe("");
  expect(readFileSync("/proc/self/mountinfo", "utf8")).toBe(mounts);

  const again = await workshop.habc(["build", ...places.map((_, at) => `plans/p${at}`)]);
  expect(again.status, again.output).toBe(0);
  expect(readdirSync(join(workshop.packages, "../studios"))).toEqual([]);
  expect(readdirSync(join(workshop.packages, "acme"))).toHaveLength(places.length);
}, 60_000);
