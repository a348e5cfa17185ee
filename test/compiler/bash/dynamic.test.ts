import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { compileBashPlan } from "../../../compiler/bash/index.ts";
import type { Dynamic, PlanIR, Span } from "../../../compiler/ir/index.ts";
import { PlanFolder } from "./oracle.ts";

const folder = new PlanFolder({
  VERSION: "1.0\n",
  "lib.sh":
    'pkg_version="$(cat "$(dirname "${BASH_SOURCE[0]}")/VERSION")"\nhelper() { pkg_x=$(date); }\n',
});
afterAll(() => folder.remove());

const read = (plan: string, env: Record<string, string> = {}) =>
  compileBashPlan({ file: folder.plan(plan), env });

/** What an IR says of each setting that it does not know. */
const reasons = (ir: PlanIR): Record<string, string> =>
  Object.fromEntries(
    Object.entries<Dynamic>(ir.dynamic).map(([name, { reason }]) => [name, reason]),
  );

/** The text at a place. */
function textAt({ file, start, end }: Span): string {
  const lines = readFileSync(file, "utf8").split("\n");
  if (start.line !== end.line) return `${lines[start.line - 1]?.slice(start.column - 1)} …`;
  return lines[start.line - 1]?.slice(start.column - 1, end.column - 1) ?? "";
}

describe("what only running the plan shows", () => {
  test.each([
    ["pkg_x=$(git describe --tags)", "runs `git describe --tags`", "git describe --tags"],
    ["pkg_x=a-$HOME", "reads `HOME`, which differs between machines", "pkg_x=a-$HOME"],
    ["pkg_x=$RANDOM", "reads `RANDOM`, which bash computes", "pkg_x=$RANDOM"],
    ["pkg_x=$1", "reads the arguments of the builder", ""],
    ["pkg_x=~/x", "reads a home folder in `~/x`", "~/x"],
    [
      "pkg_x=$(cat /etc/hostname)",
      "reads `/etc/hostname`, which is outside the plan's repository",
      "cat /etc/hostname",
    ],
    ["pkg_x=$(ls | wc -l)", "runs `ls`", "ls"],
    [
      "make all\npkg_x=$(cat VERSION)",
      "reads files after `make` ran, which may have written them",
      "make all",
    ],
    [
      "n=é\npkg_x=${#n}",
      "counts characters beyond ASCII, which depends on the locale",
      "pkg_x=${#n}",
    ],
    [
      "declare -A m=([a]=1 [b]=2)\npkg_x=${m[*]}",
      "depends on the order that bash keeps an associative array in",
      "pkg_x=${m[*]}",
    ],
    [
      "v=a\npkg_x=${v/a/&}",
      "uses `&` in a replacement, which depends on bash's version",
      "pkg_x=${v/a/&}",
    ],
    ["(( pkg_x = $(nproc) ))", "runs `nproc`", "(( pkg_x = $(nproc) ))"],
    [
      "pkg_x=$(trap 'echo bye' EXIT; echo hi)",
      "runs `trap 'echo bye' EXIT`",
      "trap 'echo bye' EXIT",
    ],
    ["pkg_x=$pkg_release", "reads `pkg_release`, which only a build knows", ""],
  ])("%s", (plan, reason, place) => {
    const ir = read(`${plan}\npkg_name=known\n`);
    expect(reasons(ir)).toEqual({ pkg_x: reason });
    expect(ir.settings.pkg_name).toBe("known");
    const { span } = Object.values<Dynamic>(ir.dynamic)[0] ?? {};
    expect(span && textAt(span)).toBe(place);
  });
});

describe("how far it reaches", () => {
  const why = "depends on a condition that runs `uname`";

  test("to all that is made of it", () => {
    const ir = read(
      'v=$(uname)\npkg_x=a$v\npkg_deps=(a "$pkg_x")\npkg_y=${pkg_deps[0]}\npkg_z=${v:-b}',
    );
    expect(reasons(ir)).toEqual({
      pkg_x: "runs `uname`",
      pkg_deps: "runs `uname`",
      pkg_y: "runs `uname`",
      pkg_z: "runs `uname`",
    });
  });

  test("to what either branch of a condition sets, unless both set the same", () => {
    const ir = read(
      "pkg_w=0\nif [[ $(uname) == L* ]]; then\npkg_x=1 pkg_y=1 pkg_w=0\nelse\npkg_y=2 pkg_z=3\nfi\npkg_w+=1",
    );
    expect(reasons(ir)).toEqual({ pkg_x: why, pkg_y: why, pkg_z: why });
    expect(ir.settings).toEqual({ pkg_w: "01" });
  });

  test("to every branch of a case that may match", () => {
    const ir = read(
      "pkg_x=0\ncase $(uname) in Linux) pkg_x=1;; D*) pkg_y=2;; *) pkg_z=3;; esac\npkg_w=4",
    );
    expect(Object.keys(ir.dynamic)).toEqual(["pkg_x", "pkg_y", "pkg_z"]);
    expect(ir.settings).toEqual({ pkg_w: "4" });
  });

  test("to what a loop may do, however often", () => {
    const ir = read(
      "pkg_x=a pkg_y=b\nfor v in $(uname); do pkg_x+=$pkg_y; pkg_y=c; pkg_z=d; done\npkg_z=e",
    );
    expect(Object.keys(ir.dynamic)).toEqual(["pkg_x", "pkg_y"]);
    expect(ir.settings).toEqual({ pkg_z: "e" });
  });

  test("to what follows a return that may happen, up to the end of the function", () => {
    const ir = read("f() { pkg_x=1; if uname; then return; fi; pkg_y=2; pkg_x=1; }\nf\npkg_z=3");
    expect(Object.keys(ir.dynamic)).toEqual(["pkg_y"]);
    expect(ir.settings).toEqual({ pkg_x: "1", pkg_z: "3" });
  });

  test("to what follows a return of the plan that may happen, unless that is a failure", () => {
    const ir = read("pkg_x=1\nif uname; then return; fi\npkg_y=2\npkg_x=1");
    expect(Object.keys(ir.dynamic)).toEqual(["pkg_y"]);
    expect(ir.settings).toEqual({ pkg_x: "1" });
    expect(read("uname || return 1\npkg_y=2").settings).toEqual({ pkg_y: "2" });
  });

  test("to what may be a local or a global variable", () => {
    const loop = "while uname; do declare pkg_x=1; done";
    const ir = read(`pkg_x=0\nf() { ${loop}; pkg_x=2; }\nf`);
    expect(ir.dynamic).toHaveProperty("pkg_x");
  });

  test("to what only a text that was evaluated names", () => {
    const ir = read("eval 'pkg_x=1'\neval \"$(ssh-agent)\"");
    expect(ir.dynamic).toHaveProperty("pkg_x");
  });

  test("not beyond a branch that ends the plan", () => {
    const ir = read(
      "uname >/dev/null || exit 1\nif ! uname; then pkg_x=1; exit_with 'no'; fi\npkg_x=2",
    );
    expect(ir.dynamic).toEqual({});
    expect(ir.settings).toEqual({ pkg_x: "2" });
  });

  test("to functions that may be others", () => {
    const ir = read("f() { pkg_x=1; }\nuname && f() { pkg_x=2; pkg_y=3; }\npkg_z=0\nf");
    expect(Object.keys(ir.dynamic)).toEqual(expect.arrayContaining(["pkg_x", "pkg_z", "pkg_name"]));
    expect(ir.callbacks).toHaveProperty("f");
  });

  test("to everything once unknown code may have run", () => {
    const ir = read('pkg_name=a\neval "$(ssh-agent)"\npkg_own=b\ndo_build() { :; }\n');
    expect(reasons(ir)).toMatchObject({
      pkg_name: "evaluates text that runs `ssh-agent`",
      pkg_own: "evaluates text that runs `ssh-agent`",
    });
    expect(ir.settings).toEqual({});
    expect(Object.keys(ir.callbacks)).toEqual(["do_build"]);
  });

  test("not out of a subshell", () => {
    const ir = read('pkg_name=a\npkg_x=$(eval "$(ssh-agent)"; echo b)\n( $(uname) )\npkg_y=c');
    expect(Object.keys(ir.dynamic)).toEqual(["pkg_x"]);
    expect(ir.settings).toEqual({ pkg_name: "a", pkg_y: "c" });
  });
});

describe("the environment", () => {
  const plan =
    "pkg_x=${STUDIO_TYPE:-default}\nif [[ -n $CI ]]; then pkg_y=$CI; fi\npkg_origin=${HAB_ORIGIN:-core}\nown=1\npkg_z=$own$later\nlater=2";

  test("is empty unless given", () => {
    const ir = read(plan);
    expect(ir.settings).toEqual({ pkg_x: "default", pkg_origin: "core", pkg_z: "1" });
    expect(ir.reads).toEqual(["CI", "HAB_ORIGIN", "STUDIO_TYPE", "later"]);
  });

  test("is an input", () => {
    const ir = read(plan, { STUDIO_TYPE: "stage1", CI: "true", HAB_ORIGIN: "acme", unread: "x" });
    expect(ir.settings).toEqual({ pkg_x: "stage1", pkg_y: "true", pkg_origin: "acme", pkg_z: "1" });
    expect(ir.reads).toEqual(["CI", "HAB_ORIGIN", "STUDIO_TYPE", "later"]);
  });

  test("may have a search path, which the plan can add to and not replace", () => {
    const env = { PATH: "/usr/bin:/bin" };
    const name = 'pkg_x=$(basename a/b)\npkg_y="$PATH"';
    expect(read(`PATH=/x:$PATH\n${name}`, env).settings).toEqual({
      pkg_x: "b",
      pkg_y: "/x:/usr/bin:/bin",
    });
    expect(reasons(read(`PATH=/x\n${name}`, env))).toEqual({ pkg_x: "runs `basename a/b`" });
  });

  test("has what a build sets before it loads a plan", () => {
    const file = folder.plan(
      'pkg_x=$pkg_svc_config_path,$HAB_CACHE_SRC_PATH,$pkg_target\npkg_y="$PLAN_CONTEXT $SRC_PATH"\npkg_deps+=(a)\npkg_exports[p]=q\npkg_svc_run="x $pkg_svc_path"\npkg_z=$(pkg_path_for core/x)$?$(trim " a ")$(join_by , b c)$(abspath VERSION)',
    );
    const ir = compileBashPlan({ file, target: "aarch64-linux", source: "/src" });
    expect(ir.settings).toEqual({
      pkg_x: "/hab/svc/@__pkg_name__@/config,/hab/cache/src,aarch64-linux",
      pkg_y: `${folder.path} /src`,
      pkg_deps: ["a"],
      pkg_exports: { p: "q" },
      pkg_svc_run: "x /hab/svc/@__pkg_name__@",
      pkg_z: `1ab,c${folder.path}/VERSION`,
    });
  });
});

describe("what else an IR says", () => {
  test("the places that set a setting, the last one first, also through source and functions", () => {
    const ir = read(
      'pkg_version=0\nsource "$PLAN_CONTEXT/lib.sh"\nhelper\nfor v in a b; do pkg_deps+=("$v"); done\npkg_version+=-x\n',
    );
    const places = (name: string) => (ir.spans as Record<string, Span[]>)[name]?.map(textAt);
    expect(ir.settings.pkg_version).toBe("1.0-x");
    expect(places("pkg_version")).toEqual([
      "pkg_version+=-x",
      'pkg_version="$(cat "$(dirname "${BASH_SOURCE[0]}")/VERSION")"',
      "pkg_version=0",
    ]);
    expect(places("pkg_deps")).toEqual(['pkg_deps+=("$v")']);
    expect(places("pkg_x")).toEqual(["pkg_x=$(date)"]);
    expect(ir.files.map((file) => file.slice(folder.path.length))).toEqual(["/VERSION", "/lib.sh"]);
    expect(textAt(ir.callbacks["helper"]?.span as Span)).toBe("helper() { pkg_x=$(date); }");
  });

  test("nothing of what happens in callbacks, subshells and locals", () => {
    const ir = read(
      "do_build() { pkg_x=1; }\n(pkg_y=2)\nf() { local pkg_z=3; }\nf\npkg_w=$(pkg_v=4; echo a)",
    );
    expect(Object.keys(ir.spans)).toEqual(["pkg_w"]);
    expect(Object.keys(ir.callbacks)).toEqual(["do_build", "f"]);
  });

  test("that the plan certainly does not load", () => {
    const failures = [
      "pkg_name=a\nexit 1",
      ": ${NEEDED:?is not set}\npkg_name=a",
      "set -u\npkg_x=$NEEDED",
      "pkg_name=a\nfalse",
      "pkg_name=a\n[[ -n $NEEDED ]] && pkg_x=1",
      "exit_with no 3",
    ].map((plan) => read(plan).diagnostics.map(({ code, severity }) => `${severity} ${code}`));
    expect(failures).toEqual(failures.map(() => ["error plan-load-failed"]));
    expect(read("pkg_name=a\n[[ -n $NEEDED ]] && pkg_x=1", { NEEDED: "1" }).diagnostics).toEqual(
      [],
    );
  });

  test("the same through a cache of parsed texts", () => {
    const cache = new Map();
    const file = folder.plan("source lib.sh\npkg_x=${pkg_version%.*}");
    expect(compileBashPlan({ file, cache })).toEqual(compileBashPlan({ file }));
    expect(compileBashPlan({ file, cache })).toEqual(compileBashPlan({ file }));
  });
});
