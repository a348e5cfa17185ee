import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPlans } from "../../../compiler/check/check-plans.ts";
import { applyFixes } from "../../../compiler/check/fixes.ts";
import { textFiles } from "../../../compiler/check/plan-text.ts";
import type { Diagnostic, Span } from "../../../compiler/ir/index.ts";
import { compileTypescriptPlan } from "../../../compiler/typescript/static/index.ts";

function inFile<Result>(text: string, use: (file: string) => Result, name = "plan.ts"): Result {
  const folder = mkdtempSync(join(tmpdir(), "habc-fixes-"));
  const file = join(folder, name);
  writeFileSync(file, text);
  const tidy = () => rmSync(folder, { recursive: true });
  const result = use(file);
  if (result instanceof Promise) return result.finally(tidy) as Result;
  tidy();
  return result;
}

/** A finding that replaces stretches of the first line. */
function replacing(file: string, ...edits: [number, number, string][]): Diagnostic {
  const span = (from: number, to: number): Span => ({
    file,
    start: { line: 1, column: from + 1 },
    end: { line: 1, column: to + 1 },
  });
  const fix = {
    title: "",
    edits: edits.map(([from, to, text]) => ({ span: span(from, to), text })),
  };
  return { code: "dep-self", severity: "info", message: "", spans: [], fixes: [fix] };
}

describe("fixes", () => {
  const fixed = (...fixes: [number, number, string][][]) =>
    inFile("abcdef\n", (file) => {
      const { changed, mended } = applyFixes(
        fixes.map((edits) => replacing(file, ...edits)),
        textFiles(),
      );
      return [changed[0]?.after ?? "abcdef\n", mended];
    });

  test.each<[string, [number, number, string][][], [string, number]]>([
    ["in any order", [[[4, 5, "E"]], [[0, 1, "A"]]], ["AbcdEf\n", 2]],
    ["side by side", [[[0, 2, "x"]], [[2, 4, "y"]]], ["xyef\n", 2]],
    ["not two that overlap", [[[0, 3, "x"]], [[2, 4, "y"]]], ["xdef\n", 1]],
    ["not two insertions at one place", [[[2, 2, "x"]], [[2, 2, "y"]]], ["abxcdef\n", 1]],
    [
      "as a whole or not at all",
      [
        [[1, 2, "B"]],
        [
          [0, 2, "x"],
          [5, 6, "y"],
        ],
      ],
      ["aBcdef\n", 1],
    ],
  ])("%s", (_, edits, expected) => {
    expect(fixed(...edits)).toEqual(expected);
  });
});

describe("a plan.ts", () => {
  const plan = (settings: string) =>
    `import { definePlan } from "habc";\n\nexport default definePlan({\n  pkg_name: "web",\n  pkg_origin: "acme",\n  pkg_version: "1",\n${settings}});\n`;
  const check = (settings: string) =>
    inFile(plan(settings), async (file) => {
      const result = checkPlans({
        plans: [await compileTypescriptPlan({ file })],
        cache: new Map(),
      });
      return { ...result, fixed: applyFixes(result.diagnostics, result.files).changed[0]?.after };
    });

  test("is checked with the places of its items", async () => {
    const { diagnostics } = await check(
      '  pkg_license: ["MIT", "gnu"],\n  pkg_deps: ["core/glibc", "zlib"],\n',
    );
    expect(diagnostics.map(({ code, spans: [span] }) => [code, span?.start])).toEqual([
      ["license-unknown", { line: 7, column: 25 }],
      ["setting-invalid", { line: 8, column: 29 }],
    ]);
  });

  test("is mended", async () => {
    const { fixed } = await check(
      '  pkg_license: ["Apache 2.0"],\n  pkg_deps: ["core/a", "core/b", "core/a", "core/c"],\n  pkg_build_deps: [\n    "core/d",\n    "core/d",\n  ],\n',
    );
    expect(fixed).toBe(
      plan(
        '  pkg_license: ["Apache-2.0"],\n  pkg_deps: ["core/a", "core/b", "core/c"],\n  pkg_build_deps: [\n    "core/d",\n  ],\n',
      ),
    );
  });

  test("can say why a finding is right", async () => {
    const result = await check(
      '  // habc: allow license-unknown — ours\n  pkg_license: ["acme"],\n',
    );
    expect(result.diagnostics).toEqual([]);
    expect(result.suppressed).toBe(1);
  });
});
