/** What the reading tells beside the values: places, what was read, and plans that cannot be read. */
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type HabcError, isHabcError, type Span } from "../../../compiler/ir/index.ts";
import { validatePlanIR } from "../../../compiler/schema/validate-plan-ir.ts";
import { compileTypescriptPlan } from "../../../compiler/typescript/static/index.ts";
import { planOf } from "./static-plans/plan-case.ts";
import { planFolder, read } from "./static-real.ts";

async function readPlan(plan: string, files: Record<string, string> = {}, env = {}) {
  const folder = planFolder({ plan, files });
  return { folder, ir: await read(folder, env), at: textAt({ ...files, "plan.ts": plan }, folder) };
}

/** The text of a span. */
function textAt(files: Readonly<Record<string, string>>, folder: string) {
  return ({ file, start, end }: Span): string => {
    const lines = (files[file.slice(folder.length + 1)] ?? "").split("\n");
    const whole = lines.slice(start.line - 1, end.line);
    const last = whole.pop()?.slice(0, end.column - 1) ?? "";
    return [...whole, last].join("\n").slice(start.column - 1);
  };
}

async function refusal(folder: string, plan = "plan.ts"): Promise<HabcError> {
  const thrown = await compileTypescriptPlan({ file: join(folder, plan) }).catch((error) => error);
  if (!isHabcError(thrown)) throw new Error(`not refused: ${thrown}`);
  return thrown as HabcError;
}

describe("places", () => {
  test("each setting with the property that sets it, the last one first", async () => {
    const base = 'export const base = { pkg_license: ["MIT"], pkg_description: "ü 𝒳" };\n';
    const { ir, at } = await readPlan(
      planOf('...base, pkg_license: ["ISC"],', 'import { base } from "./base.ts";'),
      { "base.ts": base },
    );
    expect(ir.spans.pkg_name?.map(at)).toEqual(['pkg_name: "redis"']);
    expect(ir.spans.pkg_license?.map(at)).toEqual(['pkg_license: ["ISC"]', 'pkg_license: ["MIT"]']);
    expect(ir.spans.pkg_description?.map(at)).toEqual(['pkg_description: "ü 𝒳"']);
  });

  test("each callback, and what makes a setting dynamic", async () => {
    const { ir, at } = await readPlan(
      planOf(
        "pkg_description: `now ${Date.now()}`, do_build() {\n make;\n}, do_check: check,",
        "async function check() {}",
      ),
    );
    expect(
      Object.entries(ir.callbacks).map(([name, { span }]) => [name, span && at(span)]),
    ).toEqual([
      ["do_build", "do_build() {\n make;\n}"],
      ["do_check", "do_check: check"],
    ]);
    const { reason, span } = ir.dynamic.pkg_description ?? {};
    expect([reason, span && at(span)]).toEqual(["calls `Date.now`", "Date.now()"]);
  });

  test.each([
    ["pkg_description: execSync('x').toString(),", "calls `execSync`"],
    ["pkg_description: process.env.HOME,", "reads `HOME`, which differs between machines"],
    ["pkg_description: import.meta.url,", "reads `import.meta.url`, which differs between builds"],
    ["pkg_description: (pkg) => pkg.pkg_release,", "reads `pkg_release`, which only a build knows"],
    [
      "pkg_description: Math.random() < 2 ? 'a' : 'b',",
      "depends on a condition that calls `Math.random`",
    ],
    ["pkg_description: new Date().toISOString(),", "makes a `Date`"],
    ["pkg_description: made,", "calls `make`"],
  ])("why: %s", async (property, reason) => {
    const imports = ['import { execSync } from "node:child_process";'];
    if (property.includes("made"))
      imports.push('import { make } from "some-package"; const made = make();');
    const before = imports.join("\n");
    const { ir } = await readPlan(planOf(property, before));
    expect(ir.dynamic.pkg_description?.reason).toBe(reason);
    expect(Object.keys(ir.dynamic)).toEqual(["pkg_description"]);
  });
});

test("the variables and files that a plan reads", async () => {
  const { ir, folder } = await readPlan(
    planOf(
      'pkg_description: readFileSync("notes/a.txt", "utf8"), pkg_maintainer: process.env.WHO ?? "x", pkg_upstream_url: (pkg) => pkg.pkg_origin,',
      'import { readFileSync } from "node:fs"; import data from "./data.json"; const { CI, ...rest } = process.env; if (data.x) void process.env["ONLY_HERE"];',
    ),
    { "notes/a.txt": "a", "data.json": '{ "x": true }' },
  );
  expect(ir.reads).toEqual(["CI", "HAB_ORIGIN", "ONLY_HERE", "WHO"]);
  expect(ir.files).toEqual([join(folder, "data.json"), join(folder, "notes/a.txt")]);
});

test("files and packages that only a callback imports", async () => {
  const { ir, folder } = await readPlan(
    planOf(
      'async do_build() { (await import("./late.ts")).run(); }, do_check: () => tool.run(),',
      'import tool from "tool"; import type { T } from "./type.ts"; import { unused } from "./unused.ts"; export type U = T;',
    ),
    {
      "late.ts": 'import { deep } from "./deep/index.ts"; export const run = deep;',
      "deep/index.ts": "export const deep = () => 1;",
      "type.ts": "export type T = 1;",
      "unused.ts": "export const unused = 1;",
      "node_modules/tool/package.json": "{}",
    },
  );
  expect(ir.dynamic).toEqual({});
  expect(ir.files.map((file) => file.slice(folder.length + 1))).toEqual([
    "deep/index.ts",
    "late.ts",
    "node_modules/tool/package.json",
  ]);
});

test("an IR is valid against the schema, with and without unknown values", async () => {
  const { ir } = await readPlan(
    planOf("pkg_description: String(Date.now()), pkg_deps: ['core/glibc'], do_build() {},"),
  );
  expect(validatePlanIR(JSON.parse(JSON.stringify(ir)))).toEqual([]);
});

describe("plans that cannot be loaded have an error, and no values", () => {
  test.each([
    ['throw new Error("no");', "", 'it throws an error: `throw new Error("no");`'],
    ["pkg_description: (null as any).x,", "properties", "it throws an error"],
    [
      "pkg_source: (pkg) => pkg.pkg_filename, pkg_filename: (pkg) => pkg.pkg_source,",
      "properties",
      "settings are computed from each other: pkg_source → pkg_filename → pkg_source",
    ],
    [
      "pkg_source: (pkg) => pkg.CFLAGS,",
      "properties",
      "`CFLAGS` is not known while the plan is loaded",
    ],
    ["pkg_nmae: 'x',", "properties", "`pkg_nmae` is neither a setting nor a callback"],
    ["pkg_description: 'a\\uD800b',", "properties", "`pkg_description` holds half a character"],
    ["do_build: 5,", "properties", "`do_build` must be a function or a text of bash, and is 5"],
    ["do_build: ['make'],", "properties", "must be a function or a text of bash, and is a list"],
    ["pkg_source: null,", "properties", "`pkg_source` is null; leave it out instead"],
    ["pkg_bin_dirs: 'bin',", "properties", '`pkg_bin_dirs` must be a list, and is "bin"'],
    ["pkg_deps: [true],", "properties", "`pkg_deps[0]` must be a text, and is true"],
    ["pkg_description: 'a\\0b',", "properties", "`pkg_description` holds a NUL character"],
  ])("%s", async (text, place, message) => {
    const plan = place === "properties" ? planOf(text) : planOf("", text);
    const { ir } = await readPlan(plan);
    expect(ir.diagnostics.map(({ message: each }) => each)).toEqual([
      expect.stringContaining(message),
    ]);
    expect(ir.diagnostics[0]?.spans).toHaveLength(1);
    expect(ir.settings).toEqual({});
  });

  test("a default export that is no plan", async () => {
    const { ir } = await readPlan('export default { pkg_name: "a" };');
    expect(ir.diagnostics[0]?.message).toContain("is not what `definePlan` returns");
  });
});

describe("texts that are not valid", () => {
  test("are refused with the place that esbuild names", async () => {
    const folder = planFolder({
      plan: 'import "./b.ts";\nexport default 1;\n',
      files: { "b.ts": "const a = 1;\nconst a = 2;\n" },
    });
    const { diagnostic } = await refusal(folder);
    expect(diagnostic.code).toBe("plan-syntax");
    expect(diagnostic.spans[0]).toMatchObject({
      file: join(folder, "b.ts"),
      start: { line: 2, column: 7 },
    });
  });

  test("a plan that is not there", async () => {
    expect((await refusal(planFolder({ plan: "" }), "other.ts")).diagnostic.code).toBe(
      "plan-not-found",
    );
  });
});

describe("plans that would take for ever", () => {
  test.each([
    ["brackets", `export default ${"[".repeat(50_000)}${"]".repeat(50_000)};`],
    ["conditions", `export default ${"a ? b : ".repeat(20_000)}c;`],
    ["functions", `export default ${"(() => ".repeat(9000)}1${")".repeat(9000)};`],
    ["operators", `export default ${"1 + ".repeat(20_000)}1;`],
    ["else", `${"if (a) {} else ".repeat(20_000)}{}`],
    ["types", `let a: ${"A<".repeat(9000)}B${">".repeat(9000)};`],
    ["a loop", "for (;;) {} export default 1;"],
    ["a recursion", "function f(): number { return f() + f(); } f();"],
    ["a growing text", 'let t = "x"; for (;;) t += t;'],
    ["a growing list", "const l: any[] = [1]; for (;;) l.push(...l);"],
    ["repeat", 'export default "x".repeat(2 ** 28).repeat(2 ** 28);'],
    ["replaceAll", 'let t = "x".repeat(9e5); t = t.replaceAll("x", t);'],
    ["a regular expression", `export default /^(a+)+$/.test("${"a".repeat(60)}b");`],
    ["unknown branches", `let n = 0; ${"if (Math.random() < 1) n++; else n--;\n".repeat(2000)}`],
    [
      "unknown functions",
      `const f = [() => { setTimeout(f[0]); f.push(f[0]); }]; ${"setTimeout(f[0]);".repeat(500)}`,
    ],
  ])("%s", { timeout: 10_000 }, async (_, text) => {
    const { ir } = await readPlan(text);
    expect(ir.settings).toEqual({});
  });
});

test("files outside the source tree, and links that lead there, are not read", async () => {
  const outside = planFolder({
    plan: "",
    files: { "secret.txt": "s3cret", "secret.ts": 'export default "s3cret";' },
  });
  const folder = planFolder({
    plan: planOf(
      `pkg_description: readFileSync("link.txt", "utf8"), pkg_maintainer: readFileSync("${outside}/secret.txt", "utf8"), pkg_upstream_url: readFileSync("../" + "x", "utf8"),
       pkg_filename: linked,`,
      'import { readFileSync } from "node:fs"; import linked from "./link.ts";',
    ),
  });
  symlinkSync(join(outside, "secret.txt"), join(folder, "link.txt"));
  symlinkSync(join(outside, "secret.ts"), join(folder, "link.ts"));
  writeFileSync(join(folder, "package.json"), "{}");
  const ir = await read(folder);
  expect(JSON.stringify(ir)).not.toContain("s3cret");
  expect(Object.keys(ir.dynamic)).toEqual([
    "pkg_maintainer",
    "pkg_description",
    "pkg_upstream_url",
    "pkg_filename",
  ]);
});
