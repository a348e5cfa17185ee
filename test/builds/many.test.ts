/** Trees of plans: built in order, several at once, and not again. */
import { execFileSync } from "node:child_process";
import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import {
  diamonds,
  ended,
  jsonLines,
  type Line,
  metadata,
  releases,
  users,
  writePlans,
} from "./trees.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

async function all(...args: string[]) {
  const ended = await workshop.habc(["build", "--all", "plans", "--json", ...args]);
  return { ...ended, lines: jsonLines(ended.stdout) };
}

const nameOf = ({ plan = "" }: Line) => plan.split("/").at(-2) ?? "";

describe("a tree of 30 plans", { timeout: 60_000 }, () => {
  const needs = diamonds(30);
  const names = Object.keys(needs);

  test("is built in order, two at once; then nothing, then what one hook touches", async () => {
    writePlans(workshop, needs);
    const first = await all("-j", "2");
    expect(first.status, first.stderr).toBe(0);
    expect(ended(first.lines, "built")).toEqual(names);
    const running = new Set<string>();
    const done = new Set<string>();
    let most = 0;
    for (const line of first.lines) {
      if (line.type === "build-started") {
        for (const need of needs[nameOf(line)] ?? []) expect(done).toContain(need);
        running.add(nameOf(line));
        most = Math.max(most, running.size);
      }
      if (line.type === "plan-finished") {
        running.delete(nameOf(line));
        done.add(nameOf(line));
      }
    }
    expect(most).toBe(2);
    for (const [name, [dep]] of Object.entries(needs)) {
      if (dep !== undefined) {
        expect(metadata(workshop, name, "DEPS")).toBe(
          `acme/${dep}/1.0/${releases(workshop)[dep]}\n`,
        );
      }
    }

    const before = releases(workshop);
    const second = await all();
    expect(second.status).toBe(0);
    expect(ended(second.lines, "unchanged")).toEqual(names);
    expect(second.lines.filter(({ type }) => type === "step-started")).toEqual([]);
    expect(releases(workshop)).toEqual(before);

    appendFileSync(join(workshop.folder, "plans/p20/hooks/run"), "# changed\n");
    const third = await all("--explain");
    const touched = ["p20", ...users(needs, "p20")].sort();
    expect(ended(third.lines, "built")).toEqual(touched);
    expect(ended(third.lines, "unchanged")).toEqual(
      names.filter((name) => !touched.includes(name)),
    );
    const why = (name: string) =>
      third.lines.find((line) => line.type === "changed" && nameOf(line) === name)?.["changes"];
    expect(why("p20")).toMatchObject([{ input: "file plans/p20/hooks/run" }]);
    expect(why("p00")).toEqual([]);
    const [user = ""] = users(needs, "p20");
    expect(why(user)).toContainEqual(expect.objectContaining({ input: "dependency acme/p20" }));
    for (const name of users(needs, "p20")) {
      expect(metadata(workshop, name, "MANIFEST")).toContain(
        releases(workshop)[name] ?? "no release",
      );
    }
  });
});

describe("a failure", () => {
  const needs = { a: [], broken: ["a"], user: ["broken"], last: ["user"], other: ["a"], z: [] };

  async function build(...args: string[]) {
    writePlans(workshop, needs);
    workshop.write(
      "plans/broken/plan.sh",
      `pkg_name=broken\npkg_origin=acme\npkg_version=1.0\npkg_deps=(acme/a)\ndo_build() { echo "about to fail"; (exit 7); }\n`,
    );
    return all(...args);
  }

  test("skips what needs it and nothing else, and decides the exit status", async () => {
    const { status, lines } = await build("--keep-going", "--junit", "report.xml");
    expect(status).toBe(7);
    expect(ended(lines, "built")).toEqual(["a", "other", "z"]);
    expect(ended(lines, "failed")).toEqual(["broken"]);
    expect(ended(lines, "skipped")).toEqual(["last", "user"]);
    expect(lines.at(-1)).toMatchObject({ type: "queue-finished", ok: false, exitCode: 7 });
    const report =
      "import sys,xml.etree.ElementTree as e;r=e.parse('report.xml').getroot()[0];print(r.attrib['tests'],r.attrib['failures'],r.attrib['skipped'],*sorted(c.attrib['name'] for c in r if c.find('failure') is not None))";
    expect(
      execFileSync("python3", ["-c", report], { cwd: workshop.folder, encoding: "utf8" }),
    ).toBe("6 1 2 broken\n");
    // What was built is not built again.
    const again = await all("--keep-going");
    expect(ended(again.lines, "unchanged")).toEqual(["a", "other", "z"]);
  });

  test("without --keep-going starts nothing new", async () => {
    const { status, lines } = await build("-j", "1");
    expect(status).toBe(7);
    expect(ended(lines, "skipped")).toEqual(["last", "user"]);
    const begun = lines.filter(({ type }) => type === "build-started").map(nameOf);
    expect(begun).toEqual(["a", "broken"]);
    expect(ended(lines, "not-started")).toEqual(["other", "z"]);
  });

  test("is shown with all output of its build, which no other plan's is", async () => {
    writePlans(workshop, needs);
    await build("--keep-going");
    const { status, stdout, stderr } = await workshop.habc([
      "build",
      "--all",
      "plans",
      "--keep-going",
    ]);
    expect(status).toBe(7);
    expect(stdout).toMatch(/^\[acme\/a\] acme\/a\/1\.0\/\d+ unchanged \(\d of 6\)$/m);
    expect(stdout).toContain("[acme/user] skipped: needs acme/broken\n");
    expect(stdout).toMatch(
      /^failed +acme\/broken +\(\d skipped for it\) phase-failed: do_build failed/m,
    );
    expect(stdout).toMatch(/\n6 plans: 3 unchanged, 1 failed, 2 skipped, in [\d.]+ s\n$/);
    expect(stderr).toContain("about to fail\n");
    expect(stderr).toContain("exit status: 7");
    expect(stderr).not.toContain("acme/other");
  });
});

describe("several plans", () => {
  test("are built in their own order, each once, and the others of the tree are not", async () => {
    writePlans(workshop, { lib: [], app: ["lib"], other: [] });
    const plans = ["plans/app", "plans/lib", "plans/app/plan.sh"];
    const { status, stdout } = await workshop.habc(["build", ...plans, "--json"]);
    expect(status).toBe(0);
    const lines = jsonLines(stdout);
    expect(lines.filter(({ type }) => type === "plan-finished").map(({ name }) => name)).toEqual([
      "acme/lib",
      "acme/app",
    ]);
    expect(readdirSync(join(workshop.packages, "acme"))).toEqual(["app", "lib"]);
  });

  test("that need each other are refused before anything is built", async () => {
    writePlans(workshop, { a: ["b"], b: ["c"], c: ["a"], d: [] });
    const refused = await workshop.habc(["build", "--all", "plans"]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(
      "error[plan-cycle]: these plans need each other: acme/a → acme/b → acme/c → acme/a",
    );
    expect(refused.stderr).toContain("acme/c needs acme/a (pkg_deps)");
    const { lines } = await all("--keep-going");
    expect(ended(lines, "built")).toEqual(["d"]);
    expect(ended(lines, "failed")).toEqual(["a", "b", "c"]);
  });

  test("that need each other in a circle are built with one of them taken from the store", async () => {
    writePlans(workshop, { gcc: ["libc"], libc: ["gcc"], app: ["libc"] });
    const failed = await workshop.habc(["build", "--all", "plans", "--keep-going"]);
    expect(failed.stderr.match(/^error\[plan-cycle\]/gm)).toHaveLength(1);
    expect(failed.stdout).toMatch(/^\[acme\/\w+\] failed for the reason of acme\/\w+$/m);
    workshop.install("acme/gcc/1.0/20200101000000");
    const { status, lines } = await all("--exclude", "acme/gcc");
    expect(status).toBe(0);
    expect(ended(lines, "built")).toEqual(["app", "libc"]);
    expect(metadata(workshop, "libc", "DEPS")).toBe("acme/gcc/1.0/20200101000000\n");
    const unknown = await workshop.habc(["build", "--all", "plans", "--exclude", "acme/none"]);
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain("no plan of the tree makes that package");
  });

  test("whose dependencies only running them shows are run to learn them", async () => {
    writePlans(workshop, { lib: [], app: [] });
    workshop.write(
      "plans/app/plan.sh",
      `pkg_name=app\npkg_origin=acme\npkg_version=1.0\npkg_deps=("$(printf 'eman/bil' | rev | sed s/name/lib/ | awk '{ print "acme/lib" }')")\npkg_description=$(uname -s)\ndo_build() { return 0; }\ndo_install() { return 0; }\n`,
    );
    const { status, lines, stderr } = await all("-j", "2");
    expect(status, stderr).toBe(0);
    expect(lines.filter(({ type }) => type === "build-started").map(nameOf)).toEqual([
      "lib",
      "app",
    ]);
    expect(ended((await all()).lines, "unchanged")).toEqual(["app", "lib"]);
  });

  test("get the release that was just built, not a newer one", async () => {
    writePlans(workshop, { lib: [], app: ["lib"] });
    workshop.install("acme/lib/1.0/20990101000000");
    const { status, lines } = await all();
    expect(status).toBe(0);
    const built = lines.find((line) => line.type === "plan-finished" && line.name === "acme/lib");
    expect(metadata(workshop, "app", "DEPS")).toBe(`${built?.ident}\n`);
  });

  test("stop when the command is interrupted, and go on where they were", async () => {
    writePlans(workshop, { a: [], slow: ["a"], last: ["slow"] });
    const plan =
      "pkg_name=slow\npkg_origin=acme\npkg_version=1.0\npkg_deps=(acme/a)\ndo_install() { return 0; }\n";
    workshop.write("plans/slow/plan.sh", `${plan}do_build() { echo begun; sleep 60; }\n`);
    const stopped = await workshop.habc(["build", "--all", "plans", "--json"], {
      during: (child) => {
        child.stdout?.on("data", (chunk) => {
          if (String(chunk).includes("begun")) child.kill("SIGINT");
        });
      },
    });
    expect(stopped.status).toBe(130);
    expect(ended(jsonLines(stopped.stdout.trimEnd()), "built")).toEqual(["a"]);
    workshop.write("plans/slow/plan.sh", `${plan}do_build() { return 0; }\n`);
    const { lines } = await all();
    expect(ended(lines, "unchanged")).toEqual(["a"]);
    expect(ended(lines, "built")).toEqual(["last", "slow"]);
  });
});
