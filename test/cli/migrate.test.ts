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
import { afterEach, beforeEach, expect, test } from "vitest";
import { habc } from "./habc.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-cli-migrate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const read = (file: string) => readFileSync(join(folder, file), "utf8");
const migrate = (...args: string[]) => habc(["migrate", ...args], { cwd: folder });

const plan = (name: string) => `pkg_name=${name}\npkg_origin=acme\npkg_version=1.0\n`;
const typed = (name: string) => `import { definePlan } from "habc";

export default definePlan({
  pkg_name: "${name}",
  pkg_origin: "acme",
  pkg_version: "1.0",
});
`;

test("writes a plan.ts beside each plan.sh, which stays, and says that one has to go", () => {
  write("one/plan.sh", plan("one"));
  write("two/habitat/plan.sh", plan("two"));
  write("three/x86_64-linux/plan.sh", plan("three"));
  write("three/plan.sh", "exit 1\n");
  const { status, stdout, stderr } = migrate("one/plan.sh", "two", "three");
  expect(stdout).toBe(
    "one/plan.sh → one/plan.ts\n" +
      "two/habitat/plan.sh → two/habitat/plan.ts\n" +
      "three/x86_64-linux/plan.sh → three/x86_64-linux/plan.ts\n",
  );
  expect(stderr).toMatch(/^The plan\.sh files stay: `habc build` refuses two plans in one place\./);
  expect(status).toBe(0);
  expect(read("one/plan.ts")).toBe(typed("one"));
  expect(read("two/habitat/plan.ts")).toBe(typed("two"));
  expect(existsSync(join(folder, "one/plan.sh"))).toBe(true);
  expect(readdirSync(join(folder, "one")).sort()).toEqual(["plan.sh", "plan.ts"]);
  const built = habc(["build", "one"], { cwd: folder });
  expect(built.stderr).toContain("error[plan-ambiguous]");
});

test("never overwrites a plan.ts unless told to", () => {
  write("one/plan.sh", plan("one"));
  write("one/plan.ts", "// mine\n");
  const refused = migrate("one");
  expect(refused.status).toBe(1);
  expect(refused.stdout).toBe("");
  expect(refused.stderr).toContain("error[migrate-exists]: there is a ");
  expect(refused.stderr).toContain("`--force` overwrites it");
  expect(read("one/plan.ts")).toBe("// mine\n");
  expect(migrate("--force", "one").status).toBe(0);
  expect(read("one/plan.ts")).toBe(typed("one"));
});

test("prints a plan.ts, or writes it below another folder", () => {
  write("one/plan.sh", plan("one"));
  const printed = migrate("--stdout", "one");
  expect(printed).toEqual({ status: 0, stdout: typed("one"), stderr: "" });
  expect(readdirSync(join(folder, "one"))).toEqual(["plan.sh"]);
  const { status, stdout, stderr } = migrate("--out", "typed", "one/plan.sh");
  expect(status).toBe(0);
  expect(stdout).toBe("one/plan.sh → typed/one/plan.ts\n");
  expect(stderr).toBe("`habc types` lets editors know what a plan.ts imports.\n");
  expect(read("typed/one/plan.ts")).toBe(typed("one"));
  expect(readdirSync(join(folder, "one"))).toEqual(["plan.sh"]);
});

test("replaces a plan.sh, but not one of which something is left to do", () => {
  write("one/plan.sh", plan("one"));
  write("two/plan.sh", `${plan("two")}pkg_description=$(date)\n`);
  const { status, stderr } = migrate("--replace", "one", "two");
  expect(status).toBe(1);
  expect(readdirSync(join(folder, "one"))).toEqual(["plan.ts"]);
  expect(readdirSync(join(folder, "two")).sort()).toEqual(["plan.sh", "plan.ts"]);
  expect(stderr).toContain(
    "error[migrate-by-hand]: `pkg_description` is not known without running the plan",
  );
  expect(stderr).toContain("two/plan.sh:4:1");
  expect(stderr).toContain("The plan.sh stays");
  expect(read("two/plan.ts")).toContain("  // TODO: pkg_description");
});

test("leaves a plan.sh that another plan sources, unless that goes in the same run", () => {
  write("one/plan.sh", plan("one"));
  write("two/plan.sh", `source "$(dirname "\${BASH_SOURCE[0]}")/../one/plan.sh"\n${plan("two")}`);
  write("three/plan.sh", `source ../two/plan.sh\n${plan("three")}`);
  const { status, stderr } = migrate("--replace", "two", "one");
  expect(status).toBe(1);
  expect(stderr).toContain(
    "error[migrate-sourced]: two/plan.sh stays, as three/plan.sh sources it",
  );
  expect(stderr).toContain(
    "error[migrate-sourced]: one/plan.sh stays, as three/plan.sh, two/plan.sh source it",
  );
  expect(readdirSync(join(folder, "one")).sort()).toEqual(["plan.sh", "plan.ts"]);
  expect(readdirSync(join(folder, "two")).sort()).toEqual(["plan.sh", "plan.ts"]);
  write("four/plan.sh", plan("four"));
  mkdirSync(join(folder, "five"));
  symlinkSync("../four/plan.sh", join(folder, "five/plan.sh"));
  const linked = migrate("--replace", "four");
  expect(linked.stderr).toContain("four/plan.sh stays, as five/plan.sh sources it");
  expect(migrate("--force", "--replace", "four", "five").status).toBe(0);
  expect(readdirSync(join(folder, "four"))).toEqual(["plan.ts"]);
  expect(readdirSync(join(folder, "five"))).toEqual(["plan.ts"]);
  const all = migrate("--force", "--replace", "one", "two", "three");
  expect(all.status).toBe(0);
  for (const name of ["one", "two", "three"]) {
    expect(readdirSync(join(folder, name))).toEqual(["plan.ts"]);
  }
});

test("migrates all plans below a folder", () => {
  write("plans/one/plan.sh", plan("one"));
  write("plans/two/habitat/x86_64-linux/plan.sh", plan("two"));
  write("plans/two/habitat/aarch64-darwin/plan.sh", plan("two"));
  write("plans/results/plan.sh", "exit 1\n");
  write("plans/typed/plan.ts", typed("three"));
  const { status, stdout } = migrate("--all", "--replace", "plans");
  expect(stdout.replace(/ → .*/gm, "")).toBe(
    "plans/one/plan.sh\n" +
      "plans/two/habitat/aarch64-darwin/plan.sh\n" +
      "plans/two/habitat/x86_64-linux/plan.sh\n",
  );
  expect(status).toBe(0);
  expect(readdirSync(join(folder, "plans/one"))).toEqual(["plan.ts"]);
  const none = migrate("--all", "plans");
  expect(none.stderr).toContain("error[plan-not-found]: there is no plan.sh below plans");
  expect(none.status).toBe(42);
});

test("goes on behind a plan that cannot be read, and ends with 1", () => {
  write("broken/plan.sh", "pkg_name=(\n");
  write("one/plan.sh", plan("one"));
  const { status, stdout, stderr } = migrate("broken", "nowhere", ".", "one");
  expect(status).toBe(1);
  expect(stdout).toBe("one/plan.sh → one/plan.ts\n");
  expect(stderr).toContain("error[plan-syntax]");
  expect(stderr.match(/error\[plan-not-found\]/g)).toHaveLength(2);
  expect(existsSync(join(folder, "broken/plan.ts"))).toBe(false);
});

test("refuses what no plan.ts can hold, and tells what its types will ask for", () => {
  write("one/plan.sh", "");
  writeFileSync(join(folder, "one/plan.sh"), Buffer.from(`${plan("one")}# J\xf6rg\n`, "latin1"));
  const refused = migrate("one");
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("one/plan.sh holds bytes that are no UTF-8");
  expect(refused.stderr).toContain("one/plan.sh:4:4");
  expect(readdirSync(join(folder, "one"))).toEqual(["plan.sh"]);
  write("two/plan.sh", "pkg_origin=acme\n");
  const { status, stderr } = migrate("two");
  expect(status).toBe(0);
  expect(stderr).toContain("warning[migrate-by-hand]: the plan sets no `pkg_name`, which");
  expect(stderr).toContain("the plan sets no `pkg_version`, which");
});

test("tells its findings as data", () => {
  write("one/plan.sh", `${plan("one")}pkg_licenses=(MIT)\n`);
  const { status, stderr } = migrate("--diagnostics", "json", "one");
  expect(status).toBe(0);
  const [line, ...others] = stderr.trim().split("\n");
  expect(others).toEqual([]);
  expect(JSON.parse(line ?? "")).toMatchObject({
    code: "migrate-left-out",
    severity: "info",
    message: "`pkg_licenses` is no setting, and nothing reads it",
    spans: [{ file: join(folder, "one/plan.sh"), start: { line: 4, column: 1 } }],
  });
});

test("prints what came of each plan as JSON", () => {
  write("one/plan.sh", `${plan("one")}do_build() { make; }\ndo_install() { eval "$X"; }\n`);
  write("two/plan.sh", `source ../one/plan.sh\n${plan("two")}`);
  const parsed = (...args: string[]) => {
    const { status, stdout, stderr } = migrate("--json", ...args);
    expect(stderr).toBe("");
    return {
      status,
      lines: stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    };
  };
  const callbacks = [{ name: "do_build" }, { name: "do_install", reason: "calls eval" }];
  const source = join(folder, "one/plan.sh");
  const printed = parsed("--stdout", "one");
  expect(printed.lines).toEqual([
    {
      ok: true,
      path: "one",
      source,
      text: expect.stringContaining("definePlan"),
      callbacks,
      removed: false,
      diagnostics: [],
    },
  ]);
  const { status, lines } = parsed("--replace", "one", "nowhere");
  expect(status).toBe(1);
  expect(lines).toMatchObject([
    {
      ok: false,
      path: "one",
      file: join(folder, "one/plan.ts"),
      callbacks,
      removed: false,
      diagnostics: [{ code: "migrate-sourced" }],
    },
    { ok: false, path: "nowhere", removed: false, diagnostics: [{ code: "plan-not-found" }] },
  ]);
  const again = parsed("--force", "--replace", "one", "two");
  expect(again.lines.map(({ ok, removed }) => [ok, removed])).toEqual([
    [true, true],
    [true, true],
  ]);
});

test("what it has written compiles to the same settings", () => {
  const settings = `pkg_deps=(core/glibc)
pkg_source=https://example.com/$pkg_name-$pkg_version.tar.gz
pkg_exports=([port]=server.port)
pkg_exposes=(port)
do_build() { make PREFIX="$pkg_prefix"; }
`;
  write("one/plan.sh", plan("one") + settings);
  const compiled = (file: string) =>
    JSON.parse(habc(["compile", "--json", file], { cwd: folder }).stdout);
  const before = compiled("one/plan.sh");
  expect(migrate("--replace", "one").status).toBe(0);
  const after = compiled("one/plan.ts");
  expect(after.kind).toBe("plan.ts");
  expect(after.settings).toEqual(before.settings);
  expect(Object.keys(after.callbacks)).toEqual(["do_build"]);
});
