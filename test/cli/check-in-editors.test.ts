/** The problem matcher that docs/editors.md gives for VS Code finds what `habc check` says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "../support/workshop.ts";
import { habc } from "./habc.ts";

test("the patterns of the task match findings and their places", () => {
  const page = readFileSync(join(project, "docs/editors.md"), "utf8");
  const [, task = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const [first, second] = JSON.parse(task).tasks[0].problemMatcher.pattern;
  const place = mkdtempSync(join(tmpdir(), "habc-matcher-"));
  const text = "pkg_name=a\npkg_origin=acme\npkg_version=1\npkg_expose=(x)\n";
  writeFileSync(join(place, "plan.sh"), text);
  const lines = habc(["check", "."], { cwd: place }).stdout.split("\n");
  rmSync(place, { recursive: true });
  const at = lines.findIndex((line) => new RegExp(first.regexp).test(line));
  const finding = new RegExp(first.regexp).exec(lines[at] ?? "") ?? [];
  expect(finding[first.severity]).toBe("warning");
  expect(finding[first.code]).toBe("setting-unknown");
  expect(finding[first.message]).toContain("pkg_expose");
  const where = new RegExp(second.regexp).exec(lines[at + 1] ?? "") ?? [];
  expect([second.file, second.line, second.column].map((group) => where[group])).toEqual([
    "plan.sh",
    "4",
    "1",
  ]);
});
