/** `habc init`: the files that start a plan, from what a folder holds. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kindNames } from "../../compiler/init/kind-names.ts";
import { project } from "../support/workshop.ts";
import { habc, type Outcome } from "./habc.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "habc-init-"));
  // As where it is a dependency: a copy of the declarations for each folder would take long.
  mkdirSync(join(place, "node_modules"));
  symlinkSync(project, join(place, "node_modules/habc"));
});
afterEach(() => rmSync(place, { recursive: true }));

function init(args: readonly string[], env: Readonly<Record<string, string>> = {}): Outcome {
  const own = { FS_ROOT: place, HAB_CACHE_KEY_PATH: join(place, "keys"), HAB_ORIGIN: "acme" };
  return habc(["init", ...args], { cwd: place, env: { ...own, ...env } });
}

/** Calls it with `--json`, where it must succeed. */
function started(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = init([...args, "--json"], env);
  expect(status, stdout + stderr).toBe(0);
  return JSON.parse(stdout);
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
}

const read = (file: string) => readFileSync(join(place, file), "utf8");

/** The settings of a plan, as the compiler reads them. */
function settings(folder: string) {
  const { stdout } = habc(["compile", "--json", join(place, folder)]);
  return JSON.parse(stdout).settings;
}

describe("in a new folder", () => {
  test("every kind, in both languages, passes the check and the type check", () => {
    habc(["types"], { cwd: place });
    for (const kind of kindNames) {
      started([kind, "--kind", kind]);
      started([`${kind}-sh`, "--kind", kind, "--plan-sh"]);
    }
    const check = habc(["check", "--deny", "infos", "."], { cwd: place });
    expect(check).toMatchObject({ status: 0, stdout: "" });
    expect(check.stderr).toContain(`nothing found in ${2 * kindNames.length} plans`);
    const tsc = join(project, "node_modules/typescript/bin/tsc");
    const types = spawnSync(process.execPath, [tsc, "-p", place, "--listFiles"]);
    const files = types.stdout.toString().split("\n");
    expect(files.filter((line) => line.includes("error TS"))).toEqual([]);
    expect(files.filter((line) => line.endsWith("/plan.ts"))).toHaveLength(kindNames.length);
    expect(types.status).toBe(0);
  });

  test("both languages say the same", () => {
    for (const kind of ["c", "node", "service", "composite"]) {
      started([`ts/${kind}`, "--kind", kind]);
      started([`sh/${kind}`, "--kind", kind, "--plan-sh"]);
      // A plan.sh has the network without asking, a plan.ts that fetches something asks for it.
      const { pkg_network: network, ...others } = settings(`ts/${kind}`);
      expect(settings(`sh/${kind}`), kind).toEqual(others);
      expect(network, kind).toBe(kind === "node" ? "on" : undefined);
    }
  });

  test("says what was made and what comes next, with a folder of any name", () => {
    const { status, stdout } = init(["Mein Café"]);
    expect(status).toBe(0);
    expect(stdout).toContain("acme/mein-cafe, script\n");
    expect(stdout).toContain("made Mein Café/plan.ts\n");
    expect(stdout).toContain(
      "Next:\n  habc origin key generate acme\n  habc check 'Mein Café'\n  habc build 'Mein Café'\n",
    );
    expect(habc(["check", join(place, "Mein Café")]).status).toBe(0);
  });

  test("says the same as JSON", () => {
    expect(started(["shop", "--kind", "service"])).toMatchObject({
      ok: true,
      plan: join(place, "shop/plan.ts"),
      kind: "service",
      name: "shop",
      origin: "acme",
      kept: [],
      made: expect.arrayContaining([
        join(place, "shop/plan.ts"),
        join(place, "shop/hooks/run"),
        join(place, "shop/.gitignore"),
      ]),
      tsconfig: join(place, "shop/tsconfig.json"),
      tsconfigState: "made",
      declarations: "installed",
      next: ["habc origin key generate acme", "habc check shop", "habc build shop"],
    });
  });
});

describe("in the folder of a project", () => {
  test.for<[string, Record<string, string>, object]>([
    [
      "node",
      {
        "package.json": JSON.stringify({
          name: "@acme/web-shop",
          version: "2.1.0",
          license: "MIT",
          description: "Sells\n things",
          homepage: "https://example.com/shop",
          author: { name: "A. Author", email: "a@example.com" },
          bin: { shop: "./cli.js" },
        }),
      },
      {
        pkg_name: "web-shop",
        pkg_version: "2.1.0",
        pkg_license: ["MIT"],
        pkg_description: "Sells things",
        pkg_upstream_url: "https://example.com/shop",
        pkg_maintainer: "A. Author <a@example.com>",
      },
    ],
    [
      "rust",
      {
        "Cargo.toml":
          '[package]\nname = "grind"\nversion.workspace = true\nlicense = "MIT/Apache-2.0"\n[workspace.package]\nversion = "0.9.1"\n',
        Makefile: "all:\n\tcargo build\n",
      },
      { pkg_name: "grind", pkg_version: "0.9.1", pkg_license: ["MIT OR Apache-2.0"] },
    ],
    [
      "python",
      {
        "pyproject.toml":
          '[project]\nname = "Py_Tool"\nversion = "1.0"\nlicense = { text = "Apache 2.0" }\n[project.urls]\nHomepage = "https://example.com"\n',
        "package.json": "{}",
      },
      {
        pkg_name: "py_tool",
        pkg_version: "1.0",
        pkg_license: ["Apache-2.0"],
        pkg_upstream_url: "https://example.com",
      },
    ],
    [
      "go",
      { "go.mod": "module example.com/acme/Fetch/v2\n\ngo 1.22\n" },
      {
        pkg_name: "fetch",
        pkg_version: "0.1.0",
        pkg_upstream_url: "https://example.com/acme/Fetch",
      },
    ],
    [
      "cmake",
      {
        "CMakeLists.txt":
          'cmake_minimum_required(VERSION 3.16)\n# project(old)\nproject(Wave\n  VERSION 1.4.2\n  DESCRIPTION "Waves (all)"\n  LANGUAGES C)\n',
      },
      { pkg_name: "wave", pkg_version: "1.4.2" },
    ],
    [
      "c",
      { "configure.ac": "AC_INIT([GNU wave], [1.2.3], [bugs@example.com])\nAC_OUTPUT\n" },
      { pkg_name: "gnu-wave", pkg_version: "1.2.3" },
    ],
    [
      "c",
      { configure: "#!/bin/sh\nPACKAGE_NAME='wave'\nPACKAGE_VERSION='3.1'\n" },
      { pkg_name: "wave", pkg_version: "3.1" },
    ],
    [
      "c",
      {
        Makefile: "all:\n",
        "pyproject.toml": "[tool.ruff]\nline-length = 100\n",
        COPYING:
          "Permission is hereby granted, free of charge, to any person obtaining a copy of\n",
      },
      { pkg_version: "0.1.0", pkg_license: ["MIT"] },
    ],
    ["script", { "greet.sh": "#!/bin/sh\necho hello\n" }, { pkg_bin_dirs: ["bin"] }],
  ])("%s", ([kind, files, expected]) => {
    write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`p/${name}`, text])));
    const before = readdirSync(join(place, "p"));
    expect(started(["p"]).kind).toBe(kind);
    expect(settings("p")).toMatchObject(expected);
    expect(habc(["check", "--deny", "infos", join(place, "p")])).toMatchObject({ status: 0 });
    const added = readdirSync(join(place, "p")).filter((name) => !before.includes(name));
    expect(added.sort()).toEqual([".gitignore", "habitat"]);
    for (const [name, text] of Object.entries(files)) expect(read(`p/${name}`)).toBe(text);
  });

  test("a service of it has hooks and configuration beside the plan", () => {
    write({ "p/package.json": '{ "name": "shop", "version": "1.0.0", "bin": "cli.js" }' });
    expect(started(["p", "--kind", "service"])).toMatchObject({
      kind: "service",
      marker: "package.json",
    });
    expect(read("p/habitat/hooks/run")).toContain("{{pkg.path}}/bin/shop");
    expect(existsSync(join(place, "p/habitat/default.toml"))).toBe(true);
    expect(habc(["check", "--deny", "infos", join(place, "p")])).toMatchObject({ status: 0 });
  });

  test.for([
    ["package-lock.json", "`npm ci --no-audit --no-fund --omit=dev`"],
    ["pnpm-lock.yaml", "`pnpm install --frozen-lockfile --config.node-linker=hoisted --prod`"],
    ["yarn.lock", "`yarn install --frozen-lockfile --non-interactive --production`"],
  ])("dependencies come by what %s locks", ([lock = "", command]) => {
    write({ "p/package.json": '{ "name": "p", "version": "1.0.0" }', [`p/${lock}`]: "" });
    started(["p"]);
    expect(read("p/habitat/plan.ts")).toContain(`await $${command};`);
  });

  test("a package.json that is there for habc is no program", () => {
    write({
      "package.json": '{ "devDependencies": { "habc": "1.0.0" } }',
      "package-lock.json": "{}",
    });
    expect(started([])).toMatchObject({ kind: "script", plan: join(place, "plan.ts") });
    expect(read(".gitignore")).toBe("/node_modules/\n/results/\n");
  });

  test("licences and versions that say nothing for sure are left out", () => {
    const manifest = { name: "p", version: "not a version", license: "SEE LICENSE IN EULA" };
    write({ "p/package.json": JSON.stringify(manifest), "p/LICENSE": "All rights reserved.\n" });
    started(["p"]);
    expect(settings("p").pkg_version).toBe("0.1.0");
    expect(settings("p").pkg_license).toBeUndefined();
  });

  test("what cannot be read is refused, with nothing written", () => {
    write({ "p/package.json": '{ "name": ' });
    const { status, stderr } = init(["p"]);
    expect(status).toBe(1);
    expect(stderr).toContain("error[project-invalid]");
    expect(readdirSync(join(place, "p"))).toEqual(["package.json"]);
    // As the hint says.
    expect(started(["p", "--kind", "script"]).kind).toBe("script");
  });
});

test("a composite holds the services beside it, bound where one alone can serve", () => {
  const service = (name: string, settings: string) =>
    write({
      [`tree/${name}/plan.sh`]: `pkg_name=${name}\npkg_origin=acme\npkg_version=1\n${settings}`,
      [`tree/${name}/hooks/run`]: "#!/bin/sh\n",
    });
  service("db", "pkg_exports=([port]=p [host]=h)\n");
  service("cache", "pkg_exports=([port]=p)\n");
  service("web", 'pkg_binds=([database]="port host" [queue]=port)\n');
  write({
    "tree/lib/plan.sh": "pkg_name=lib\npkg_origin=acme\npkg_version=1\n",
    "tree/broken/plan.sh": "pkg_name=(\n",
  });
  started(["tree/all", "--kind", "composite"]);
  expect(settings("tree/all")).toMatchObject({
    pkg_services: ["acme/cache", "acme/db", "acme/web"],
    // Both of the others could be the queue.
    pkg_bind_map: { "acme/web": "database:acme/db" },
  });
});

describe("nothing is overwritten", () => {
  test("a second plan is refused", () => {
    for (const file of ["plan.sh", "habitat/plan.ts"]) {
      write({ [`${file}-place/${file}`]: "" });
      const { status, stderr } = init([`${file}-place`]);
      expect(status).toBe(1);
      expect(stderr).toContain("error[plan-exists]");
    }
  });

  test("other files stay as they are", () => {
    rmSync(join(place, "node_modules"), { recursive: true });
    write({ ".gitignore": "*.o\n", "tsconfig.json": '{ "include": ["src"] }' });
    const { stdout } = init([]);
    expect(read(".gitignore")).toBe("*.o\n");
    expect(read("tsconfig.json")).toBe('{ "include": ["src"] }');
    expect(stdout).toContain("let .gitignore say so");
    expect(stdout).toContain('"paths": { "habc": ["./.habc/node_modules/habc"] }');
  });

  test("what a project's own tsconfig.json must leave out is told", () => {
    rmSync(join(place, "node_modules"), { recursive: true });
    write({ "p/package.json": '{ "name": "p", "version": "1.0.0" }', "p/tsconfig.json": "{}" });
    expect(init(["p"]).stdout).toContain(
      'p/tsconfig.json takes the plan for its own. Add to it, so that it does not check plans:\n  "exclude": ["habitat"]\n',
    );
    expect(existsSync(join(place, "p/habitat/tsconfig.json"))).toBe(true);
    write({ "q/Makefile": "all:\n", "q/tsconfig.json": '{ "include": ["src"] }' });
    expect(started(["q"]).outer).toBeUndefined();
  });

  test("a plan.sh gets a .shellcheckrc, a second one below it none", () => {
    started(["--kind", "c", "--plan-sh"]);
    expect(read(".shellcheckrc")).toContain("disable=SC2034,SC2154");
    started(["below", "--plan-sh"]);
    expect(existsSync(join(place, "below/.shellcheckrc"))).toBe(false);
  });

  test("not even a link that leads nowhere", () => {
    symlinkSync(join(place, "elsewhere"), join(place, ".gitignore"));
    expect(started([]).kept).toEqual([join(place, ".gitignore")]);
    expect(existsSync(join(place, "elsewhere"))).toBe(false);
  });

  test("where a file cannot be written, those before it go again", () => {
    write({ Makefile: "all:\n", "habitat/hooks": "in the way of hooks/run" });
    const { status, stderr } = init(["--kind", "service"]);
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("error[results-unwritable]"),
    });
    expect(readdirSync(join(place, "habitat"))).toEqual(["hooks"]);
  });
});

describe("names", () => {
  test("that no package can have are refused, with one that could be", () => {
    const { status, stderr } = init(["--name", "My Shop!"]);
    expect(status).toBe(2);
    expect(stderr).toContain('"My Shop!" cannot be the name of a package');
    expect(stderr).toContain("such as my-shop");
    expect(init(["--origin", "a/b"]).status).toBe(2);
    expect(readdirSync(place)).toEqual(["node_modules"]);
  });

  test("of folders are made valid", () => {
    for (const [folder, name] of [
      ["Größe 2", "grosse-2"],
      ["日本", "package"],
      ["--x_y--", "x_y"],
    ] as const) {
      expect(started([join(place, folder)]).name, folder).toBe(name);
    }
  });

  test("the origin is what is given, HAB_ORIGIN, what hab knows, or that of the only key", () => {
    expect(started(["a", "--origin", "given"]).origin).toBe("given");
    expect(started(["b"]).origin).toBe("acme");
    const env = { HAB_CACHE_KEY_PATH: join(place, "keys") };
    habc(["origin", "key", "generate", "keyed"], { cwd: place, env });
    const keyed = started(["c"], { HAB_ORIGIN: "" });
    expect(keyed).toMatchObject({ origin: "keyed", next: ["habc check c", "habc build c"] });
    const home = join(place, process.getuid?.() === 0 ? "hab" : "home/.hab");
    mkdirSync(join(home, "etc"), { recursive: true });
    writeFileSync(join(home, "etc/cli.toml"), 'origin = "noted"\n');
    const noted = started(["d"], { HAB_ORIGIN: "", HOME: join(place, "home") });
    expect(noted.origin).toBe("noted");
  });
});

test("dependencies that the store has are declared, others are remarks", () => {
  const ident = "core/glibc/2.35/20240101000000";
  write({
    [`hab/pkgs/${ident}/IDENT`]: `${ident}\n`,
    [`hab/pkgs/${ident}/TARGET`]: "x86_64-linux\n",
  });
  started(["p", "--kind", "c"]);
  expect(settings("p").pkg_deps).toEqual(["core/glibc"]);
  expect(read("p/plan.ts")).toContain('// pkg_build_deps: ["core/gcc", "core/make"],');
});
