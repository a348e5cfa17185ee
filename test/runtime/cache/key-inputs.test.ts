/** What the key of a build is made of. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { readAnyPlan } from "../../../compiler/read-plan.ts";
import { discoverPlan } from "../../../compiler/source/discover.ts";
import { planFiles } from "../../../compiler/source/inputs.ts";
import { keyOf } from "../../../runtime/cache/inputs.ts";
import { keyInputs, surroundings } from "../../../runtime/cache/key-inputs.ts";
import { openListing } from "../../../runtime/cache/listing.ts";
import { usualLint } from "../../../runtime/linkage/levels.ts";
import { locations } from "../../../runtime/store/locations.ts";
import { dependencySources } from "../../../runtime/store/sources.ts";

const target = "x86_64-linux";
let folder = "";
let env: Record<string, string> = {};
let studio: "namespaces" | "none" = "namespaces";

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function install(ident: string, files = "a\n"): void {
  const all = { IDENT: `${ident}\n`, TARGET: `${target}\n`, FILES: files };
  for (const [name, text] of Object.entries(all)) write(`root/hab/pkgs/${ident}/${name}`, text);
}

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@y", ...args], { cwd: folder });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-key-"));
  env = {};
  studio = "namespaces";
  write(
    "thing/plan.sh",
    'pkg_name=thing\npkg_origin=acme\npkg_version=1.0\npkg_deps=(acme/lib)\npkg_build_deps=(acme/tool)\nsource "$PLAN_CONTEXT/../shared.sh"\ndo_build() { git describe > x; }\n',
  );
  write("thing/src/data", "one\n");
  write("thing/hooks/init", "#!/bin/sh\n");
  write("shared.sh", "pkg_description=x\n");
  write(".gitignore", "*.o\nroot\n");
  install("acme/lib/1.0/20240101000000");
  install("acme/tool/1.0/20240101000000");
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "one");
});

async function inputs() {
  const plan = discoverPlan(join(folder, "thing"), target);
  const ir = await readAnyPlan(plan, { env, target });
  expect(ir.dynamic).toEqual({});
  const environment = { FS_ROOT: join(folder, "root"), HOME: folder, ...env };
  const places = locations({ environment, uid: 0, cwd: folder });
  const signal = new AbortController().signal;
  return keyInputs(
    { plan: { ...plan, tree: folder, spans: {} }, ir, files: planFiles(plan, ir, folder) },
    {
      studio,
      cwd: folder,
      environment,
      events: () => {},
      signal,
      checks: { settings: () => [], context: () => [], exposedPorts: () => [] },
      lint: usualLint,
      accounts: "none",
      habc: "1",
    },
    {
      around: surroundings("1", { target, locations: places }),
      list: openListing([places.packages]),
      resolve: dependencySources({ locations: places, target, environment, plan: plan.context }),
    },
  );
}

const path = (file: string) => join(folder, file);

describe("another key comes of", () => {
  test.each<[string, () => void]>([
    ["a comment in the plan", () => appendFileSync(path("thing/plan.sh"), "# x\n")],
    ["a hook", () => appendFileSync(path("thing/hooks/init"), "# x\n")],
    ["a new hook", () => write("thing/hooks/post-stop", "#!/bin/sh\n")],
    ["a hook that git ignores", () => write("thing/hooks/run.o", "x")],
    ["default.toml", () => write("thing/default.toml", "x = 1\n")],
    ["a file of the source", () => write("thing/src/data", "two\n")],
    ["a file less", () => rmSync(path("thing/src/data"))],
    [
      "a file by another name",
      () => execFileSync("mv", [path("thing/src/data"), path("thing/src/date")]),
    ],
    ["a file that the plan sources", () => write("shared.sh", "pkg_description=y\n")],
    ["the right to run a file", () => execFileSync("chmod", ["+x", path("thing/src/data")])],
    ["a link", () => symlinkSync("data", path("thing/src/link"))],
    ["a newer release of a dependency", () => install("acme/lib/1.0/20250101000000")],
    ["a newer release of a build dependency", () => install("acme/tool/1.0/20250101000000")],
    ["another content of a dependency", () => install("acme/lib/1.0/20240101000000", "b\n")],
    [
      "what a dependency runs with",
      () => {
        install("acme/below/1.0/20240101000000");
        write("root/hab/pkgs/acme/lib/1.0/20240101000000/TDEPS", "acme/below/1.0/20240101000000\n");
      },
    ],
    ["a variable", () => Object.assign(env, { DO_CHECK: "1" })],
    ["a secret", () => Object.assign(env, { HAB_STUDIO_SECRET_TOKEN: "hunter2" })],
    ["the origin", () => Object.assign(env, { HAB_ORIGIN: "else" })],
    ["the time", () => Object.assign(env, { SOURCE_DATE_EPOCH: "1700000000" })],
    ["the studio", () => (studio = "none")],
    ["the commit, as the plan asks git for it", () => git("commit", "-qm", "two", "--allow-empty")],
  ])("%s", async (_, change) => {
    const before = await inputs();
    change();
    expect(keyOf(await inputs())).not.toBe(keyOf(before));
  });
});

describe("the same key comes of", () => {
  test.each<[string, () => void]>([
    ["nothing", () => {}],
    ["what git ignores", () => write("thing/made.o", "x")],
    ["files beside the plan", () => write("other/file", "x")],
    ["another package in the store", () => install("acme/else/1.0/20250101000000")],
    [
      "the terminal",
      () => Object.assign(env, { TERM: "xterm", HAB_NOCOLORING: "true", DEBUG: "1" }),
    ],
    ["a proxy", () => Object.assign(env, { http_proxy: "http://user:pass@localhost:1" })],
    [
      "what of the caller does not reach a build",
      () => Object.assign(env, { CFLAGS: "-O3", USER: "x" }),
    ],
    ["another time of a file", () => execFileSync("touch", [path("thing/src/data")])],
  ])("%s", async (_, change) => {
    const before = await inputs();
    change();
    expect(await inputs()).toEqual(before);
  });

  test("another place of the tree", async () => {
    const before = keyOf(await inputs());
    const elsewhere = mkdtempSync(join(tmpdir(), "habc-else-"));
    execFileSync("cp", ["-a", `${folder}/.`, elsewhere]);
    folder = elsewhere;
    expect(keyOf(await inputs())).toBe(before);
  });
});

test("a secret is not to be read in what is kept of it", async () => {
  env = { HAB_STUDIO_SECRET_TOKEN: "hunter2" };
  const text = (await inputs()).get("variable TOKEN");
  expect(text).toMatch(/^secret [0-9a-f]{64}$/);
  const guesses = ["sha256sum", "sha1sum", "md5sum", "b2sum"].map(
    (program) => execFileSync(program, { input: "hunter2", encoding: "utf8" }).split(" ")[0],
  );
  for (const guess of guesses) expect(text).not.toContain(guess?.slice(0, 32));
});
