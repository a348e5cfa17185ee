/** Each build leaves a log of all that it told, whatever became of it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { nothing, planSh } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const install = "do_install() { return 0; }";

const logs = () => join(workshop.results, "logs");

function onlyLog(): { readonly name: string; readonly text: string } {
  const names = readdirSync(logs());
  expect(names).toHaveLength(1);
  return { name: names[0] as string, text: readFileSync(join(logs(), names[0] as string), "utf8") };
}

test("every line of a build is in its log, with its time, and no secret", async () => {
  const secret = "hush-hush";
  const plan = planSh(
    workshop,
    "talker",
    `do_build() { echo one; echo two >&2; sleep 0.3; printf 'no end'; echo "$TOKEN" >&2; }\ndo_install() { build_line "the token is $TOKEN"; }`,
  );
  await workshop.build(plan, { env: { HAB_STUDIO_SECRET_TOKEN: secret } });
  const { name, text } = onlyLog();
  expect(name).toMatch(/^talker\.\d{4}-\d\d-\d\d-\d{6}\.log$/);
  const lines = text.trimEnd().split("\n");
  for (const line of lines) expect(line).toMatch(/^\[ *\d+\.\d{3}\] /);
  const at = (needle: string) => lines.findIndex((line) => line.endsWith(needle));
  for (const line of ["one", "two", "no end", "[secret]", "the token is [secret]"]) {
    expect(at(line), line).not.toBe(-1);
  }
  const secondsOf = (line = "") => Number(/[\d.]+/.exec(line));
  expect(secondsOf(lines[at("no end")]) - secondsOf(lines[at("one")])).toBeGreaterThan(0.25);
  expect(text).not.toContain(secret);
  expect(text).toMatch(/== acme\/talker\/1\.0\/\d{14}\n/);
  expect(text).toMatch(/== do_build took \d/);
  expect(text).toContain("== Build succeeded after");
});

test("a failure names its log, and the log says why", async () => {
  const plan = planSh(workshop, "breaks", `do_build() {\n  echo before\n  (exit 7)\n}`);
  const ended = await workshop.habc(["build", plan]);
  expect(ended.status).toBe(7);
  const { name, text } = onlyLog();
  expect(ended.stderr).toContain(`log: results/logs/${name}`);
  expect(ended.stderr).toMatch(/step: do_build/);
  expect(ended.stderr).toContain("plan.sh:6");
  expect(ended.stderr).toMatch(/last output:\n +\| before/);
  expect(text).toContain("error[phase-failed]: do_build failed: ( exit 7 )");
  expect(text).toContain(`${join(workshop.folder, "breaks/plan.sh")}:6 in do_build`);
});

test("a plan that cannot be loaded has a log without its name", async () => {
  const plan = planSh(workshop, "unloadable", "echo as far as this; exit 3");
  const ended = await workshop.habc(["build", plan]);
  expect(ended.status).toBe(3);
  const { name, text } = onlyLog();
  expect(name).toMatch(/^habc\./);
  expect(ended.stderr).toContain(name);
  expect(text).toContain("as far as this");
});

test("a killed build has written down all that it told", async () => {
  const plan = planSh(workshop, "killed", `do_build() { echo started; sleep 60; }`);
  await workshop.habc(["build", plan], {
    during: (child) => {
      child.stdout?.on("data", (chunk) => {
        if (String(chunk).includes("started")) child.kill("SIGKILL");
      });
    },
  });
  await expect.poll(() => existsSync(logs()) && readdirSync(logs()).length).toBe(1);
  const { name, text } = onlyLog();
  expect(name).toMatch(/^killed\./);
  expect(text).toMatch(/\] started\n$/);
});

test("what `record` keeps lies beside the logs of builds", async () => {
  const plan = planSh(
    workshop,
    "recorder",
    `do_build() { record steps bash -c 'echo recorded; echo too >&2'; }\ndo_install() { return 0; }`,
  );
  await workshop.build(plan);
  const [recorded = ""] = readdirSync(logs()).filter((name) => name.startsWith("steps."));
  expect(readFileSync(join(logs(), recorded), "utf8")).toBe("recorded\ntoo\n");
});

test("two builds of one second have two logs", async () => {
  const plan = planSh(workshop, "twin", nothing);
  await Promise.all([workshop.build(plan), workshop.build(plan)]);
  expect(readdirSync(logs())).toHaveLength(2);
});

test.each([0, 9])("a plan cannot lead the log to another place, signal %i", async (signal) => {
  const target = join(workshop.folder, "elsewhere");
  mkdirSync(target);
  mkdirSync(workshop.results);
  symlinkSync(target, logs());
  const plan = planSh(workshop, "leads", `do_build() { echo here; sleep 1; }\n${install}`);
  const ended = await workshop.habc(["build", plan], {
    during: (child) => {
      child.stdout?.on("data", (chunk) => {
        if (signal !== 0 && String(chunk).includes("here")) child.kill(signal);
      });
    },
  });
  expect(ended.output).toContain(signal === 0 ? "There is no log: " : "here");
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(readdirSync(target)).toEqual([]);
});

test("while a build runs, its log is not among the results that the plan lists", async () => {
  const plan = planSh(workshop, "lister", `do_build() { ls "$pkg_output_path"; }\n${install}`);
  const ended = await workshop.build(plan);
  expect(ended.stdout).toContain("pre_build.env");
  expect(ended.stdout).not.toMatch(/^logs$/m);
});

test.runIf(process.getuid?.() === 0)("what root builds for a user is that user's", async () => {
  const plan = planSh(
    workshop,
    "owned",
    `do_build() { record kept true; }\ndo_install() { return 0; }`,
  );
  execFileSync("chown", ["-R", "65534:65534", join(workshop.folder, "owned")]);
  await workshop.build(plan);
  for (const name of ["", ...readdirSync(logs())]) {
    expect(statSync(join(logs(), name)).uid, name).toBe(65534);
  }
});
