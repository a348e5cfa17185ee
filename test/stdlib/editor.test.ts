/** What the author of a plan.ts sees while typing. */
import { describe, expect, test } from "vitest";
import {
  callbackNames,
  callbacks,
  helperNames,
  helpers,
  settingNames,
  settings,
  variables,
} from "../../compiler/ir/index.ts";
import { completions, errors, hover } from "./editor.ts";

const base = 'pkg_name: "redis", pkg_version: "7.2", ';
const withDeps = 'pkg_deps: ["core/openssl/3.0", "core/glibc"], pkg_build_deps: ["core/gcc"], ';

describe("completion", () => {
  test("offers every setting and callback that is not set yet, and nothing else", () => {
    const composite = ["pkg_services", "pkg_bind_map"];
    const expected = [...settingNames, ...callbackNames].filter(
      (name) => !composite.includes(name) && name !== "pkg_name" && name !== "pkg_version",
    );
    expect(completions(`${base}▮`).sort()).toEqual([...new Set<string>(expected)].sort());
  });

  test("offers a composite its own settings and no callbacks", () => {
    const offered = completions(`${base} pkg_type: "composite", ▮`);
    expect(offered).toContain("pkg_services");
    expect(offered).toContain("pkg_bind_map");
    expect(offered.filter((name) => name.startsWith("do_"))).toEqual([]);
    expect(completions(`${base} pkg_type: "▮"`)).toEqual(["composite"]);
    const services = 'pkg_type: "composite", pkg_services: ["acme/app", "acme/db"],';
    const keys = completions(`${base} ${services} pkg_bind_map: { "▮" }`);
    expect(keys.sort()).toEqual(["acme/app", "acme/db"]);
  });

  test("offers pkg_path_for the declared dependencies, wherever the lists stand", () => {
    const use = 'do_build({ pkg_path_for }) { pkg_path_for("▮"); }, ';
    const expected = [
      "core/gcc",
      "core/glibc",
      "core/openssl",
      "core/openssl/3.0",
      "gcc",
      "glibc",
      "openssl",
      "openssl/3.0",
    ];
    expect(completions(base + withDeps + use).sort()).toEqual(expected);
    expect(completions(base + use + withDeps).sort()).toEqual(expected);
  });

  test("offers pkg_interpreter_for and fix_interpreter the run dependencies", () => {
    const expected = [
      "core/glibc",
      "core/openssl",
      "core/openssl/3.0",
      "glibc",
      "openssl",
      "openssl/3.0",
    ];
    const first = 'do_build({ pkg_interpreter_for: find }) { find("▮", "bin/sh"); },';
    expect(completions(base + withDeps + first).sort()).toEqual(expected);
    const second = 'do_build: ({ fix_interpreter }) => fix_interpreter("bin/*", "▮", "bin/sh"),';
    expect(completions(base + withDeps + second).sort()).toEqual(expected);
  });

  test("offers pkg_exposes the keys of pkg_exports", () => {
    const exports = 'pkg_exports: { port: "server.port", host: "server.host" },';
    expect(completions(`${base} ${exports} pkg_exposes: ["▮"]`).sort()).toEqual(["host", "port"]);
    expect(completions(`${base} pkg_exposes: ["port", "▮"], ${exports}`)).toContain("host");
  });

  test("offers licences and signals", () => {
    const licenses = completions(`${base} pkg_license: ["▮"]`);
    expect(licenses).toEqual(expect.arrayContaining(["MIT", "Apache-2.0", "GPL-3.0-or-later"]));
    expect(completions(`${base} pkg_shutdown_signal: "▮"`)).toEqual(
      expect.arrayContaining(["TERM", "QUIT", "USR1"]),
    );
  });

  test("offers a callback every setting, variable, helper and default", () => {
    const defaults = Object.values(callbacks).flatMap((spec) =>
      "defaultName" in spec ? [spec.defaultName] : [],
    );
    const expected: string[] = [
      "$",
      "cd",
      "env",
      ...settingNames,
      ...Object.keys(variables),
      ...helperNames,
      ...defaults,
    ];
    expect(completions(`${base} do_build({ ▮ }) {}`).sort()).toEqual(expected.sort());
  });
});

describe("hover", () => {
  test.each(settingNames)("shows the documentation of %s", (name) => {
    const composite = settings[name].group === "composite" ? 'pkg_type: "composite", ' : "";
    const before = `${base} ${composite}`.replace(new RegExp(`${name}: [^,]*,`), "");
    const text = hover(`${before} ▮${name}: undefined`);
    const spec = settings[name];
    expect(text).toContain(spec.doc);
    expect(text).toContain(`@example ${name}: ${spec.example}`);
    expect(text).toContain(name === "pkg_deps" ? '"${pkg_deps[@]}"' : name);
    if ("defaultDoc" in spec) expect(text).toContain(`Default: ${spec.defaultDoc}.`);
  });

  test.each(callbackNames)("shows the documentation of %s, with its folder", (name) => {
    const text = hover(`${name === "pkg_version" ? 'pkg_name: "a",' : base} async ▮${name}() {}`);
    expect(text).toContain(callbacks[name].doc);
    expect(text).toContain(callbacks[name].cwd === "source" ? "`$SRC_PATH`" : "`$PLAN_CONTEXT`");
    if (name !== "pkg_version") expect(text).toContain(callbacks[name].defaultDoc);
  });

  test.each(helperNames)("shows the documentation of the helper %s", (name) => {
    const text = hover(`${base} do_build({ ▮${name} }) {}`);
    expect(text).toContain(helpers[name].doc);
    expect(text).toContain(helpers[name].usage);
  });

  test("shows the documentation of variables and defaults", () => {
    expect(hover(`${base} do_build({ ▮SRC_PATH }) {}`)).toContain(variables.SRC_PATH.doc);
    expect(hover(`${base} do_build({ ▮do_default_build }) {}`)).toContain(
      callbacks.do_build.defaultDoc,
    );
    expect(hover(`${base} do_build({ ▮$ }) {}`)).toContain("Runs a command in bash");
  });
});

describe("errors", () => {
  /** The plan's only error. */
  function error(plan: string): { at: string; message: string } {
    const found = errors(plan);
    expect(found).toHaveLength(1);
    return found[0] ?? { at: "", message: "" };
  }

  test("none in a plan that uses everything", () => {
    const plan = `
      pkg_name: "redis", pkg_origin: "acme",
      async pkg_version({ $ }) { return (await $\`git describe\`).stdout; },
      pkg_license: ["MIT", "MIT OR Apache-2.0", "GPL-2.0+", "LicenseRef-acme", customLicense("Acme")],
      pkg_source: (pkg) => \`https://example.com/\${pkg.pkg_name}-\${pkg.pkg_version}.tar.gz\`,
      pkg_deps: ["core/openssl/3.0", "core/bash"], pkg_build_deps: ["core/gcc"],
      pkg_exports: { port: "server.port" }, pkg_exposes: ["port"],
      pkg_binds: { db: "port host", cache: ["port"] }, pkg_binds_optional: {},
      pkg_shutdown_signal: "QUIT", pkg_shutdown_timeout_sec: 5,
      do_before({ update_pkg_version }) { return update_pkg_version(); },
      do_check: "make check",
      do_install: bash\`make install PREFIX=$pkg_prefix\`,
      do_end: ({ $ }) => $\`true\`,
      async do_build({ $, env, pkg_path_for, pkg_interpreter_for, do_default_build, pkg_deps }) {
        env["CFLAGS"] = pkg_path_for("core/openssl") + pkg_path_for("gcc") + pkg_deps.join();
        const { stdout } = await $\`echo \${pkg_interpreter_for("core/bash", "bin/bash")}\`;
        stdout.trim();
        await do_default_build();
      },`;
    expect(errors(plan)).toEqual([]);
  });

  test("name the property that is missing", () => {
    expect(error('pkg_version: "1"').message).toContain("Property 'pkg_name' is missing");
    expect(error('pkg_name: "a", do_build() {}').message).toContain(
      "Property 'pkg_version' is missing",
    );
  });

  test("say what a misspelt setting or callback may have meant", () => {
    expect(error(`${base} pkg_expose: []`)).toMatchObject({
      at: "pkg_expose",
      message: expect.stringContaining("Did you mean to write 'pkg_exposes'?"),
    });
    expect(error(`${base} do_biuld() {}`)).toMatchObject({
      at: "do_biuld",
      message: expect.stringContaining("Did you mean to write 'do_build'?"),
    });
    expect(error(`${base} do_setup() {}`)).toMatchObject({ at: "do_setup" });
    expect(error(`${base} do_build({ pkg_prefx }) {}`)).toMatchObject({
      at: "pkg_prefx",
      message: expect.stringContaining("'pkg_prefx' does not exist"),
    });
  });

  test.each([
    [
      'pkg_deps: ["glibc"]',
      '"glibc"',
      "Type '\"glibc\"' is not assignable to type '`${string}/${string}`'.",
    ],
    [
      'pkg_license: ["MITT"]',
      '"MITT"',
      "Type '\"MITT\"' is not assignable to type 'License'. Did you mean '\"MIT\"'?",
    ],
    ['pkg_license: ["gplv2"]', '"gplv2"', "Type '\"gplv2\"' is not assignable to type 'License'."],
    [
      'pkg_shutdown_signal: "TREM"',
      "pkg_shutdown_signal",
      "Type '\"TREM\"' is not assignable to type 'Signal | undefined'.",
    ],
    [
      'pkg_bin_dirs: "bin"',
      "pkg_bin_dirs",
      "Type 'string' is not assignable to type 'readonly string[]'.",
    ],
    [
      'pkg_exports: { port: "p" }, pkg_exposes: ["prt"]',
      '"prt"',
      "Type '\"prt\"' is not assignable to type '\"port\"'.",
    ],
    [
      'pkg_exposes: ["port"]',
      '"port"',
      "Type 'string' is not assignable to type 'NothingIsExported'.",
    ],
    [
      'pkg_type: "compsite"',
      "pkg_type",
      "Type '\"compsite\"' is not assignable to type '\"composite\"'.",
    ],
  ])("are readable: %s", (property, at, message) => {
    expect(error(base + property)).toEqual({ at, message });
  });

  test("of dependencies that are not declared, or only to build", () => {
    const use = (call: string) =>
      `${base} ${withDeps} do_build({ pkg_path_for, pkg_interpreter_for, fix_interpreter }) { ${call}; }`;
    expect(error(use('pkg_path_for("core/zlib")'))).toMatchObject({ at: '"core/zlib"' });
    expect(error(use('pkg_path_for("core/openssl/3.1")'))).toMatchObject({
      at: '"core/openssl/3.1"',
    });
    expect(error(use('pkg_interpreter_for("core/gcc", "bin/cpp")'))).toMatchObject({
      at: '"core/gcc"',
    });
    expect(error(use('fix_interpreter("*", "core/gcc", "bin/cpp")'))).toMatchObject({
      at: '"core/gcc"',
    });
    expect(error(`${base} do_build({ pkg_path_for }) { pkg_path_for("core/zlib"); }`)).toEqual({
      at: '"core/zlib"',
      message:
        "Argument of type 'string' is not assignable to parameter of type 'NoDependencyIsDeclared'.",
    });
  });

  test("are not given for what a scaffolding may bring", () => {
    const use = 'do_build({ pkg_path_for }) { pkg_path_for("core/node"); }';
    expect(errors(`${base} pkg_scaffolding: "core/scaffolding-node", ${use}`)).toEqual([]);
  });

  test("of composites: their services, their binds, and callbacks they cannot have", () => {
    const composite = `${base} pkg_type: "composite", `;
    const services = 'pkg_services: ["acme/app", "acme/db"], ';
    expect(errors(`${composite} ${services} pkg_bind_map: { "acme/app": "db:acme/db" }`)).toEqual(
      [],
    );
    expect(errors(`${composite} ${services} pkg_bind_map: { "acme/app": ["db:acme/db"] }`)).toEqual(
      [],
    );
    expect(error(composite).message).toContain("Property 'pkg_services' is missing");
    expect(error(`${composite} pkg_services: ["acme/app"]`).message).toContain(
      "Source has 1 element(s) but target requires 2.",
    );
    expect(error(`${composite} ${services} do_build() {}`)).toMatchObject({ at: "do_build" });
    expect(
      error(`${composite} ${services} pkg_bind_map: { "acme/web": "db:acme/db" }`),
    ).toMatchObject({ at: '"acme/web"' });
    expect(error(`${composite} ${services} pkg_bind_map: { "acme/app": "acme/db" }`)).toMatchObject(
      {
        at: '"acme/app"',
      },
    );
  });
});
