/** Whatever signal ends habc in whatever phase, nothing of the build is left, and the next one works. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { phaseNames } from "../../compiler/ir/index.ts";
import { runJobs } from "../../runtime/queue/schedule.ts";
import { becomeNobody } from "../support/nobody.ts";
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

const users = [
  ...(process.getuid?.() === 0 ? [{ name: "root", through: [] as readonly string[], runs }] : []),
  { name: "an ordinary user", through: becomeNobody, runs: runs.filter((_, at) => at % 4 === 0) },
];

describe.each(users)("habc of $name", ({ name, through, runs }) => {
  let workshop: Workshop;
  const mark = `habc-killed-${name.replaceAll(" ", "-")}-${process.pid}`;
  beforeAll(async () => {
    workshop = await openWorkshop();
    const stop = (at: number) =>
      `if [[ \${STOP_AT-} == ${at} ]]; then (exec -a ${mark} sleep 1000) & echo it is here; exec -a ${mark} sleep 1000; fi`;
    const callbacks = phaseNames.map((name, at) => `${name}() { ${stop(at + 1)}; return 0; }`);
    for (const { id } of runs) {
      workshop.write(
        `plans/${id}/plan.sh`,
        `pkg_name=${id}\npkg_origin=acme\npkg_version=1.0\n${callbacks.join("\n")}\n${stop(0)}\n`,
      );
    }
    mkdirSync(workshop.results);
    if (through.length > 0) execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
    chmodSync(workshop.folder, 0o755);
  });
  afterAll(() => workshop.close());

  const left = () => execFileSync("sh", ["-c", `pgrep -f ^${mark} || true`]).toString();

  test(`killed ${runs.length} times, by other signals in other phases, leaves nothing`, async () => {
    const jobs = runs.map((one) => ({ ...one, needs: [] }));
    const statuses = new Map<string, number>();
    await runJobs(jobs, {
      atOnce: 4,
      keepGoing: true,
      signal: new AbortController().signal,
      async run({ id, place, signal }) {
        const { status } = await workshop.habc(["build", `plans/${id}`], {
          through,
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
      const how = `${signal} in ${places[place]}`;
      expect(statuses.get(id), how).toBe(128 + constants.signals[signal]);
    }
    await expect.poll(left).toBe("");
    expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(workshop.folder);

    const next = runs.slice(0, places.length).map(({ id }) => id);
    const again = await workshop.habc(["build", ...next.map((id) => `plans/${id}`)], { through });
    expect(again.status, again.output).toBe(0);
    expect(readdirSync(join(workshop.packages, "../studios"))).toEqual([]);
    expect(readdirSync(join(workshop.packages, "acme"))).toHaveLength(next.length);
  }, 60_000);
});
