import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bash, habc, startHabc } from "./habc.ts";

let folder = "";
let env: Readonly<Record<string, string>> = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-build-"));
  env = {
    FS_ROOT: folder,
    HAB_CACHE_KEY_PATH: join(folder, "keys"),
    HAB_ORIGIN: "acme",
    TMPDIR: join(folder, "tmp"),
  };
  mkdirSync(join(folder, "tmp"));
  habc(["origin", "key", "generate"], { env });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a plan whose `do_build` runs a command. */
function plan(name: string, command: string): string {
  const text = `pkg_name=${name}\npkg_version=1.0\ndo_build() {\n  ${command}\n}\ndo_install() { :; }\n`;
  const file = join(mkdtempSync(join(folder, "plan-")), "plan.sh");
  writeFileSync(file, text);
  return file;
}

describe("habc build", () => {
  test("shows a build in plain lines, and what it left", () => {
    const file = plan("hello", "echo out; echo err >&2");
    const { status, stdout, stderr } = habc(["build", file], { env, cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "err\n" });
    expect(stdout).toContain("\n   hello: Building standard package\nout\n   hello: Installing\n");
    const [hart = ""] = readdirSync(join(folder, "results")).filter((name) =>
      name.endsWith(".hart"),
    );
    expect(stdout).toContain(`\n   hello: Artifact: ${join(folder, "results", hart)} (`);
    const { stdout: hash } = habc(["pkg", "hash", join("results", hart)], { cwd: folder });
    expect(stdout).toContain(`\n   hello: Blake2b Checksum: ${hash.split(" ")[0]}\n`);
  });

  test("ends a failure with the place in the plan and the status of the command", () => {
    const file = plan("broken", "echo before; (exit 7)");
    const { status, stderr } = habc(["build", file], { env, cwd: folder });
    expect(status).toBe(7);
    expect(stderr).toMatch(/^error\[phase-failed\]: do_build failed/);
    expect(stderr).toContain(":4:1\n    4 |   echo before; (exit 7)\n      |   ^^^^^");
    expect(stderr).toContain("\n  step: do_build, after 0.");
    expect(stderr).toContain("\n  last output:\n    | before\n");
    expect(stderr.trimEnd()).toMatch(/\n {2}exit status: 7$/);
  });

  test("gives events as JSON, ended by a result", () => {
    const file = plan("json", "echo out");
    const { status, stdout, stderr } = habc(["build", "--json", file], { env, cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: "build-started", plan: file });
    expect(events).toContainEqual({ type: "output", stream: "stdout", text: "out\n" });
    const result = events.at(-1);
    expect(result).toMatchObject({ type: "result", ok: true, exitCode: 0 });
    expect(result.ident).toMatch(/^acme\/json\/1\.0\/\d{14}$/);
  });

  test("refuses a folder without a plan with status 42, as JSON too", () => {
    const empty = mkdtempSync(join(folder, "empty-"));
    expect(habc(["build", empty], { env })).toMatchObject({
      status: 42,
      stdout: "",
      stderr: expect.stringMatching(
        /^error\[plan-not-found\]: .*\n {2}hint: .*\n {2}exit status: 42\n$/,
      ),
    });
    const { status, stdout } = habc(["build", "--json", empty], { env });
    expect(status).toBe(42);
    expect(JSON.parse(stdout)).toMatchObject({ type: "result", ok: false, exitCode: 42 });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("cleans up after %s and ends with %i", async (signal, expected) => {
    const file = plan("slow", "echo started; sleep 60");
    const child = startHabc(["build", file], { env, cwd: folder });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    for await (const chunk of child.stdout) if (String(chunk).includes("started")) break;
    child.kill(signal);
    const [status] = await once(child, "exit");
    expect(status).toBe(expected);
    expect(stderr).toContain(
      `error[build-interrupted]: interrupted by ${signal}\n  step: do_build`,
    );
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  });

  test("ends when nobody reads its output any more", () => {
    const file = plan("loud", "while :; do echo line; done");
    const { status } = bash(`habc build ${file} | head -n 3 >/dev/null`, { env, cwd: folder });
    expect(status).toBe(141);
  });
});
