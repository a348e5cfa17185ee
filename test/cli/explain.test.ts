import { describe, expect, test } from "vitest";
import { diagnosticSpecs } from "../../compiler/ir/index.ts";
import { habc } from "./habc.ts";

const codes = Object.keys(diagnosticSpecs);

describe("habc explain", () => {
  test.each(["dep-conflict", "error[dep-conflict]", "DEP-CONFLICT"])("explains %s", (given) => {
    const { status, stdout } = habc(["explain", given]);
    expect(status).toBe(0);
    const { title, explain } = diagnosticSpecs["dep-conflict"];
    const lines = stdout.split("\n");
    expect(lines[0]).toBe(title);
    expect(lines.slice(2, -3).join(" ")).toBe(explain);
    expect(lines.at(-2)).toBe("error[dep-conflict], exit status 31");
  });

  test("lists every code with its title", () => {
    const { stdout } = habc(["explain"]);
    for (const code of codes) expect(stdout).toMatch(new RegExp(`^  ${code}\\s+\\S`, "m"));
  });

  test("gives the table as JSON, one object a line", () => {
    const lines = habc(["explain", "--json"]).stdout.trimEnd().split("\n");
    const found = lines.map((line) => JSON.parse(line));
    expect(found.map(({ code }) => code)).toEqual(codes);
    expect(found.find(({ code }) => code === "usage")).toEqual({
      code: "usage",
      title: diagnosticSpecs.usage.title,
      severity: "error",
      exitCode: 2,
      explain: diagnosticSpecs.usage.explain,
    });
  });

  test("suggests the code that was meant", () => {
    const { status, stderr } = habc(["explain", "dep-conflcit"]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      "there is no code `dep-conflcit`\n  hint: did you mean `dep-conflict`?",
    );
    expect(habc(["explain", "qqqq"]).stderr).toContain("`habc explain` lists the codes");
  });
});
