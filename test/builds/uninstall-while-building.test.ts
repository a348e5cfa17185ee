/** What a build uses stays installed until it ends, whoever uninstalls meanwhile. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";

const lib = "acme/lib/1.0/20240101000000";
const base = "acme/base/1.0/20240101000000";
const user = "acme/user/1.0/20240101000000";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

/** user → lib → base; builds that look meanwhile see each as a whole or not at all. */
function installAll(): void {
  const packages = [
    [base, { data: "base\n" }],
    [lib, { DEPS: base, TDEPS: base, data: "lib\n" }],
    [user, { DEPS: lib, TDEPS: `${lib}\n${base}` }],
  ] as const;
  for (const [ident, files] of packages) {
    const place = join(workshop.packages, ident);
    if (existsSync(place)) continue;
    const hidden = `.made/${ident}`;
    workshop.install(hidden, { ...files, IDENT: `${ident}\n` });
    mkdirSync(dirname(place), { recursive: true });
    renameSync(join(workshop.packages, hidden), place);
  }
}

function plan(name: string, build: string): void {
  workshop.write(
    `${name}/plan.sh`,
    `pkg_name=${name}\npkg_origin=acme\npkg_version=1.0\npkg_build_deps=(acme/lib)\ndo_build() {\n${build}\n}\ndo_install() { :; }\n`,
  );
}

const pkg = (...args: string[]) => workshop.habc(["pkg", ...args]);
const isThere = (ident: string) => existsSync(join(workshop.packages, ident, "IDENT"));
const holds = () => readdirSync(workshop.packages).filter((name) => name.startsWith(".held."));

test("the dependencies of a build cannot be uninstalled; those of a killed one can", async () => {
  installAll();
  plan("app", "echo begun; sleep 60");
  let during: Promise<void> | undefined;
  await workshop.habc(["build", "app"], {
    during: (child) => {
      child.stdout?.on("data", (chunk) => {
        if (during !== undefined || !String(chunk).includes("begun")) return;
        during = whileBuilding().finally(() => child.kill("SIGKILL"));
      });
    },
  });
  async function whileBuilding(): Promise<void> {
    const kept = await pkg("uninstall", "acme/user");
    expect(kept).toMatchObject({ status: 0, stderr: "" });
    expect(kept.stdout).toMatch(/^keeping acme\/lib\/1\.0\/\d+: acme\/app\/1\.0\/\d+ is built/m);
    for (const args of [["acme/lib"], ["--dryrun", "acme/lib"], ["acme/lib", "acme/base"]]) {
      const refused = await pkg("uninstall", ...args);
      expect(refused).toMatchObject({ status: 1, stdout: "" });
      expect(refused.stderr).toMatch(
        /^error\[package-needed\]: acme\/lib\/1\.0\/\d+ stays: acme\/app\/1\.0\/\d+ is being built/,
      );
    }
  }
  expect(during).toBeDefined();
  await during;
  expect([user, lib, base].map(isThere)).toEqual([false, true, true]);
  expect(holds()).toHaveLength(1);
  expect((await pkg("uninstall", "acme/lib")).status).toBe(0);
  expect([lib, base].map(isThere)).toEqual([false, false]);
  expect(holds()).toEqual([]);
});

test("builds and uninstallations at once: a build has all that it uses, or does not begin", {
  timeout: 60_000,
}, async () => {
  const isUsed =
    'for i in {1..200}; do cat "$(pkg_path_for acme/lib)/data" "/hab/pkgs/acme/base/1.0/20240101000000/data" >> used || return 1; done; cp used "$pkg_prefix/used"';
  const names = ["one", "two", "three"];
  for (const name of names) plan(name, isUsed);
  let isOver = false;
  async function comeAndGo(): Promise<Set<number>> {
    const seen = new Set<number>();
    while (!isOver) {
      if (!isThere(lib)) installAll();
      seen.add((await pkg("uninstall", "acme/user")).status);
      seen.add((await pkg("uninstall", "acme/lib")).status);
    }
    return seen;
  }
  const statuses = comeAndGo();
  const rounds = names.map(async (name) => {
    for (let round = 0; round < 3; round += 1) {
      const { status, output } = await workshop.habc(["build", "--no-cache", name]);
      if (status !== 0) expect(output).toContain("error[dep-missing]");
    }
  });
  await Promise.all(rounds).finally(() => {
    isOver = true;
  });
  expect([...(await statuses)].sort()).toEqual([0, 1]);
  expect(holds()).toEqual([]);
  for (const name of names) {
    const folder = join(workshop.packages, "acme", name, "1.0");
    for (const release of existsSync(folder) ? readdirSync(folder) : []) {
      expect(readFileSync(join(folder, release, "used"), "utf8")).toBe("lib\nbase\n".repeat(200));
    }
  }
});
