import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sourceReader } from "../../../cli/render/diagnostics/source.ts";
import { diagnosticText } from "../../../cli/render/diagnostics/text.ts";
import type { Diagnostic, Span } from "../../../compiler/ir/index.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-frames-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly files?: Readonly<Record<string, string>>;
  readonly diagnostic?: Partial<Diagnostic>;
  readonly columns?: number;
  readonly colours?: boolean;
}

function rendered({ files = {}, diagnostic = {}, columns = 80, colours = false }: Case): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const whole: Diagnostic = {
    code: "exposes-unknown",
    severity: "error",
    message: "`admin` is no export",
    spans: [],
    ...diagnostic,
  };
  const style = { colours, columns, cwd: folder, source: sourceReader(folder) };
  return diagnosticText(whole, style);
}

function span(file: string, [line, column, endLine, endColumn]: number[], label?: string): Span {
  return {
    file: join(folder, file),
    start: { line: line ?? 1, column: column ?? 1 },
    end: { line: endLine ?? line ?? 1, column: endColumn ?? column ?? 1 },
    ...(label === undefined ? {} : { label }),
  };
}

describe("a finding as text", () => {
  test("without a place is its title, hint and fixes", () => {
    const text = rendered({
      diagnostic: {
        hint: "add it to `pkg_exports`\nor take it out",
        fixes: [{ title: "take `admin` out", edits: [] }],
      },
    });
    expect(text).toBe(
      [
        "error[exposes-unknown]: `admin` is no export",
        "  hint: add it to `pkg_exports`",
        "        or take it out",
        "  fix: take `admin` out",
        "",
      ].join("\n"),
    );
  });

  test("shows the line with carets under the span, and its label", () => {
    const text = rendered({
      files: { "plan.sh": "pkg_name=a\npkg_exposes=(admin)\n" },
      diagnostic: { spans: [span("plan.sh", [2, 14, 2, 19], "not a key")], hint: "mend it" },
    });
    expect(text).toBe(
      [
        "error[exposes-unknown]: `admin` is no export",
        "  plan.sh:2:14",
        "    2 | pkg_exposes=(admin)",
        "      |              ^^^^^ not a key",
        "  hint: mend it",
        "",
      ].join("\n"),
    );
  });

  test("marks further places of the file in its order, with gaps, and those of other files", () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line_${index + 1}=x`);
    const text = rendered({
      files: { "plan.sh": lines.join("\n"), "default.toml": 'port = "x"\n' },
      diagnostic: {
        severity: "warning",
        spans: [
          span("plan.sh", [12, 1, 12, 8], "here"),
          span("plan.sh", [1, 1, 1, 7], "declared here"),
          span("plan.sh", [2, 8, 2, 9]),
          span("default.toml", [1, 8, 1, 11], "no port"),
        ],
      },
    });
    expect(text).toBe(
      [
        "warning[exposes-unknown]: `admin` is no export",
        "  plan.sh:12:1",
        "     1 | line_1=x",
        "       | ------ declared here",
        "     2 | line_2=x",
        "       |        -",
        "    ...",
        "    12 | line_12=x",
        "       | ^^^^^^^ here",
        "  default.toml:1:8",
        '    1 | port = "x"',
        "      |        --- no port",
        "",
      ].join("\n"),
    );
  });

  test("shows several spans of one line one below the other", () => {
    const text = rendered({
      files: { "plan.sh": "pkg_deps=(core/a core/a)\n" },
      diagnostic: {
        spans: [
          span("plan.sh", [1, 18, 1, 24], "again here"),
          span("plan.sh", [1, 11, 1, 17], "first here"),
        ],
      },
    });
    expect(text).toContain(
      [
        "    1 | pkg_deps=(core/a core/a)",
        "      |                  ^^^^^^ again here",
        "      |           ------ first here",
      ].join("\n"),
    );
  });

  test("shows first and last lines of a long span, without indentation under its carets", () => {
    const text = rendered({
      files: { "plan.sh": "do_build() {\n  one\n  two\n  three\n  four\n  five\n}\n" },
      diagnostic: { spans: [span("plan.sh", [2, 1, 7, 1], "this body")] },
    });
    expect(text).toContain(
      [
        "  plan.sh:2:1",
        "    2 |   one",
        "      |   ^^^",
        "    3 |   two",
        "      |   ^^^",
        "    ...",
        "    6 |   five",
        "      |   ^^^^ this body",
        "",
      ].join("\n"),
    );
  });

  test("marks the text of a whole line", () => {
    const text = rendered({
      files: { "plan.sh": "do_build() {\n\tmake -j4  \n}\n" },
      diagnostic: { spans: [span("plan.sh", [2, 1, 3, 1], "in do_build")] },
    });
    expect(text).toContain(["    2 |     make -j4", "      |     ^^^^^^^^ in do_build"].join("\n"));
  });

  test("puts carets right under tabs, wide characters, emoji and combining marks", () => {
    const text = rendered({
      files: { "plan.sh": "a\tb=漢字👩‍👩‍👧e\u0301x!\n" },
      diagnostic: { spans: [span("plan.sh", [1, 17, 1, 18])] },
    });
    const [, , line, carets] = text.split("\n");
    expect(line).toBe("    1 | a   b=漢字👩‍👩‍👧e\u0301x!");
    // a, 3 for the tab, b, =, 2 + 2 for the ideographs, 2 for the family, 1 for the é.
    expect(carets).toBe(`      | ${" ".repeat(13)}^`);
  });

  test("cannot be steered by what it quotes", () => {
    const text = rendered({
      files: { "plan.sh": "x='\u001b[2J\u202Egnp\u0000'\r\n" },
      diagnostic: {
        message: "bad\u001b]0;title\u0007",
        spans: [span("plan.sh", [1, 4, 1, 5], "\u001b[31m")],
      },
    });
    expect(text).toBe(
      [
        "error[exposes-unknown]: bad\\x1b]0;title\\x07",
        "  plan.sh:1:4",
        "    1 | x='\\x1b[2J\\u202egnp\\x00'",
        "      |    ^^^^ \\x1b[31m",
        "",
      ].join("\n"),
    );
  });

  test("cuts a long line around its span", () => {
    const long = `${"a".repeat(300)}BAD${"z".repeat(300)}`;
    const text = rendered({
      files: { "plan.sh": long },
      columns: 60,
      diagnostic: { spans: [span("plan.sh", [1, 301, 1, 304])] },
    });
    const rows = text.split("\n");
    expect(rows.every((row) => row.length <= 60)).toBe(true);
    expect(rows[2]).toMatch(/^ {4}1 \| …a+BADz+…$/);
    expect(rows[3]?.indexOf("^^^")).toBe(rows[2]?.indexOf("BAD"));
    const start = rendered({
      columns: 60,
      diagnostic: { spans: [span("plan.sh", [1, 1, 1, 400])] },
    });
    expect(start.split("\n")[2]).toMatch(/^ {4}1 \| a+…$/);
  });

  test.each([
    ["past the end of its line", [1, 40, 1, 50]],
    ["empty", [1, 3, 1, 3]],
    ["backwards", [1, 5, 1, 2]],
  ])("shows one caret for a span that is %s", (_, place) => {
    const text = rendered({
      files: { "plan.sh": "abcdef\n" },
      diagnostic: { spans: [span("plan.sh", place)] },
    });
    expect(text.match(/\^+/)?.[0]).toBe("^");
  });

  test.each([
    ["no file", "nowhere.sh", [3, 2]],
    ["no such line", "short.sh", [99, 1]],
    ["a folder", "folder", [1, 1]],
  ])("names the place where there is %s to show", (_, file, place) => {
    writeFileSync(join(folder, "short.sh"), "x\n");
    mkdirSync(join(folder, "folder"), { recursive: true });
    const text = rendered({ diagnostic: { spans: [span(file, place, "this")] } });
    expect(text).toContain(`\n  ${file}:${place.join(":")}: this\n`);
  });

  test("names files outside the working directory by their whole path", () => {
    const place = { line: 1, column: 1 };
    const outside = { file: "/usr/no/such/plan.sh", start: place, end: place };
    expect(rendered({ diagnostic: { spans: [outside] } })).toContain(
      "\n  /usr/no/such/plan.sh:1:1\n",
    );
  });

  test("has colours only where they are wanted, and the same text below them", () => {
    const one: Case = {
      files: { "plan.sh": "pkg_exposes=(admin)\n" },
      diagnostic: { spans: [span("plan.sh", [1, 14, 1, 19], "this")], hint: "mend it" },
    };
    const coloured = rendered({ ...one, colours: true });
    expect(coloured).toContain("\u001b[1;31merror[exposes-unknown]\u001b[0m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is removed.
    expect(coloured.replace(/\u001b\[[0-9;]*m/g, "")).toBe(rendered(one));
  });
});
