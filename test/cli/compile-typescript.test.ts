import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { habc } from "./habc.ts";

const root = join(import.meta.dirname, "../..");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-compile-ts-"));
  cpSync(join(root, "plans-examples"), folder, { recursive: true });
  mkdirSync(join(folder, "broken"));
  writeFileSync(join(folder, "broken/plan.ts"), 'export default { pkg_name: "a",, };\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a plan.ts is read as a plan.sh is", () => {
  const { status, stdout, stderr } = habc(["compile", "hello"], { cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("pkg_name: hello\npkg_origin: acme\npkg_version: 1.0.0\n");
  expect(stdout).toMatch(/\n {2}do_build: typescript hello\/plan\.ts:\d+:3\n/);
});

test("every example is known without running it", () => {
  const folders = readdirSync(join(root, "plans-examples"), { withFileTypes: true });
  const examples = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const { stdout } = habc(["compile", "--json", ...examples], { cwd: folder });
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ kind }) => kind === "plan.ts").length).toBeGreaterThan(3);
  for (const { path, ok, dynamic } of lines)
    expect({ path, ok, dynamic }).toEqual({ path, ok: true, dynamic: {} });
});

test("what esbuild refuses is shown with its place", () => {
  const { status, stderr } = habc(["compile", "broken"], { cwd: folder });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error\[plan-syntax\]: .*\n {2}broken\/plan\.ts:1:\d+\n/);
});
