/** With --strict a build sees what it declares, and is told what it lacks. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { becomeNobody } from "../support/nobody.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { planSh, planTs } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const strictly = ["--strict", "--lint", "host-dependency=off"];

/** A package with a program that says its name. */
function tool(name: string, needs: readonly string[] = []): string {
  const ident = `acme/${name}/1/20240101000000`;
  const lines = needs.map((one) => `${one}\n`).join("");
  workshop.install(ident, {
    PATH: `/hab/pkgs/${ident}/bin\n`,
    ...(needs.length > 0 ? { DEPS: lines, TDEPS: lines } : {}),
    [`bin/${name}`]: `#!/bin/sh\necho I am ${name}\n`,
  });
  chmodSync(join(workshop.packages, ident, "bin", name), 0o755);
  return ident;
}

const install = "do_install() { return 0; }";

test("only declared packages and what they run with are there", async () => {
  tool("near", [tool("far")]);
  tool("stranger");
  const plan = planSh(
    workshop,
    "modest",
    `pkg_build_deps=(acme/near)
ls -A /hab/pkgs
do_build() { near; far; ls /hab/pkgs/acme; cat /hab/pkgs/acme/stranger/*/*/IDENT || echo unseen; }\n${install}`,
  );
  const { stdout } = await workshop.build(plan, { args: strictly });
  expect(stdout).toContain("I am near\nI am far\nfar\nmodest\nnear\nunseen\n");
  // At its top level a plan has no dependencies yet.
  expect(stdout).toMatch(/^( +[^\n]*\n)*? +modest: Resolved/);
  const usual = await workshop.build(plan, { args: ["--force"] });
  expect(usual.stdout).toContain("acme/stranger/1/20240101000000\n");
});

describe("what is not declared fails, and the package that has it is named:", () => {
  const indirect = 'printf "%s\\n" "$1" >&2; exit 1';
  const cases: readonly (readonly [name: string, callback: string, told: string])[] = [
    ["a program of another package", "stranger", "acme/stranger/1/20240101000000"],
    ["a program of the host", "perl -e 1 2> /dev/null", "core/perl provides bin/perl"],
    ["a compiler", "gcc --version", "core/gcc provides bin/gcc"],
    [
      "what a script runs",
      'printf "#!/bin/sh\\nbison x\\n" > x; sh x',
      "core/bison provides bin/bison",
    ],
    ["what env looks for", "/usr/bin/env python3 -V", "bin/python3"],
    [
      "what configure looks for",
      `set -- "configure: error: no acceptable C compiler found in \\$PATH"; ${indirect}`,
      "core/gcc provides bin/gcc",
    ],
  ];
  test.each(cases)("%s", async (_, callback, told) => {
    tool("stranger");
    const plan = planSh(workshop, "greedy", `do_build() { ${callback}; }\n${install}`);
    const ended = await workshop.habc(["build", ...strictly, plan]);
    expect(ended.status).not.toBe(0);
    expect(ended.stderr).toMatch(/hint: .*with --strict only declared packages are seen/);
    expect(ended.stderr.replace(`${told}/`, told)).toContain(told.replace(/^(acme\/\w+).*/, "$1"));
  });
});

const users = [
  ...(process.getuid?.() === 0 ? [{ name: "root", through: [] as readonly string[] }] : []),
  { name: "an ordinary user", through: becomeNobody },
];

test.each(users)(
  "$name gets a declared stand-in's programs, and nothing that is kept back",
  async ({ through }) => {
    const hosted = await workshop.habc(["pkg", "host", "core/gcc", "core/binutils", "core/python"]);
    expect(hosted.status, hosted.output).toBe(0);
    tool("stranger");
    const program = "int main(void) { return 7; }";
    const compile = planSh(
      workshop,
      "compiled",
      `pkg_build_deps=(core/gcc core/binutils)
do_build() {
  echo '${program}' | gcc -x c -o "$CACHE_PATH/seven" -
  "$CACHE_PATH/seven" || echo "it is $?"
  command -v python3 || echo no python
  ls -A /var/lib/habc/reserve; cat /proc/1/fd/30/acme/stranger/*/*/IDENT || echo kept
}\n${install}`,
    );
    const typed = planTs(
      workshop,
      "typed",
      `pkg_version: "1", pkg_build_deps: ["core/python"], async do_build({ $ }) { await $\`python3 -c 'print("from python")'; command -v gcc || echo no gcc\`; }, do_install() {},`,
    );
    mkdirSync(workshop.results);
    if (through.length > 0) execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
    chmodSync(workshop.folder, 0o755);
    const options = { args: strictly, through };
    expect((await workshop.build(compile, options)).stdout).toContain("it is 7\nno python\nkept\n");
    expect((await workshop.build(typed, options)).stdout).toContain("from python\nno gcc\n");
  },
);

test("what a package says of the host is not believed", async () => {
  const secret = workshop.write("home/secret", "a secret\n", 0o755);
  const out = join(workshop.folder, "written");
  const up = "../".repeat(20);
  workshop.install("acme/trap/1/20240101000000", {
    HOST_STAND_IN: `bin/secret=${secret}\nbin/shadow=/etc/shadow\nbin/out=/usr/bin/${up}${out.slice(1)}\nbin/up=/usr/bin/..\n`,
  });
  const plan = planSh(
    workshop,
    "trapped",
    `pkg_build_deps=(acme/trap)\ndo_build() { find / -xdev -name secret -o -name shadow -o -name written; cat ${secret} /etc/shadow || echo unseen; }\n${install}`,
  );
  const { stdout } = await workshop.build(plan, { args: strictly });
  expect(stdout).toContain("\nunseen\n");
  expect(stdout).not.toMatch(/^\/.*(secret|shadow|written)$/m);
  expect(existsSync(out)).toBe(false);
});
