import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
let project = "";

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "habc-imports-"));
  for (const file of ["scripts/check-imports.mjs", "scripts/lib/root.mjs"])
    cpSync(join(root, file), join(project, file));
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
});
afterEach(() => rmSync(project, { recursive: true }));

/** @returns The status, and what the check says of a project of these files. */
function check(files: Record<string, string>): [number | null, string] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const script = join(project, "scripts/check-imports.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  return [status, stderr.trim()];
}

test("imports along the arrows are right", () => {
  const files = {
    "compiler/ir/table.ts": "export const table = 1;",
    "stdlib/index.ts": 'export { table } from "../compiler/ir/table.ts";',
    "runtime/build.ts": 'import { table } from "../stdlib/index.ts"; import "node:fs"; table;',
    "cli/main.ts": 'await import("../runtime/build.ts");',
    "plans-examples/hello/plan.ts": 'import "habc";',
    "test/build.test.ts": 'import "../cli/main.ts";',
  };
  expect(check(files)).toEqual([0, ""]);
});

test.for([
  ["a value", 'import { cli } from "../cli/main.ts"; cli;'],
  ["a type", 'import type { Cli } from "../cli/main.ts"; export type C = Cli;'],
  ["lazily", 'export const load = () => import("../cli/main.ts");'],
  ["to export it", 'export * from "../cli/main.ts";'],
])("an import against an arrow is told: %s", ([, text = ""]) => {
  const files = { "cli/main.ts": "export const cli = 1;", "runtime/build.ts": text };
  expect(check(files)).toEqual([
    1,
    "runtime/build.ts imports cli/main.ts: runtime may not import cli",
  ]);
});

test("a cycle is told with its way", () => {
  const files = {
    "runtime/a.ts": 'import "./b.ts";',
    "runtime/b.ts": 'export type { C } from "./c.ts";',
    "runtime/c.ts": 'import "./a.ts"; export type C = 1;',
  };
  expect(check(files)).toEqual([
    1,
    "cycle: runtime/a.ts -> runtime/b.ts -> runtime/c.ts -> runtime/a.ts",
  ]);
});

test("a test is not imported, not even by a test", () => {
  const files = { "test/a.test.ts": "", "test/b.test.ts": 'import "./a.test.ts";' };
  expect(check(files)).toEqual([1, "test/b.test.ts imports the test test/a.test.ts"]);
});
