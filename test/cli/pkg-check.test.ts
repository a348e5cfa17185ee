/** `habc pkg check`, `habc pkg diff`, and the same checks in a build, as users see them. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
  workshop.write("library/plan.sh", library);
  await workshop.build("library");
  // With --strict a compiler has to be declared.
  const hosted = await workshop.habc(["pkg", "host", "core/gcc", "core/binutils"]);
  if (hosted.status !== 0) throw new Error(hosted.output);
});
afterAll(() => workshop.close());

const library = `pkg_name=library
pkg_origin=acme
pkg_version=1.0
pkg_lib_dirs=(lib)
do_build() { echo 'int answer(void) { return 42; }' | gcc -shared -fPIC -x c - -o "$CACHE_PATH/libanswer.so" -Wl,-soname,libanswer.so; }
do_install() { install -m 755 "$CACHE_PATH/libanswer.so" "$pkg_prefix/lib/"; }
`;

/** A plan of a program that needs the library; `more` ends it. */
function program(name: string, dependencies: string, more = ""): string {
  workshop.write(
    `${name}/plan.sh`,
    `pkg_name=${name}
pkg_origin=acme
pkg_version=1.0
pkg_bin_dirs=(bin)
${dependencies}
do_build() {
  echo 'int answer(void); int main(void) { return answer() - 42; }' > main.c
  gcc main.c $LDFLAGS -lanswer -o "$CACHE_PATH/${name}" -Wl,-rpath,$(pkg_path_for acme/library)/lib
}
do_install() { install -m 755 "$CACHE_PATH/${name}" "$pkg_prefix/bin/"; }
${more}`,
  );
  return name;
}

/** The findings among the events of a build. */
function findingsOf(stdout: string): unknown[] {
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return events.flatMap(({ type, diagnostic }) => (type === "diagnostic" ? [diagnostic] : []));
}

const harts = () => readdirSync(workshop.results).filter((name) => name.endsWith(".hart"));

describe("a build", () => {
  test("with the dependency declared has nothing but the host to tell", async () => {
    const plan = program("right", "pkg_deps=(acme/library)");
    const { stdout } = await workshop.build(plan, { args: ["--json"] });
    expect(findingsOf(stdout)).toEqual([
      expect.objectContaining({
        code: "host-dependency",
        severity: "info",
        message: expect.stringContaining("libc.so.6 of the host"),
      }),
    ]);
  });

  test("names what is only to be known, also when nothing has changed", async () => {
    const line = "Notes: host-dependency (`habc pkg check acme/noted` says more)\n";
    const plan = program("noted", "pkg_deps=(acme/library)");
    for (const _ of ["built", "unchanged"]) {
      expect((await workshop.build(plan)).stdout).toContain(line);
    }
  });

  test("that declares it for the build alone warns, and succeeds", async () => {
    const { stderr } = await workshop.build(program("wrong", "pkg_build_deps=(acme/library)"));
    expect(stderr).toContain(
      `warning[dep-undeclared]: the library libanswer.so is loaded from acme/library, which only the build depends on: bin/wrong
  hint: move acme/library from pkg_build_deps to pkg_deps
`,
    );
  });

  test("is refused where the finding counts as an error, and leaves no package", async () => {
    program("refused", "pkg_build_deps=(acme/library)");
    const before = harts();
    const set = ["build", "--lint", "dep-undeclared=error", "refused"];
    const ended = await workshop.habc(set);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^error\[dep-undeclared\]: .*\n {2}step: inspect/m);
    expect(harts()).toEqual(before);
    const off = ["--lint", "dep-undeclared=off", "--lint", "host-dependency=off"];
    const { stderr } = await workshop.build("refused", { args: off });
    expect(stderr).toBe("");
  });

  test("takes levels from habc.toml and from comments of the plan; --lint counts before both", async () => {
    mkdirSync(join(workshop.folder, "levels"));
    for (const name of ["one", "other"]) {
      const folder = program(name, "pkg_build_deps=(acme/library core/gcc core/binutils)");
      renameSync(join(workshop.folder, folder), join(workshop.folder, "levels", folder));
    }
    const rules =
      '[check.rules]\ndep-undeclared = "error"\n[[check.override]]\npaths = ["other"]\nrules = { dep-undeclared = "off", host-dependency = "warning" }\n';
    workshop.write("levels/habc.toml", rules);
    const refused = await workshop.habc(["build", "levels/one"]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("error[dep-undeclared]");
    const other = await workshop.build("levels/other");
    expect(other.stderr).not.toContain("dep-undeclared");
    expect(other.stderr).toContain("warning[host-dependency]");
    const given = await workshop.build("levels/one", { args: ["--lint", "dep-undeclared=info"] });
    expect(given.stderr).toBe("");

    const comment = "# habc: allow dep-undeclared — it is on every machine of ours\n";
    appendFileSync(
      join(workshop.folder, "levels/one/plan.sh"),
      `cat > /dev/null <<X\n${comment}X\n`,
    );
    expect((await workshop.habc(["build", "levels/one"])).status).toBe(1);
    appendFileSync(join(workshop.folder, "levels/one/plan.sh"), comment);
    expect(
      (await workshop.build("levels/one", { args: ["--strict", "--lint", "host-dependency=off"] }))
        .stderr,
    ).toBe("");
    const checked = await workshop.habc(["check", "levels"]);
    expect(checked).toMatchObject({ status: 0, stdout: "" });

    workshop.write("levels/habc.toml", '[check.rules]\ndep-undeclard = "error"\n');
    const invalid = await workshop.habc(["build", "levels/one"]);
    expect(invalid.status).toBe(2);
    expect(invalid.stderr).toContain("did you mean dep-undeclared?");
  });

  test("with --strict is refused for what it needs of the host", async () => {
    const needs = "pkg_deps=(acme/library)\npkg_build_deps=(core/gcc core/binutils)";
    const plan = program("strictly", needs);
    const { status, stderr } = await workshop.habc(["build", "--strict", plan]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error\[host-dependency\]:/m);
  });

  test("tells findings as JSON, with the files", async () => {
    const { stdout } = await workshop.habc(["build", "--json", "--force", "wrong"]);
    expect(findingsOf(stdout)).toContainEqual(
      expect.objectContaining({ code: "dep-undeclared", files: ["bin/wrong"] }),
    );
  });

  test("finds the source tree of a studio in programs, and no other /src", async () => {
    workshop.write("traces/page.html", '<script src="/src/main.js"></script>\n/usr/src/linux\n');
    workshop.write("traces/data.txt", "");
    const more = `do_install() {
  install -D -m 644 page.html "$pkg_prefix/share/page.html"
  echo "made from $PWD/data.txt" > "$pkg_prefix/share/note"
  gcc -g main.c -L$(pkg_path_for acme/library)/lib -lanswer -o "$pkg_prefix/bin/debug" -Wl,-rpath,$(pkg_path_for acme/library)/lib
}
do_strip() { :; }
`;
    program("traces", "pkg_deps=(acme/library)", more);
    const { stderr } = await workshop.build("traces");
    expect(stderr).toContain(
      "warning[build-path]: the path /src stands in a file: bin/debug, share/note\n",
    );
  });

  test.each([
    ["no-such-code=error", 'there is no finding "no-such-code"'],
    ["set-id=fatal", '"set-id=fatal" sets no level'],
    ["set-id", '"set-id" sets no level'],
  ])("does not understand --lint %s", async (text, message) => {
    const { status, stderr } = await workshop.habc(["build", "--lint", text, "right"]);
    expect(status).toBe(2);
    expect(stderr).toContain(`error[usage]: `);
    expect(stderr).toContain(message);
  });
});

describe("habc pkg check", () => {
  test("finds the same in a .hart and in the installed package", async () => {
    const more = `do_after() {
  ln "$pkg_prefix/bin/many" "$pkg_prefix/bin/again"
  ln -s many "$pkg_prefix/bin/link"
  ln -s nowhere "$pkg_prefix/bin/broken"
  chmod 4757 "$pkg_prefix/bin/many"
  mkdir "$pkg_prefix/empty"
}
`;
    await workshop.build(program("many", "pkg_build_deps=(acme/library)", more));
    const check = async (what: string) => {
      const { stdout, status } = await workshop.habc(["pkg", "check", "--json", what]);
      expect(status).toBe(0);
      return JSON.parse(stdout);
    };
    const ofHart = await check(workshop.hart("many"));
    const ofStore = await check("acme/many");
    expect(ofHart.ident).toBe(ofStore.ident);
    expect(ofHart.findings).toEqual(ofStore.findings);
    expect(ofHart.findings.map(({ code }: { code: string }) => code).sort()).toEqual([
      "dep-undeclared",
      "folder-empty",
      "host-dependency",
      "link-broken",
      "set-id",
      "world-writable",
    ]);
  });

  test("says in a line what came of it, and ends by the gravest", async () => {
    const good = await workshop.habc([
      "pkg",
      "check",
      "--lint",
      "host-dependency=off",
      "acme/right",
    ]);
    expect(good).toMatchObject({ status: 0, stderr: "" });
    expect(good.stdout).toMatch(/^acme\/right\/1\.0\/\d{14}: nothing to find fault with\n$/);
    const strict = await workshop.habc(["pkg", "check", "--strict", "acme/wrong"]);
    expect(strict.status).toBe(1);
    expect(strict.stdout).toMatch(/: 2 errors\n$/);
    expect(strict.stderr).toMatch(/^error\[dep-undeclared\]/m);
  });

  test.each([
    [["acme/none"], "package-missing", 1],
    [["not-an-ident"], "ident-invalid", 1],
    [["none.hart"], "usage", 2],
    [["right/plan.sh"], "hart-invalid", 1],
  ])("refuses %j", async (args, code, status) => {
    const ended = await workshop.habc(["pkg", "check", ...args]);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toContain(`error[${code}]`);
  });
});

test("habc pkg info says the same of a .hart and of the installed package", async () => {
  await workshop.build(program("told", "pkg_deps=(acme/library)"));
  const info = async (what: string) => {
    const { stdout, status } = await workshop.habc(["pkg", "info", "--json", what]);
    expect(status).toBe(0);
    return JSON.parse(stdout);
  };
  const installed = await info("acme/told");
  const { folder, ...said } = installed;
  expect(existsSync(join(folder, "IDENT"))).toBe(true);
  expect(await info(workshop.hart("told"))).toMatchObject(said);
  const missing = await workshop.habc(["pkg", "info", "acme/none"]);
  expect(missing.stderr).toContain("error[package-missing]");
});

describe("habc pkg diff", () => {
  test("ends with 0 and says nothing where a .hart is what is installed", async () => {
    const ended = await workshop.habc(["pkg", "diff", workshop.hart("right"), "acme/right"]);
    expect(ended).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });

  test("ends with 1 and shows what changed", async () => {
    const hart = workshop.hart("right");
    program("right", "pkg_deps=(acme/library)", 'do_after() { echo new > "$pkg_prefix/NEWS"; }\n');
    await workshop.build("right");
    const { status, stdout } = await workshop.habc(["pkg", "diff", hart, "acme/right"]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^--- acme\/right\/1\.0\/\d{14} {2}\(.*\.hart\)\n\+\+\+ acme\/right\//);
    expect(stdout).toContain('\nMANIFEST\n  + do_after() { echo new > "$pkg_prefix/NEWS"; }\n');
    expect(stdout).toContain("\nfiles\n  + NEWS (4 B, mode 0644)\nsize: ");
    const json = await workshop.habc(["pkg", "diff", "--json", hart, "acme/right"]);
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      same: false,
      from: { name: hart },
      files: [{ path: "NEWS", to: { kind: "file", size: 4, mode: "0644" } }],
    });
  });

  test("ends with 2 where they cannot be compared, and says why", async () => {
    const missing = await workshop.habc(["pkg", "diff", "acme/right", "acme/none"]);
    expect(missing).toMatchObject({ status: 2, stdout: "" });
    expect(missing.stderr).toContain("error[package-missing]");
    const hart = workshop.write("broken.hart", "no package");
    const broken = await workshop.habc(["pkg", "diff", "--json", hart, "acme/right"]);
    expect(broken.status).toBe(2);
    expect(JSON.parse(broken.stdout)).toMatchObject({ ok: false, exitCode: 2 });
  });
});
