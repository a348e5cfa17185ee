import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "habc-packaging-"));
const installed = join(folder, "node_modules/habc");

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd: folder, encoding: "utf8" });
}

/** Installs the packed package as npm would, but without asking a registry for its dependencies. */
beforeAll(() => {
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const tarball = execFileSync("npm", pack, { cwd: root, encoding: "utf8" }).trim();
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  mkdirSync(installed);
  run("tar", "-xzf", tarball, "-C", installed, "--strip-components=1");
  symlinkSync("../habc/dist/cli.js", join(folder, "node_modules/.bin/habc"));
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies))
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
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
