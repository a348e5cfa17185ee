import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bashSettings } from "../../../bench/support/bash-settings.ts";
import { compareMigration, type Migration, migratePlan } from "../../../compiler/migrate/index.ts";
import { project } from "../../support/workshop.ts";
import { run } from "../typescript/static-real.ts";
import { type Case, migrateAll } from "./cases.ts";

const { root, cases } = migrateAll();
afterAll(() => rmSync(root, { recursive: true }));

/** Plans of which something is told; the first only a person can finish. */
const told = new Set(["by-hand", "unsettled-stuck", "version-twice", "version-uncalled"]);
const finished = cases.filter(({ name }) => !told.has(name));

function caseOf(name: string): Case {
  const found = cases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no case ${name}`);
  return found;
}

describe("the plan.ts", () => {
  test.each(cases)("of $name", ({ migration, expected }) => {
    expect(migration.text).toBe(expected);
  });

  test("is valid for the types of definePlan", () => {
    writeFileSync(
      join(root, "tsconfig.json"),
      JSON.stringify({
        extends: join(project, "tsconfig.json"),
        compilerOptions: {
          typeRoots: [join(project, "node_modules/@types")],
          paths: { habc: [join(project, "stdlib/index.ts")] },
        },
        include: ["*/plan.ts"],
        exclude: [],
      }),
    );
    const tsc = join(project, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", root], { stdio: "pipe", encoding: "utf8" });
  });

  test("stands as the project's formatter would have it", () => {
    const config = JSON.parse(readFileSync(join(project, "biome.json"), "utf8"));
    const { formatter } = config;
    writeFileSync(join(root, "biome.json"), JSON.stringify({ root: true, formatter }));
    const biome = join(project, "node_modules/@biomejs/biome/bin/biome");
    const files = cases.map(({ folder }) => join(folder, "plan.ts"));
    execFileSync(process.execPath, [biome, "format", ...files], { cwd: root, stdio: "pipe" });
  });
});

describe("the settings", () => {
  const environments = [{ STUDIO_TYPE: "stage1" }, { FIRST_PASS: "1", LANTERN_HOME: "x" }];

  test.each(finished)("of $name are what bash sets", async ({ folder, migration }) => {
    const { conditions } = migration.scenarios;
    for (const env of [{}, ...(conditions.length > 0 ? environments : [])]) {
      const reported = await run(folder, env);
      expect(reported.failure).toBeUndefined();
      // A plan.sh has the network without asking.
      const { pkg_network: _, ...settings } = reported.settings;
      expect(settings).toEqual(bashSettings(join(folder, "plan.sh"), env));
    }
  });

  test.each(finished)("of $name are found equal, in every environment", async (one) => {
    const file = join(one.folder, "plan.ts");
    expect(await compareMigration(one.migration, file, "x86_64-linux")).toEqual([]);
  });

  test("are found different where they are, with the environment and both values", async () => {
    const { migration, folder } = caseOf("stage1");
    const file = join(folder, "changed.ts");
    const text = migration.text.replace('"1.4.2"', '"1.4.3"').replace("? []", '? ["core/other"]');
    writeFileSync(file, text);
    const found = await compareMigration(migration, file, "x86_64-linux");
    const version = { name: "pkg_version", bash: "1.4.2", typescript: "1.4.3" };
    const env = { STUDIO_TYPE: "stage1" };
    expect(found).toEqual([
      { ...version, env: {} },
      { ...version, env },
      { name: "pkg_deps", env, bash: [], typescript: ["core/other"] },
    ]);
  });

  test("are found different where the plan.ts lacks a callback", async () => {
    const { migration, folder } = caseOf("plain");
    const file = join(folder, "changed.ts");
    writeFileSync(file, migration.text.replace("  do_build() {},\n", ""));
    expect(await compareMigration(migration, file, "x86_64-linux")).toEqual([
      { name: "do_build", env: {}, bash: "a callback", typescript: undefined },
    ]);
  });
});

describe("what is told", () => {
  test("is nothing, for a plan of which all has an equal", () => {
    const others = finished.filter(({ migration }) => migration.diagnostics.length > 0);
    expect(others.map(({ name }) => name)).toEqual([]);
  });

  test("is what is left to do by hand, and what nothing uses, with the places", () => {
    const { migration } = caseOf("by-hand");
    expect(findings(migration)).toEqual([
      [
        "migrate-by-hand",
        "`pkg_description` is not known without running the plan: it runs `hostname`",
        4,
      ],
      ["migrate-by-hand", "`pkg_version` calls _today, which no callback of a plan.ts can do", 10],
      ["migrate-left-out", "`pkg_licenses` is no setting, and nothing reads it", 5],
      ["migrate-left-out", "nothing calls `_unused`", 7],
    ]);
  });

  test("is a version that the plan.sh has until it computes another", async () => {
    const { migration, folder } = caseOf("version-twice");
    expect(findings(migration)).toEqual([
      ["migrate-differs", expect.stringMatching(/^`pkg_version` is 2021-10-26 in the plan.sh/), 3],
    ]);
    expect(migration.diagnostics[0]).toMatchObject({
      severity: "error",
      hint: "`pkg_version` reads it, or what follows from it",
    });
    writeFileSync(
      join(folder, "plan.sh"),
      readFileSync(join(folder, "plan.sh"), "utf8").replace("$pkg_dirname", "lantern"),
    );
    const other = migratePlan({ file: join(folder, "plan.sh"), target: "x86_64-linux" });
    expect(other.diagnostics).toMatchObject([{ code: "migrate-differs", severity: "warning" }]);
    const file = join(folder, "plan.ts");
    expect(await compareMigration(migration, file, "x86_64-linux")).toEqual([]);
  });

  test("is what callbacks use, and depends on the environment or on running the plan", () => {
    expect(findings(caseOf("unsettled-stuck").migration)).toEqual([
      ["migrate-by-hand", "`_year` depends on what only running the plan shows", 8],
      ["migrate-by-hand", "`_source` depends on what only running the plan shows", 5],
      ["migrate-by-hand", "`do_build` depends on what only running the plan shows", 13],
      ["migrate-left-out", "nothing calls `_tell`", 7],
    ]);
  });

  test("is a callback that computes a version for nobody", async () => {
    const { migration, folder } = caseOf("version-uncalled");
    expect(findings(migration)).toEqual([["migrate-left-out", "nothing calls `pkg_version`", 5]]);
    const file = join(folder, "plan.ts");
    expect(await compareMigration(migration, file, "x86_64-linux")).toEqual([]);
  });
});

function findings({ diagnostics }: Migration) {
  return diagnostics.map(({ code, message, spans }) => [code, message, spans[0]?.start.line]);
}
