import { describe, expect, test } from "vitest";
import { githubAnnotation } from "../../../cli/render/diagnostics/github.ts";
import { sarifLog } from "../../../cli/render/diagnostics/sarif.ts";
import type { Diagnostic, Span } from "../../../compiler/ir/index.ts";

function at(file: string, line: number, column: number, rest: Partial<Span> = {}): Span {
  return { file, start: { line, column }, end: { line, column: column + 5 }, ...rest };
}

const finding: Diagnostic = {
  code: "exposes-unknown",
  severity: "error",
  message: "`admin` is 100% no export,\nreally",
  hint: "add it",
  spans: [at("/w/a b/plan.sh", 2, 14), at("/else/default.toml", 1, 1, { label: "the keys" })],
  fixes: [
    {
      title: "take it out",
      edits: [{ span: at("/w/a b/plan.sh", 2, 14), text: "" }],
    },
  ],
};

const placeless: Diagnostic = {
  code: "hook-line-endings",
  severity: "info",
  message: "CR LF",
  spans: [],
};

describe("GitHub annotations", () => {
  test("name file and place relative to the checkout, with everything escaped", () => {
    expect(githubAnnotation(finding, "/w")).toBe(
      "::error file=a b/plan.sh,line=2,endLine=2,col=14,endColumn=19,title=exposes-unknown" +
        "::`admin` is 100%25 no export,%0Areally%0Ahint: add it\n",
    );
    const odd = { ...finding, spans: [at("a:b,c%.sh", 1, 1)] };
    expect(githubAnnotation(odd, "/w")).toContain("file=a%3Ab%2Cc%25.sh,");
  });

  test("do without a place, and without columns over several lines", () => {
    expect(githubAnnotation(placeless, "/w")).toBe("::notice title=hook-line-endings::CR LF\n");
    const long = at("plan.sh", 1, 1, { end: { line: 3, column: 2 } });
    expect(githubAnnotation({ ...placeless, spans: [long] }, "/w")).toBe(
      "::notice file=plan.sh,line=1,endLine=3,title=hook-line-endings::CR LF\n",
    );
  });
});

describe("a SARIF log", () => {
  const log = JSON.parse(sarifLog([finding, placeless, finding], { version: "1.2.3", root: "/w" }));
  const [run] = log.runs;

  test("declares each rule once, and points results at theirs", () => {
    expect(log.version).toBe("2.1.0");
    expect(run.tool.driver).toMatchObject({ name: "habc", semanticVersion: "1.2.3" });
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(ids).toEqual(["exposes-unknown", "hook-line-endings"]);
    for (const each of run.results) expect(ids[each.ruleIndex]).toBe(each.ruleId);
    expect(run.results.map((each: { level: string }) => each.level)).toEqual([
      "error",
      "note",
      "error",
    ]);
  });

  test("has places relative to the source root where they are below it", () => {
    expect(run.originalUriBaseIds.SRCROOT.uri).toBe("file:///w/");
    expect(run.results[0].locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "a%20b/plan.sh", uriBaseId: "SRCROOT" },
          region: { startLine: 2, startColumn: 14, endLine: 2, endColumn: 19 },
        },
      },
    ]);
    expect(run.results[0].relatedLocations).toEqual([
      {
        id: 1,
        physicalLocation: {
          artifactLocation: { uri: "file:///else/default.toml" },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 6 },
        },
        message: { text: "the keys" },
      },
    ]);
    expect(run.results[1].locations).toEqual([]);
  });

  test("carries the fixes", () => {
    expect(run.results[0].fixes).toEqual([
      {
        description: { text: "take it out" },
        artifactChanges: [
          {
            artifactLocation: { uri: "a%20b/plan.sh", uriBaseId: "SRCROOT" },
            replacements: [
              {
                deletedRegion: { startLine: 2, startColumn: 14, endLine: 2, endColumn: 19 },
                insertedContent: { text: "" },
              },
            ],
          },
        ],
      },
    ]);
  });
});
