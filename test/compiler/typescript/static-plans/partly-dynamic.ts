import { type PlanCase, planOf } from "./plan-case.ts";

/** Plans with something that only running them can tell. */
export const partlyDynamicPlans: Readonly<Record<string, PlanCase>> = {
  "an enum in two parts, and one that is used before it is there": {
    plan: planOf(
      'pkg_description: String(Both.A), pkg_maintainer: early, pkg_upstream_url: "known",',
      `enum Both { A = 1 }
enum Both { B = 2 }
const early = (() => Late.V)();
enum Late { V = "v" }`,
    ),
    dynamic: ["pkg_maintainer", "pkg_description"],
  },
  programs: {
    plan: planOf(
      `pkg_description: execSync("echo x").toString().trim(), pkg_bin_dirs: ["bin"],`,
      `import { execSync } from "node:child_process";`,
    ),
    dynamic: ["pkg_description"],
  },
  "time, chance and the machine": {
    plan: planOf(
      `pkg_description: String(new Date().getFullYear()), pkg_maintainer: \`\${Math.random() < 2}\`, pkg_upstream_url: os.tmpdir(), pkg_bin_dirs: ["bin", String(Date.now() > 0)],
       pkg_svc_user: process.env.HOME ? "x" : "x", pkg_svc_group: process.version.slice(0, 1), pkg_filename: process.platform,`,
      `import os from "node:os";`,
    ),
    env: { HOME: "/root" },
    dynamic: [
      "pkg_maintainer",
      "pkg_description",
      "pkg_upstream_url",
      "pkg_bin_dirs",
      "pkg_svc_group",
    ],
  },
  "where the plan lies": {
    plan: planOf(
      `pkg_description: import.meta.dirname, pkg_maintainer: (pkg) => pkg.PLAN_CONTEXT, pkg_upstream_url: process.cwd(), pkg_filename: (pkg) => pkg.pkg_release, pkg_bin_dirs: ["bin"],`,
    ),
    dynamic: ["pkg_maintainer", "pkg_description", "pkg_upstream_url", "pkg_filename"],
  },
  "a condition that is not known leaves alone what both ways agree on": {
    plan: planOf(
      `pkg_deps: deps, pkg_bin_dirs: dirs, pkg_description: same, pkg_maintainer: later, pkg_exports: exports,`,
      `const deps = ["core/a"], dirs = ["bin"], exports: any = { a: "a" }; let same = "1", later: string;
       if (Date.now() > 0) { deps.push("core/b"); same = "2"; later = "x"; exports.b = "b"; } else { same = "2"; later = "x"; }`,
    ),
    dynamic: ["pkg_deps", "pkg_exports"],
  },
  "functions that end early on a condition that is not known": {
    plan: planOf(
      `pkg_description: choose("a"), pkg_maintainer: choose("b"), pkg_bin_dirs: dirs,`,
      `const dirs: string[] = [];
       function choose(name: string) { if (Date.now() < 0) return name; dirs.push(name); if (name === "b") { return name; } return "other"; }`,
    ),
    dynamic: ["pkg_description", "pkg_bin_dirs"],
  },
  "functions that others call, nobody knows when": {
    plan: planOf(
      `pkg_description: text, pkg_maintainer: untouched, pkg_bin_dirs: handed, pkg_lib_dirs: kept, pkg_include_dirs: later,`,
      `let text = "a"; const untouched = "b"; const handed = ["x"], kept = ["y"]; let later = ["l"];
       setTimeout(() => { text = "c"; }); process.nextTick((list: string[]) => list, handed); queueMicrotask(() => { later = ["m"]; }); later = ["n"];`,
    ),
    dynamic: ["pkg_description", "pkg_include_dirs", "pkg_bin_dirs"],
  },
  "what an unknown function gets to see": {
    plan: planOf(
      `pkg_bin_dirs: list, pkg_lib_dirs: other, pkg_exports: { ...shared },`,
      `import { inspect } from "node:util";
       const list = ["a"], other = ["b"], shared = { x: "y" }; const nested = { list, shared }; inspect(nested);`,
    ),
    dynamic: ["pkg_bin_dirs", "pkg_exports"],
  },
  "names that are not known": {
    plan: planOf(`pkg_exports: { [String(Date.now())]: "x", port: "p" }, pkg_bin_dirs: ["bin"],`),
    dynamic: ["pkg_exports"],
  },
  "try around what may fail": {
    plan: planOf(
      `pkg_description: version(), pkg_maintainer: state, pkg_bin_dirs: ["bin"],`,
      `import { execSync } from "node:child_process"; let state = "start";
       function version() { try { state = "trying"; return execSync("false", { stdio: "ignore" }).toString(); } catch { return "0.0.0"; } }`,
    ),
    dynamic: ["pkg_maintainer", "pkg_description"],
  },
  "loops of unknown length": {
    plan: planOf(
      `pkg_bin_dirs: dirs, pkg_lib_dirs: ["lib"], pkg_description: last,`,
      `import { readdirSync } from "node:fs"; const dirs: string[] = []; let last = "";
       for (const name of readdirSync(".")) { if (!name.endsWith(".txt")) continue; dirs.push(name); last = name; }`,
    ),
    dynamic: ["pkg_description", "pkg_bin_dirs"],
  },
  "a file that an earlier command may have written": {
    plan: planOf(
      `pkg_description: readFileSync("VERSION", "utf8").trim(), pkg_bin_dirs: ["bin"],`,
      `import { readFileSync, writeFileSync } from "node:fs"; writeFileSync("VERSION", "2");`,
    ),
    files: { VERSION: "1" },
    dynamic: ["pkg_description"],
  },
  "a version that the plan computes during the build": {
    plan: `import { definePlan } from "habc"; export default definePlan({ pkg_name: "x", pkg_origin: "acme", pkg_version: () => "1", pkg_bin_dirs: ["bin"], pkg_source: (pkg) => "https://x/" + pkg.pkg_version });`,
    dynamic: ["pkg_source"],
  },
  "getters, prototypes, generators and symbols": {
    plan: planOf(
      `pkg_description: seen, pkg_maintainer: constant, pkg_bin_dirs: [...numbers()], pkg_lib_dirs: ["lib"],`,
      `let seen = "a"; const constant = "c"; const sly = { get x() { seen = "b"; return 1; } }; void sly.x;
       function* numbers() { yield "1"; yield "2"; }`,
    ),
    dynamic: ["pkg_description", "pkg_bin_dirs"],
  },
  "classes that make things": {
    plan: planOf(
      `pkg_description: helper.name, pkg_maintainer: count, pkg_lib_dirs: ["lib"],`,
      `let count = "0"; class Helper { name; constructor(name: string) { this.name = name; count = "1"; } } const helper = new Helper("x");`,
    ),
    dynamic: ["pkg_maintainer", "pkg_description"],
  },
  namespaces: {
    plan: planOf(
      `pkg_description: Kind.A, pkg_lib_dirs: ["lib"],`,
      `namespace Kind { export const A = "a" }`,
    ),
    dynamic: ["pkg_description"],
  },
  "an object of which some properties are not known": {
    plan: `import { definePlan } from "habc"; const base: any = Object.fromEntries([[["pkg_name", "pkg_name"][Date.now() % 2], "y"]]);
      export default definePlan({ pkg_version: "0", ...base, pkg_origin: "acme", pkg_license: ["MIT"] });`,
    dynamic: [
      "pkg_name",
      "pkg_version",
      "pkg_maintainer",
      "pkg_description",
      "pkg_upstream_url",
      "pkg_source",
      "pkg_filename",
      "pkg_shasum",
      "pkg_dirname",
      "pkg_prefix",
      "pkg_deps",
      "pkg_build_deps",
      "pkg_scaffolding",
      "pkg_network",
      "pkg_lib_dirs",
      "pkg_include_dirs",
      "pkg_bin_dirs",
      "pkg_pconfig_dirs",
      "pkg_interpreters",
      "pkg_svc_run",
      "pkg_svc_user",
      "pkg_svc_group",
      "pkg_exports",
      "pkg_exposes",
      "pkg_binds",
      "pkg_binds_optional",
      "pkg_shutdown_signal",
      "pkg_shutdown_timeout_sec",
      "pkg_type",
      "pkg_services",
      "pkg_bind_map",
    ],
  },
};
