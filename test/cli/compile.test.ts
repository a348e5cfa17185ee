import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bash, habc } from "./habc.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-compile-"));
  write("redis", 'pkg_name=redis\npkg_deps=(core/glibc)\npkg_version="${V:-$(git describe)}"\n');
  write("hello", "pkg_name=hello\npkg_version=1.0\ndo_build() { :; }\n");
  write("broken", 'pkg_name="redis\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "plan.sh"), text);
}

function compile(...args: string[]) {
  return habc(["compile", ...args], { cwd: folder });
}

describe("habc compile", () => {
  test("prints the settings to read, the dynamic ones with their reason", () => {
    const { status, stdout } = compile("redis");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^# .*redis\/plan\.sh\npkg_name: redis\npkg_version: # dynamic: .*\(redis\/plan\.sh:3:\d+\)\n/,
    );
    expect(stdout).toContain("\npkg_deps:\n  - core/glibc\n");
  });

  test("prints one object a line, in order, and survives a bad plan among them", () => {
    const { status, stdout, stderr } = compile(
      "--json",
      "hello",
      "broken",
      "nowhere",
      "redis/plan.sh",
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ path, ok }) => [path, ok])).toEqual([
      ["hello", true],
      ["broken", false],
      ["nowhere", false],
      ["redis/plan.sh", true],
    ]);
    expect(lines[0]).toMatchObject({ ir: 1, settings: { pkg_name: "hello", pkg_version: "1.0" } });
    expect(Object.keys(lines[0].callbacks)).toEqual(["do_build"]);
    expect(lines[1].diagnostics[0].code).toBe("plan-syntax");
    expect(lines[2]).toMatchObject({ exitCode: 42, diagnostics: [{ code: "plan-not-found" }] });
    expect(Object.keys(lines[3].dynamic)).toEqual(["pkg_version"]);
  });

  test("shows the place where a plan cannot be read", () => {
    const { status, stdout, stderr } = compile("broken");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^error\[plan-syntax\]: .*\n {2}broken\/plan\.sh:\d+:\d+\n {4}\d \| /);
  });

  test("knows of the environment what --env says, and nothing else", () => {
    const known = compile("--json", "--env", "V=7=2", "redis");
    expect(JSON.parse(known.stdout).settings.pkg_version).toBe("7=2");
    const outside = habc(["compile", "--json", "redis"], { cwd: folder, env: { V: "7" } });
    expect(Object.keys(JSON.parse(outside.stdout).dynamic)).toEqual(["pkg_version"]);
  });

  test.each(["SECRET", "1A=SECRET", "=SECRET"])(
    "refuses --env %s without repeating it",
    (given) => {
      const { status, stderr } = compile("--env", given, "redis");
      expect(status).toBe(2);
      expect(stderr).toContain("error[usage]: `--env` needs a NAME=VALUE");
      expect(stderr).not.toContain("SECRET");
    },
  );

  test("gives findings as JSON lines, annotations or a SARIF log on standard error", () => {
    const json = compile("--diagnostics", "json", "broken", "nowhere");
    const codes = json.stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).code);
    expect(codes).toEqual(["plan-syntax", "plan-not-found"]);
    const github = compile("--diagnostics", "github", "broken");
    expect(github.stderr).toMatch(/^::error file=broken\/plan\.sh,line=\d+,.*title=plan-syntax::/);
    const sarif = JSON.parse(compile("--diagnostics", "sarif", "broken", "hello").stderr);
    expect(sarif.runs[0].results).toHaveLength(1);
  });

  test("annotates on GitHub Actions without being asked", () => {
    const env = { GITHUB_ACTIONS: "true" };
    const { stderr } = habc(["compile", "broken"], { cwd: folder, env });
    expect(stderr).toMatch(/^error\[plan-syntax\]/);
    expect(stderr).toContain("\n::error file=broken/plan.sh,");
  });

  test("prints each plan as soon as it is known, and ends when nobody reads on", () => {
    const many = Array.from({ length: 2000 }, () => "hello").join(" ");
    const { status, stdout, stderr } = bash(`habc compile --json ${many} | head -n 1`, {
      cwd: folder,
    });
    expect(JSON.parse(stdout).settings.pkg_name).toBe("hello");
    expect({ status, stderr }).toEqual({ status: 141, stderr: "" });
  });
});
