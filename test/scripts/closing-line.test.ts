import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "habc-closing-line-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs vitest on files of these texts, then gives the status and the line for its report. */
function closingLine(...texts: string[]): [number | null, string] {
  const project = mkdtempSync(join(folder, "project-"));
  const tests = join(root, "node_modules/vitest/dist/index.js");
  for (const [index, text] of texts.entries())
    writeFileSync(join(project, `${index}.test.mjs`), `import { test } from "${tests}";\n${text}`);
  const report = join(project, "report.json");
  writeFileSync(report, "");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--root", project, "--reporter=json", `--outputFile=${report}`];
  spawnSync(process.execPath, [vitest, ...args]);
  const script = join(root, "scripts/lib/closing-line.mjs");
  const { status, stdout } = spawnSync(process.execPath, [script, report], { encoding: "utf8" });
  return [status, stdout];
}

const passing = 'test("passes", () => {});';
const failing = 'test("fails", () => { throw new Error("no"); });';

test("it counts the tests that passed", () => {
  expect(closingLine(passing, passing + passing)).toEqual([0, "3 passed, 0 failed\n"]);
});

test("it counts the tests that failed, and a file that does not load as one", () => {
  expect(closingLine(passing + failing, "syntax error")).toEqual([1, "1 passed, 2 failed\n"]);
});

test("a run that left no report failed", () => {
  const report = join(folder, "empty.json");
  writeFileSync(report, "");
  const script = join(root, "scripts/lib/closing-line.mjs");
  const { status, stdout } = spawnSync(process.execPath, [script, report], { encoding: "utf8" });
  expect([status, stdout]).toEqual([1, "0 passed, 1 failed\n"]);
});
