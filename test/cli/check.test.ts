import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { habc } from "./habc.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-check-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const identity = "pkg_name=web\npkg_origin=acme\npkg_version=1\n";
const clean = `${identity}pkg_license=(MIT)\n`;
const warned = `${identity}pkg_license=('Apache 2.0')\n`;
const broken = `${identity}pkg_deps=(zlib)\n`;

function write(file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const check = (...args: string[]) => habc(["check", ...args], { cwd: folder });
const codes = (stdout: string): string[] =>
  stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).code);

describe("the status", () => {
  test.each([
    ["nothing is found", clean, [], 0],
    ["there are warnings", warned, [], 0],
    ["there are errors", broken, [], 1],
    ["warnings are denied", warned, ["--deny", "warnings"], 1],
    ["warnings are denied, and there are none", clean, ["--deny", "warnings"], 0],
  ])("where %s", (_, text, options, expected) => {
    write("web/plan.sh", text);
    const { status, stderr } = check(...options);
    expect({ status, stderr }).toMatchObject({ status: expected });
    expect(stderr).toMatch(/ in 1 plan\b.*\n$/);
  });

  test("of what cannot be checked", () => {
    expect(check("nowhere").status).toBe(42);
    expect(check(".").status).toBe(42);
    write("plan.sh", clean);
    write("habc.toml", "[check.rules]\nno-such-rule = 'off'\n");
    const { status, stderr } = check();
    expect(status).toBe(2);
    expect(stderr).toContain("error[config-invalid]");
    expect(stderr).toContain("habc.toml:2:1");
  });
});

describe("what is checked", () => {
  test("is every plan below the folders, and each once", () => {
    write("a/plan.sh", warned);
    write("b/habitat/plan.sh", warned);
    write("c/aarch64-linux/plan.sh", warned);
    write("c/x86_64-linux/plan.sh", warned);
    write("d/plan.sh", 'pkg_name="broken\n');
    write("node_modules/e/plan.sh", warned);
    const { stdout, status } = check(".", "a", "a/plan.sh", "--format", "json");
    expect(codes(stdout).sort()).toEqual([...Array(4).fill("license-unknown"), "plan-syntax"]);
    expect(status).toBe(1);
  });

  test("not what the configuration ignores", () => {
    write("a/plan.sh", warned);
    write("old/b/plan.sh", broken);
    write("habc.toml", "[check]\nignore = ['old']\n");
    const { stdout, status, stderr } = check("--format", "json");
    expect({ codes: codes(stdout), status, stderr }).toEqual({
      codes: ["license-unknown"],
      status: 0,
      stderr: "",
    });
  });

  test("with another configuration, where it is named", () => {
    write("plan.sh", warned);
    write("habc.toml", "[check.rules]\nlicense-unknown = 'off'\n");
    write("strict.toml", "[check.rules]\nlicense-unknown = 'error'\n");
    expect(check("--format", "json").stdout).toBe("");
    expect(check("--config", "strict.toml").status).toBe(1);
  });

  test("in the environment that is given", () => {
    write("plan.sh", `${identity}pkg_license=("\${LICENSE:-MIT}")\n`);
    expect(check("--format", "json").stdout).toBe("");
    expect(codes(check("--format", "json", "--env", "LICENSE=none").stdout)).toEqual([
      "license-unknown",
    ]);
  });

  test("without running a line of it", () => {
    const file = write("plan.sh", `${clean}touch ${folder}/ran\necho "$(touch ${folder}/ran)"\n`);
    expect(check(file).status).toBe(0);
    expect(readdirSync(folder)).toEqual(["plan.sh"]);
  });
});

describe("forms", () => {
  test("text on standard output, the summary on standard error", () => {
    write("web/plan.sh", warned);
    const { stdout, stderr } = check();
    expect(stdout).toMatch(/^warning\[license-unknown\]: .*\n {2}web\/plan\.sh:4:15\n {4}4 \| /);
    expect(stderr).toBe("\n1 warning in 1 plan; --fix mends 1\n");
  });

  test("fewer levels", () => {
    write("web/plan.sh", warned);
    const { stdout, stderr } = check("--level", "error");
    expect({ stdout, stderr }).toEqual({
      stdout: "",
      stderr: "1 warning in 1 plan; --fix mends 1; 1 not shown\n",
    });
  });

  test("annotations and SARIF", () => {
    write("web/plan.sh", warned);
    const github = check("--format", "github");
    expect(github.stdout).toMatch(/^::warning file=web\/plan\.sh,line=4,.*title=license-unknown::/);
    const sarif = check("--format", "sarif");
    const [run] = JSON.parse(sarif.stdout).runs;
    expect(run.tool.driver.rules[0].id).toBe("license-unknown");
    expect(run.results[0].fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toBe(
      "Apache-2.0",
    );
    expect(sarif.stderr).toBe("");
  });
});

describe("--fix", () => {
  const misspelt = [
    identity,
    "pkg_licenses=('Apache 2.0' GPL-2.0)\n",
    "pkg_deps=(\n  core/glibc\n  core/zlib\n  core/glibc\n)\n",
    'do_build() {\n  cd "$HAB_CACHED_SRC_PATH"\n  local z=$(pkg_path_for core/zlib)\n}\n',
  ].join("");
  const mended = [
    identity,
    "pkg_license=('Apache-2.0' GPL-2.0-only)\n",
    "pkg_deps=(\n  core/glibc\n  core/zlib\n)\n",
    'do_build() {\n  cd "$HAB_CACHE_SRC_PATH"\n  local z\n  z=$(pkg_path_for core/zlib)\n}\n',
  ].join("");

  test("mends what it can, also what shows only then, and nothing the second time", () => {
    const file = write("web/plan.sh", misspelt);
    const first = check("--fix");
    expect(readFileSync(file, "utf8")).toBe(mended);
    expect(first.status).toBe(0);
    expect(first.stderr).toContain("mended");
    execFileSync("bash", ["-n", file]);
    const before = statSync(file);
    expect(check("--fix").stderr).not.toContain("mended");
    expect(statSync(file).ino).toBe(before.ino);
  });

  test("mends hooks and templates", () => {
    write("web/plan.sh", `${clean}pkg_deps=(core/glibc)\n`);
    const hook = write(
      "web/hooks/run",
      '\n#!/bin/sh\r\nexec {{pkgPathFor "acme/web"}}/bin/web\r\n',
    );
    const config = write(
      "web/config/a",
      "{{#with cfg.b}}{{c}} {{cfg.d.[0]}} {{@root.cfg.d[0]}}{{/with}}\n",
    );
    write("web/default.toml", "d = [1]\n[b]\nc = 1\n");
    check("--fix");
    expect(readFileSync(hook, "utf8")).toBe("#!/bin/sh\nexec {{pkg.path}}/bin/web\n");
    expect(readFileSync(config, "utf8")).toBe(
      "{{#with cfg.b}}{{c}} {{../cfg.d.[0]}} {{@root.cfg.d.[0]}}{{/with}}\n",
    );
    expect(check("--format", "json").stdout).toBe("");
  });

  test("gives hooks their names, and takes none from another file", () => {
    write("web/plan.sh", clean);
    const run = "#!/bin/sh\nexec sleep 9\n";
    write("web/hooks/run", run);
    chmodSync(write("web/hooks/health_check", run.replaceAll("\n", "\r\n")), 0o755);
    write("web/hooks/post_run.sh", run);
    write("web/hooks/Init", "mine");
    write("web/hooks/init.md", "other");
    expect(check("--fix").stderr).toContain("mended");
    const hooks = join(folder, "web/hooks");
    expect(readdirSync(hooks)).toEqual(["Init", "health-check", "init.md", "post-run.sh", "run"]);
    expect(readFileSync(join(hooks, "health-check"), "utf8")).toBe(run);
    expect(statSync(join(hooks, "health-check")).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(hooks, "Init"), "utf8")).toBe("mine");
  });

  test("keeps the mode, links and what is no UTF-8, and leaves nothing beside", () => {
    const file = write("web/plan.sh", warned);
    chmodSync(file, 0o755);
    mkdirSync(join(folder, "link"));
    symlinkSync("../web/plan.sh", join(folder, "link/plan.sh"));
    const odd = write("odd/plan.sh", "");
    const bytes = Buffer.concat([Buffer.from(`${warned}# `), Buffer.from([0xe9, 0x0a])]);
    writeFileSync(odd, bytes);
    check("--fix");
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(readFileSync(file, "utf8")).toContain("Apache-2.0");
    expect(lstatSync(join(folder, "link/plan.sh")).isSymbolicLink()).toBe(true);
    expect(readFileSync(odd)).toEqual(bytes);
    expect(readdirSync(join(folder, "web"))).toEqual(["plan.sh"]);
  });

  test("does not mend what a comment allows", () => {
    const text = `${identity}pkg_license=('Apache 2.0') # habc: allow license-unknown — as upstream writes it\n`;
    const file = write("web/plan.sh", text);
    expect(check("--fix").stderr).toBe("nothing found in 1 plan; 1 allowed by comments\n");
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

test("plans of one run know each other", () => {
  write(
    "all/plan.sh",
    `${identity.replace("web", "all")}pkg_type=composite\npkg_services=(acme/web acme/lib)\n`,
  );
  write("web/plan.sh", clean);
  write("web/hooks/run", "#!/bin/sh\nexec sleep 9\n");
  write("lib/plan.sh", clean.replace("web", "lib"));
  const alone = check("all", "--format", "json");
  expect(codes(alone.stdout)).toEqual([]);
  const together = check("--format", "json");
  expect(codes(together.stdout)).toEqual(["composite-not-a-service"]);
  expect(together.status).toBe(1);
});
