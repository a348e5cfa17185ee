/**
 * What an author sees in a folder that `habc init` made, with the package as users install it:
 * through TypeScript's language server, which finds everything by what lies in the folder.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Project, ts } from "ts-morph";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { installPacked } from "../support/installed.ts";
import { type Editor, openEditor } from "../support/language-server.ts";

const place = realpathSync(mkdtempSync(join(tmpdir(), "habc-editor-")));
const global = join(place, "global");
const env = { PATH: process.env["PATH"], HOME: place, FS_ROOT: place, HAB_ORIGIN: "acme" };

beforeAll(() => {
  mkdirSync(global);
  installPacked(global);
});
afterAll(() => rmSync(place, { recursive: true }));

let editor: Editor | undefined;
afterEach(() => editor?.close());

function habc(cwd: string, ...args: string[]): string {
  const cli = join(global, "node_modules/habc/dist/cli.js");
  return execFileSync(process.execPath, [cli, ...args], { cwd, env, encoding: "utf8" });
}

/** A new folder, in which `habc init` was called. */
function initiated(name: string, ...args: string[]): string {
  const folder = join(place, name);
  mkdirSync(folder);
  habc(folder, "init", ...args);
  return folder;
}

/** A plan with these properties beside its name and version. */
function plan(properties: string): string {
  const base = 'pkg_name: "shop", pkg_version: "1.0"';
  return `import { definePlan } from "habc";\nexport default definePlan({ ${base},\n${properties}\n});\n`;
}

describe("in a fresh folder, with habc installed elsewhere", () => {
  test("completion, hover and errors work at once", async () => {
    const folder = initiated("fresh folder é");
    editor = await openEditor(folder);
    const written = readFileSync(join(folder, "plan.ts"), "utf8");
    expect(await editor.errors("plan.ts", written)).toEqual([]);
    const offered = await editor.completions("plan.ts", plan("▮"));
    expect(offered).toEqual(expect.arrayContaining(["pkg_deps", "pkg_license", "do_build"]));
    expect(await editor.completions("plan.ts", plan('pkg_license: ["▮"]'))).toContain("MIT");
    const callback = 'pkg_deps: ["core/zlib"], do_build({ pkg_path_for }) { pkg_path_for("▮"); }';
    expect(await editor.completions("plan.ts", plan(callback))).toEqual(["core/zlib", "zlib"]);
    const text = await editor.hover("plan.ts", plan('▮pkg_bin_dirs: ["bin"]'));
    expect(text).toContain('In bash: `"${pkg_bin_dirs[@]}"`');
    expect(await editor.errors("plan.ts", plan("pkg_expose: []"))).toEqual([
      {
        at: "pkg_expose",
        message: expect.stringContaining("Did you mean to write 'pkg_exposes'?"),
      },
    ]);
  });

  test("commands and modules of Node.js have their types", async () => {
    editor = await openEditor(initiated("node-types"));
    const body = (text: string) =>
      `import { readFile } from "node:fs/promises";\n${plan(`async do_build({ $ }) { ${text} }`)}`;
    const right = body("const { stdout } = await $`ls`; stdout.trim(); await readFile(stdout);");
    expect(await editor.errors("plan.ts", right)).toEqual([]);
    const wrong = body("const listed: number = (await $`ls`).stdout; await readFile(1.5);");
    expect(await editor.errors("plan.ts", wrong)).toEqual([
      { at: "listed", message: "Type 'string' is not assignable to type 'number'." },
      { at: "1.5", message: expect.stringContaining("not assignable") },
    ]);
    expect(await editor.completions("plan.ts", body("(await $`ls`).▮"))).toContain("exitCode");
    // Node.js has the first three; the last one is a name of browsers.
    const names = body("console.log(process.pid, new URL(`file:${origin}`));");
    expect((await editor.errors("plan.ts", names)).map(({ at }) => at)).toEqual(["origin"]);
  });

  test("a plan in a tree needs no files of its own", async () => {
    const tree = initiated("tree");
    habc(tree, "init", "plans/db");
    expect(existsSync(join(tree, "plans/db/tsconfig.json"))).toBe(false);
    editor = await openEditor(tree);
    const file = "plans/db/plan.ts";
    expect(await editor.errors(file, readFileSync(join(tree, file), "utf8"))).toEqual([]);
    expect(await editor.errors(file, plan("do_biuld() {}"))).toHaveLength(1);
  });

  test("the TypeScript that older editors bring reads the same", () => {
    const folder = initiated("older");
    habc(folder, "types");
    const project = new Project({ tsConfigFilePath: join(folder, "tsconfig.json") });
    const file = join(folder, "other.ts");
    const text = plan('pkg_deps: ["acme/old"], pkg_build_deps: ["acme"]').replace("old", "older");
    project.createSourceFile(file, text);
    const service = project.getLanguageService().compilerObject;
    const errors = service.getSemanticDiagnostics(file);
    expect(errors.map(({ start = 0, length = 0 }) => text.slice(start, start + length))).toEqual([
      '"acme"',
    ]);
    const offered = service.getCompletionsAtPosition(file, text.indexOf('"acme/') + 1, {});
    expect(offered?.entries.map(({ name }) => name)).toEqual(["acme/older"]);
    expect(ts.version).toMatch(/^6\./);
  });
});

test("where habc is a dependency of the project, its own declarations are used", async () => {
  const folder = join(place, "dependency");
  mkdirSync(folder);
  installPacked(folder);
  habc(folder, "init");
  expect(existsSync(join(folder, ".habc"))).toBe(false);
  editor = await openEditor(folder);
  expect(await editor.errors("plan.ts", readFileSync(join(folder, "plan.ts"), "utf8"))).toEqual([]);
  expect(await editor.errors("plan.ts", plan("do_biuld() {}"))).toHaveLength(1);
});

describe("names of packages", () => {
  test("complete wherever a plan names one, and others stay allowed", async () => {
    const folder = initiated("names", "--kind", "service");
    habc(folder, "init", "web", "--kind", "script");
    habc(folder, "types");
    editor = await openEditor(folder);
    const all = ["acme/names", "acme/web"];
    for (const list of ["pkg_deps", "pkg_build_deps"]) {
      expect(await editor.completions("plan.ts", plan(`${list}: ["▮"]`)), list).toEqual(all);
      expect(await editor.completions("plan.ts", plan(`${list}: ["acme/web", "▮"]`))).toEqual(all);
    }
    const services = 'pkg_type: "composite", pkg_services: ["▮"]';
    expect(await editor.completions("plan.ts", plan(services))).toEqual(all);
    expect(await editor.completions("plan.ts", plan('pkg_scaffolding: "▮"'))).toEqual(all);
    const binds = 'pkg_binds: { greeter: ["▮"] }';
    expect(await editor.completions("plan.ts", plan(binds))).toEqual(["interval"]);
    const others = 'pkg_deps: ["core/glibc", "acme/web/1.2"], pkg_binds: { db: ["port"] }';
    expect(await editor.errors("plan.ts", plan(others))).toEqual([]);
  });

  test("are all that is allowed, where the file is closed", async () => {
    const folder = initiated("closed");
    habc(folder, "init", "shop");
    habc(folder, "types", "--closed");
    editor = await openEditor(folder);
    const deps = 'pkg_deps: ["acme/closed", "acme/closed/1.2"], pkg_build_deps: ["acme/clsoed"]';
    expect(await editor.errors("plan.ts", plan(deps))).toEqual([
      {
        at: '"acme/clsoed"',
        message:
          "Type '\"acme/clsoed\"' is not assignable to type 'KnownPackageName'. Did you mean '\"acme/closed\"'?",
      },
    ]);
    for (const property of [
      'pkg_deps: ["core/zlib"]',
      'pkg_scaffolding: "core/scaffolding-node"',
      'pkg_type: "composite", pkg_services: ["acme/closed", "acme/other"]',
    ]) {
      expect(await editor.errors("plan.ts", plan(property)), property).toHaveLength(1);
    }
    expect(await editor.completions("plan.ts", plan('pkg_deps: ["▮"]'))).toEqual([
      "acme/closed",
      "acme/shop",
    ]);
    const use = 'pkg_deps: ["acme/closed"], do_build({ pkg_path_for }) { pkg_path_for("▮"); }';
    expect(await editor.completions("plan.ts", plan(use))).toEqual(["acme/closed", "closed"]);
  });
});
