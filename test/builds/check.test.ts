/** `habc build --check`: what gives the same package twice, and what does not. */
import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorkshop, project, type Workshop } from "../support/workshop.ts";
import { planSh } from "./plans.ts";
import { jsonLines } from "./trees.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => {
  // Whatever came of it, nothing of the second build is left.
  const left = readdirSync(join(workshop.packages, "..")).filter((name) => name.startsWith("."));
  expect(left).toEqual([]);
  workshop.close();
});

function check(plan: string, ...args: string[]) {
  return workshop.habc(["build", plan, "--check", ...args]);
}

const install = (text: string) => `do_build() { return 0; }\ndo_install() { ${text} }`;

test("the same package twice is kept once", async () => {
  const plan = planSh(
    workshop,
    "same",
    install('echo x > "$pkg_prefix/data"; cp plan.sh "$pkg_prefix/";'),
  );
  const { status, stdout, stderr } = await check(plan);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain("Building it again in another place, to compare\n");
  expect(stdout).toContain("The second build gave the same package, byte for byte\n");
  expect(readdirSync(join(workshop.packages, "acme/same/1.0"))).toHaveLength(1);
  expect(existsSync(workshop.hart("same"))).toBe(true);
});

describe("a difference is shown", () => {
  test.each([
    ["of the time", 'date > "$pkg_prefix/when";', /^ {2}~ when: /m],
    ["of a name", 'echo x > "$pkg_prefix/$(date +%s%N)";', /^ {2}\+ \d+ \(/m],
    ["of the age of a source", 'stat -c %Y plan.sh > "$pkg_prefix/age";', /^ {2}~ age: /m],
    ["of settings", "pkg_description=$(date +%s%N);", /pkg_description|MANIFEST/i],
  ])("%s", async (_, command, shown) => {
    const { status, stdout, stderr } = await check(planSh(workshop, "differs", install(command)));
    expect(status).toBe(1);
    expect(stdout).toMatch(shown);
    expect(stderr).toContain("error[not-repeatable]: a second build of acme/differs/1.0/");
  });

  test("as JSON, by file and kind", async () => {
    const plan = planSh(workshop, "differs", install('date +%N > "$pkg_prefix/when";'));
    const { status, stdout } = await check(plan, "--json");
    expect(status).toBe(1);
    const lines = jsonLines(stdout);
    expect(lines.find(({ type }) => type === "repeated")).toMatchObject({
      same: false,
      difference: { same: false, files: [{ path: "when", aspects: ["content"] }] },
    });
    expect(lines.at(-1)).toMatchObject({ type: "result", ok: false, exitCode: 1 });
  });
});

test("what a killed check leaves is gone after the next", async () => {
  const plan = planSh(workshop, "killed", install("echo installing; sleep 0.5;"));
  let builds = 0;
  const { status } = await workshop.habc(["build", plan, "--check"], {
    during: (child) => {
      child.stdout?.on("data", (chunk) => {
        builds += String(chunk).split("installing\n").length - 1;
        if (builds === 2) child.kill("SIGKILL");
      });
    },
  });
  expect(status).toBe(137);
  const left = () =>
    readdirSync(join(workshop.packages, "..")).filter((n) => n.startsWith(".habc"));
  expect(left().length).toBeGreaterThan(0);
  expect((await check(plan)).status).toBe(0);
  expect(left()).toEqual([]);
});

test("a build in place is in no two places", async () => {
  const ended = await check(planSh(workshop, "inplace", install(":;")), "--studio", "none");
  expect(ended.stderr).toContain("error[studio-unavailable]: --check builds in two places");
});

test("all examples are the same twice", { timeout: 120_000 }, async () => {
  const examples = join(workshop.folder, "examples");
  cpSync(join(project, "plans-examples"), examples, { recursive: true });
  const ended = await workshop.habc(["build", "--all", ".", "--check", "--keep-going", "--json"], {
    cwd: examples,
  });
  const lines = jsonLines(ended.stdout);
  const failed = lines.filter(({ type, ok }) => type === "result" && ok === false);
  expect(failed).toEqual([]);
  const plans = readdirSync(join(project, "plans-examples")).filter((name) => !name.includes("."));
  expect(lines.filter(({ type, same }) => type === "repeated" && same)).toHaveLength(plans.length);
  expect(ended.status).toBe(0);
});
