import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installPacked } from "./support/installed.ts";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "habc-packaging-"));
const installed = join(folder, "node_modules/habc");

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd: folder, encoding: "utf8" });
}

beforeAll(() => {
  installPacked(folder);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the installed command runs", () => {
  const help = run("npx", "--no-install", "habc", "--help");
  expect(help).toContain("build");
});

test("the package holds what runs, and neither sources nor tests", () => {
  const files = run("find", "-L", installed, "-type", "f", "-printf", "%P\n").trim().split("\n");
  expect(files).toContain("LICENSE");
  expect(files).toContain("dist/host.mjs");
  expect(files.filter((file) => /(?<!\.d)\.ts$|^(test|scripts|bench)\//.test(file))).toEqual([]);
  expect(files.filter((file) => file.startsWith("dist/bash/"))).not.toEqual([]);
});

test("the published schema is there under its name", () => {
  const read =
    'import s from "habc/plan-ir.schema.json" with { type: "json" }; console.log(s.title)';
  writeFileSync(join(folder, "schema.mjs"), read);
  expect(run(process.execPath, "--no-warnings", "schema.mjs").trim()).toBe("PlanIR");
});

test("the schema of habc.toml is there under its name, and knows the codes", () => {
  const read =
    'import s from "habc/habc.schema.json" with { type: "json" }; console.log(JSON.stringify(s))';
  writeFileSync(join(folder, "schema.mjs"), read);
  const schema = JSON.parse(run(process.execPath, "--no-warnings", "schema.mjs"));
  const validate = new Ajv({ strict: false }).compile(schema);
  expect(validate({ check: { rules: { "license-unknown": "off" } } })).toBe(true);
  expect(validate({ check: { rules: { "licence-unknown": "off" } } })).toBe(false);
  expect(schema.definitions.rules.properties["shasum-missing"].description).toContain("pkg_shasum");
});

test("the published schema accepts what the command prints, and refuses what it never would", () => {
  writeFileSync(join(folder, "plan.sh"), "pkg_name=a\npkg_origin=acme\npkg_version=1\n");
  const printed = run("npx", "--no-install", "habc", "compile", "--json", "plan.sh");
  rmSync(join(folder, "plan.sh"));
  const schema = JSON.parse(readFileSync(join(installed, "dist/plan-ir.schema.json"), "utf8"));
  const validate = new Ajv({ strict: false }).compile(schema);
  const { ok, path, ...ir } = JSON.parse(printed);
  expect({ ok, path }).toEqual({ ok: true, path: "plan.sh" });
  expect(validate(ir), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...ir, settings: { pkg_name: 1 } })).toBe(false);
});

test.for([
  ["nodenext", "nodenext"],
  ["bundler", "esnext"],
])("a plan.ts finds its types with the module resolution %s", ([resolution = "", module = ""]) => {
  writeFileSync(
    join(folder, "plan.ts"),
    `import { definePlan } from "habc";
const plan = { pkg_name: "hello", pkg_origin: "acme", pkg_version: "1.0.0", pkg_license: ["MIT"] } as const;
export default definePlan({
  ...plan,
  async do_build({ $ }) {
    const listed: string = (await $\`ls\`).stdout;
    // @ts-expect-error: not a number
    const wrong: number = listed;
  },
});
// @ts-expect-error: no such setting
definePlan({ ...plan, pkg_expose: [] });
// @ts-expect-error: not a text
definePlan({ ...plan, pkg_name: 1 });
`,
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--types", ""];
  const how = ["--module", module, "--moduleResolution", resolution];
  const args = [tsc, ...options, ...how, "plan.ts"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect(stdout).toBe("");
});

test("a plan.ts that is run finds what it imports", () => {
  const read = 'import * as habc from "habc"; console.log(typeof habc.definePlan)';
  writeFileSync(join(folder, "use.mjs"), read);
  expect(run(process.execPath, "use.mjs").trim()).toBe("function");
});
