/** What a build stands on: packages alone, or a root file system. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  librariesOf,
  makeSmallRoot,
  smallPrograms,
  whereIs,
} from "../../bench/support/small-root.ts";
import { compressed, tarball } from "../stdlib/bash/tarball.ts";
import { becomeNobody } from "../support/nobody.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { planSh, planTs } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

/** Tells what the build sees beside itself, and packs something. */
const looks = `do_build() {
  cat /etc/os-release /usr/share/mark 2>/dev/null || echo no mark
  for program in perl gcc python3 node; do command -v $program || echo no $program; done
  ls / | tr '\\n' ' '; echo; echo "PATH=$PATH"
}
do_install() { echo x > "$pkg_prefix/x"; }`;

function provenanceOf(name: string) {
  const file = `${workshop.hart(name)}.provenance.json`;
  const { payload } = JSON.parse(readFileSync(file, "utf8")) as { payload: string };
  return JSON.parse(Buffer.from(payload, "base64").toString()).predicate.buildDefinition;
}

test("a folder with a root file system", async () => {
  const root = join(workshop.folder, "small root");
  makeSmallRoot(root);
  const plan = planSh(workshop, "rooted", looks);
  const { stdout } = await workshop.build(plan, { args: ["--base", root] });
  expect(stdout).toContain("ID=small\nthe small root\n");
  for (const program of ["perl", "gcc", "python3", "node"])
    expect(stdout).toContain(`no ${program}\n`);
  expect(provenanceOf("rooted").internalParameters.base).toMatch(
    /^folder small root listing:[0-9a-f]{64}$/,
  );

  // The same is in the cache; another base, or a change in this one, is another build.
  const again = await workshop.build(plan, { args: ["--base", root, "--json"] });
  expect(again.stdout).toContain('"reused"');
  expect((await workshop.build(plan, { args: ["--json"] })).stdout).not.toContain('"reused"');
  workshop.write("small root/usr/share/mark", "changed\n");
  const changed = await workshop.build(plan, { args: ["--base", root] });
  expect(changed.stdout).toContain("ID=small\nchanged\n");
});

test("an archive of one, for a plan.ts of an ordinary user, unpacked once", async () => {
  const root = join(workshop.folder, "made");
  makeSmallRoot(root);
  const archive = join(workshop.folder, "small.tar.xz");
  execFileSync("tar", ["-C", root, "-cJf", archive, "."], {
    env: { ...process.env, XZ_OPT: "-0" },
  });
  const plan = planTs(
    workshop,
    "typed",
    `pkg_version: "1", async do_build({ $ }) { await $\`cat /usr/share/mark; id -u\`; }, do_install() {},`,
  );
  mkdirSync(workshop.results);
  if (becomeNobody.length > 0) execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
  chmodSync(workshop.folder, 0o755);
  const options = { args: ["--base", archive], through: becomeNobody };
  expect((await workshop.build(plan, options)).stdout).toContain("the small root\n0\n");
  expect(provenanceOf("typed").internalParameters.base).toMatch(
    /^archive small\.tar\.xz sha256:[0-9a-f]{64}$/,
  );

  const home = becomeNobody.length > 0 ? "home/.hab" : "root/hab";
  const bases = join(workshop.folder, home, "cache/bases");
  const [name = "", ...others] = readdirSync(bases);
  expect(others).toEqual([]);
  const { ino } = statSync(join(bases, name));
  await workshop.build(plan, { ...options, args: ["--force", ...options.args] });
  expect(statSync(join(bases, name)).ino).toBe(ino);
});

test("packages alone", async () => {
  const plan = planSh(workshop, "packaged", looks);
  const none = await workshop.habc(["build", "--base", "packages", plan]);
  expect(none.status).toBe(1);
  expect(none.stderr).toMatch(/error\[base-unusable\].*core\/hab-backline is not installed/s);
  expect(none.stderr).toMatch(/habc pkg install.*HAB_STUDIO_BACKLINE_PKG/s);

  installTools("acme/tools/1/20240101000000");
  workshop.install("acme/base/1/20240101000000", {
    DEPS: "acme/tools/1/20240101000000\n",
    TDEPS: "acme/tools/1/20240101000000\n",
  });
  const env = { HAB_STUDIO_BACKLINE_PKG: "acme/base" };
  const { stdout } = await workshop.build(plan, { args: ["--base", "packages"], env });
  expect(stdout).toContain("no mark\nno perl\nno gcc\nno python3\nno node\n");
  expect(stdout).toMatch(
    /^bin dev etc hab home media mnt opt proc root run src srv sys tmp usr var $/m,
  );
  expect(stdout).toMatch(/^PATH=(\S*:)?\/hab\/pkgs\/acme\/tools\/1\/20240101000000\/bin$/m);
  const { internalParameters, resolvedDependencies } = provenanceOf("packaged");
  expect(internalParameters.base).toBe("packages");
  expect(JSON.stringify(resolvedDependencies)).toContain("acme/tools");

  const lacking = {
    HAB_STUDIO_BACKLINE_PKG: "acme/base/1",
    HAB_STUDIO_INSTALL_PKGS: "acme/base:acme/gone",
  };
  const refused = await workshop.habc(["build", "--base", "packages", plan], { env: lacking });
  expect(refused.stderr).toContain("acme/gone is not installed");
});

/** Programs of this machine as a package that needs nothing of it. */
function installTools(ident: string): void {
  const folder = join(workshop.packages, ident);
  workshop.install(ident, { PATH: `/hab/pkgs/${ident}/bin\n` });
  for (const name of ["bin", "lib", "programs"]) mkdirSync(join(folder, name));
  for (const program of smallPrograms.map(whereIs)) {
    copyFileSync(realpathSync(program), join(folder, "programs", basename(program)));
    for (const library of librariesOf(program)) {
      const copy = join(folder, "lib", basename(library));
      if (!existsSync(copy)) copyFileSync(realpathSync(library), copy);
    }
    symlinkSync("start", join(folder, "bin", basename(program)));
  }
  symlinkSync("start", join(folder, "bin/sh"));
  symlinkSync("bash", join(folder, "programs/sh"));
  const loader = librariesOf(whereIs("bash")).find((path) => /\/ld-[^/]*$/.test(path)) ?? "";
  const inside = `/hab/pkgs/${ident}`;
  const source = workshop.write(
    "start.c",
    `#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
  char program[4096], *slash = strrchr(words[0], '/'), *all[count + 7];
  int at = 0;
  snprintf(program, sizeof program, "${inside}/programs/%s", slash ? slash + 1 : words[0]);
  all[at++] = "${inside}/lib/${basename(loader)}";
  all[at++] = "--library-path";
  all[at++] = "${inside}/lib";
  all[at++] = "--argv0";
  all[at++] = words[0];
  all[at++] = program;
  for (int word = 1; word <= count; word++) all[at++] = words[word];
  execv(all[0], all);
  return 127;
}
`,
  );
  execFileSync("gcc", ["-static", "-o", join(folder, "bin/start"), source]);
}

test("what is no base is refused, and nothing is left of it", async () => {
  const plan = planSh(workshop, "baseless", looks);
  mkdirSync(join(workshop.folder, "empty"));
  workshop.write("text", "x");
  workshop.write("bad.tar.gz", "x");
  const hostile = tarball([
    { name: "../../out", content: "x" },
    { name: "usr/", type: "5" },
    { name: "usr/bin", type: "2", target: "/tmp" },
    { name: "usr/bin/bash", content: "x" },
  ]);
  workshop.write("hostile.tar.gz", "");
  execFileSync("sh", ["-c", 'cat > "$0"', join(workshop.folder, "hostile.tar.gz")], {
    input: compressed(hostile, "gzip"),
  });
  const cases: readonly (readonly [base: string, words: RegExp, args?: readonly string[]])[] = [
    ["nowhere", /there is no base .*nowhere/],
    ["empty", /is no root file system/],
    ["text", /is no tar archive by its name/],
    ["bad.tar.gz", /cannot be unpacked/],
    ["hostile.tar.gz", /cannot be unpacked: .*\.\./],
    ["packages", /stands on the host/, ["--studio", "none"]],
  ];
  for (const [base, words, args = []] of cases) {
    const ended = await workshop.habc(["build", "--base", base, ...args, plan]);
    expect(ended.status, base).not.toBe(0);
    expect(ended.stderr, base).toMatch(words);
  }
  const bases = join(workshop.folder, "root/hab/cache/bases");
  expect(existsSync(bases) ? readdirSync(bases) : []).toEqual([]);
  expect(existsSync("/tmp/bash")).toBe(false);
});
