/** `habc types`: the names of packages, from all that knows some. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { project } from "../support/workshop.ts";
import { habc, startHabc } from "./habc.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "habc-types-"));
  write(
    "tree/clock/plan.sh",
    'pkg_name=clock\npkg_origin=acme\npkg_version=1\npkg_exports=([port]="a.b")\n',
  );
  write(
    "tree/web/plan.ts",
    'import { definePlan } from "habc";\nexport default definePlan({ pkg_name: "web", pkg_version: "1" });\n',
  );
});
afterEach(() => rmSync(place, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(place, file)), { recursive: true });
  writeFileSync(join(place, file), text);
}

function install(ident: string, files: Readonly<Record<string, string>> = {}): void {
  const all = { IDENT: `${ident}\n`, TARGET: "x86_64-linux\n", ...files };
  for (const [name, text] of Object.entries(all)) write(`hab/pkgs/${ident}/${name}`, text);
}

function types(args: readonly string[] = [], cwd = "tree") {
  const env = { FS_ROOT: place, HAB_ORIGIN: "", HAB_CACHE_KEY_PATH: join(place, "keys") };
  return habc(["types", ...args], { cwd: join(place, cwd), env });
}

const file = () => join(place, "tree/habc-packages.d.ts");
const text = () => readFileSync(file(), "utf8");
/** The lines of the packages, without what is around them. */
const names = () => text().match(/^ {4}".*$/gm) ?? [];

test("come from plans, the lock file, packages as files and the store", () => {
  install("core/glibc/2.35/20240101000000");
  write(
    "tree/shop/plan.sh",
    "pkg_name=shop\npkg_version=1\npkg_deps=(acme/clock core/openssl/3.0 zlib)\n",
  );
  install("acme/db/1.0/20240101000000", { EXPORTS: "port=server.port\n" });
  install("acme/db/1.1/20240101000000", { EXPORTS: "host=server.host\n" });
  write(
    "tree/habc.lock",
    'version = 1\n\n[[package]]\nident = "core/zlib/1.3/20240101000000"\ntarget = "x86_64-linux"\n',
  );
  write(
    "hart/plan.sh",
    'pkg_name=art\npkg_origin=acme\npkg_version=1\npkg_exports=([song]="x")\ndo_build() { :; }\ndo_install() { :; }\n',
  );
  const env = { FS_ROOT: place, HAB_CACHE_KEY_PATH: join(place, "keys") };
  habc(["origin", "key", "generate", "acme"], { cwd: place, env });
  const built = habc(["build", "../hart"], { cwd: join(place, "tree"), env });
  expect(built.status, built.stderr).toBe(0);
  rmSync(join(place, "hab/pkgs/acme/art"), { recursive: true });
  const { status, stdout, stderr } = types();
  expect(status, stderr).toBe(0);
  expect(stdout).toContain("+ acme/art\n");
  expect(stdout).toContain("6 packages in habc-packages.d.ts\n");
  expect(names()).toEqual([
    '    "acme/art": { exports: "song" };',
    '    "acme/clock": { exports: "port" };',
    '    "acme/db": { exports: "host" | "port" };',
    '    "core/glibc": { exports: never };',
    '    "core/openssl": { exports: never };',
    '    "core/zlib": { exports: never };',
  ]);
  types(["--from", "lock", "--from", "plans"]);
  expect(names().map((line) => line.split('"')[1])).toEqual(["acme/clock", "core/zlib"]);
});

test("are the same for the same knowledge, and the file is then left alone", () => {
  types();
  const [first, before] = [text(), statSync(file(), { bigint: true })];
  const { stdout } = types();
  expect(stdout).toBe("1 package in habc-packages.d.ts\n");
  expect(text()).toBe(first);
  expect(statSync(file(), { bigint: true }).mtimeNs).toBe(before.mtimeNs);
  expect(types(["--json"]).stdout).toBe(
    `${JSON.stringify({
      ok: true,
      file: file(),
      changed: false,
      packages: 1,
      added: [],
      removed: [],
      tsconfig: join(place, "tree/tsconfig.json"),
      tsconfigState: "there",
      declarations: "current",
      problems: [],
    })}\n`,
  );
});

test("several at once leave what one would", async () => {
  const env = { FS_ROOT: place, HAB_CACHE_KEY_PATH: join(place, "keys") };
  const runs = [1, 2, 3, 4].map(() => startHabc(["types"], { cwd: join(place, "tree"), env }));
  const statuses = await Promise.all(
    runs.map((run) => new Promise((resolve) => run.on("close", resolve))),
  );
  expect(statuses).toEqual([0, 0, 0, 0]);
  expect(types().stdout).toBe("1 package in habc-packages.d.ts\n");
  const left = readdirSync(join(place, "tree")).filter((name) => name.startsWith("."));
  expect(left).toEqual([".habc"]);
});

test("what plans need is no source of the only names", () => {
  write("tree/shop/plan.sh", "pkg_name=shop\npkg_version=1\npkg_deps=(core/opnessl)\n");
  types(["--closed"]);
  expect(names()).toHaveLength(1);
  expect(text()).toContain("\n// habc types --closed\n");
  types();
  expect(names()).toHaveLength(1);
  types(["--from", "needs"]);
  expect(names()).toEqual(['    "core/opnessl": { exports: never };']);
});

test("a file is made again as it says that it was made", () => {
  install("core/glibc/2.35/20240101000000");
  types(["--from", "plans", "--closed"]);
  expect(text()).toContain("\n// habc types --from plans --closed\n");
  expect(text()).toContain("onlyKnown: true");
  types();
  expect(text()).toContain("\n// habc types --from plans --closed\n");
  expect(names()).toHaveLength(1);
  types(["--from", "plans"]);
  expect(text()).not.toContain("onlyKnown");
});

describe("--check", () => {
  test("writes nothing, and says what differs", () => {
    const missing = types(["--check"]);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain("error[types-outdated]");
    expect(readdirSync(join(place, "tree")).sort()).toEqual(["clock", "web"]);
    types(["--from", "plans"]);
    expect(types(["--check"]).status).toBe(0);
    // What only this machine knows does not concern a file that is made of plans.
    install("core/glibc/2.35/20240101000000");
    expect(types(["--check"]).status).toBe(0);
    write("tree/clock/plan.sh", "pkg_name=watch\npkg_origin=acme\npkg_version=1\n");
    const outdated = types(["--check"]);
    expect(outdated.status).toBe(1);
    expect(outdated.stderr).toContain("+ acme/watch");
    expect(outdated.stderr).toContain("- acme/clock");
    expect(outdated.stderr).toContain("`habc types --from plans` brings it up to date");
    expect(JSON.parse(types(["--check", "--json"]).stdout)).toMatchObject({
      ok: false,
      exitCode: 1,
      diagnostics: [{ code: "types-outdated" }],
    });
  });
});

test("what cannot be read is told, and keeps nothing else from being known", () => {
  write("tree/broken/plan.sh", "pkg_name=(\n");
  write("tree/results/acme-bad-1-20240101000000-x86_64-linux.hart", "no package");
  install("acme/odd/1/20240101000000", { IDENT: "acme/other/1/20240101000000\n" });
  const { status, stderr } = types();
  expect(status).toBe(0);
  expect(stderr).toContain("warning[plan-syntax]");
  expect(stderr).toContain("warning[hart-invalid]");
  expect(stderr).toContain("warning[dep-broken]");
  expect(names()).toHaveLength(1);
  const { problems } = JSON.parse(types(["--json"]).stdout);
  expect(problems).toHaveLength(3);
});

describe("the folder", () => {
  test("is that of the tsconfig.json that editors use", () => {
    types();
    const { status } = types([], "tree/clock");
    expect(status).toBe(0);
    expect(readdirSync(join(place, "tree/clock"))).toEqual(["plan.sh"]);
    expect(types(["nowhere"]).status).toBe(2);
  });

  test("gets no copy where its tsconfig.json leads elsewhere", () => {
    write(
      "tree/tsconfig.json",
      '{ "compilerOptions": { "paths": { "habc": ["./lib/habc.ts"] } } }',
    );
    expect(JSON.parse(types(["--json"]).stdout).declarations).toBe("elsewhere");
    expect(readdirSync(join(place, "tree"))).not.toContain(".habc");
  });

  test("is habitat/ in a project whose plan lies there", () => {
    const env = { FS_ROOT: place, HAB_CACHE_KEY_PATH: join(place, "keys") };
    write("app/Makefile", "all:\n");
    habc(["init", "app", "--origin", "acme"], { cwd: place, env });
    expect(types([], "app").stdout).toContain("1 package in habitat/habc-packages.d.ts\n");
    expect(readdirSync(join(place, "app")).sort()).toEqual([".gitignore", "Makefile", "habitat"]);
  });

  test("a tsconfig.json of somebody else stays, and its owner is told", () => {
    write("tree/tsconfig.json", "{}");
    const { stdout } = types();
    expect(stdout).toContain('"paths": { "habc": ["./.habc/node_modules/habc"] }');
    expect(readFileSync(join(place, "tree/tsconfig.json"), "utf8")).toBe("{}");
  });

  test("the copy of the declarations is renewed, ignored by git, and removed when not needed", () => {
    types();
    const about = join(place, "tree/.habc/node_modules/habc/package.json");
    const before = readFileSync(about, "utf8");
    expect(JSON.parse(before).version).toMatch(/^\d+\.\d+\.\d+/);
    writeFileSync(about, "{}");
    expect(JSON.parse(types(["--json"]).stdout).declarations).toBe("copied");
    expect(readFileSync(about, "utf8")).toBe(before);
    expect(readFileSync(join(place, "tree/.habc/.gitignore"), "utf8")).toContain("*\n");
    write(
      "tree/node_modules/habc/package.json",
      readFileSync(join(project, "package.json"), "utf8"),
    );
    expect(JSON.parse(types(["--json"]).stdout).declarations).toBe("installed");
    expect(readdirSync(join(place, "tree")).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
