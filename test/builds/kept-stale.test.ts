/** habc knows which earlier phases a change makes stale, and does not go on with a kept build then. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { edit, planSh } from "./plans.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

async function refusal(args: readonly string[]) {
  const ended = await workshop.habc(["build", ...args]);
  expect(ended.status, ended.output).toBe(1);
  return ended;
}

describe("a change that concerns an earlier phase is refused, with its reason:", () => {
  const text = `
pkg_bin_dirs=(bin)
flavour=sweet
unused=1
helper() { echo "$flavour"; }
do_prepare() { helper; }
do_build() { cat "$PLAN_CONTEXT/data.txt"; }
do_install() { echo "$toplevel" > "$pkg_prefix/file"; }
pkg_source=http://127.0.0.1:9/none
pkg_shasum=0
do_download() { return 0; }
do_verify() { return 0; }
do_unpack() { return 0; }
do_after() { return 0; }`;
  let files: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    workshop.write("changed/data.txt", "data\n");
    workshop.write("changed/hooks/run", "#!/bin/sh\n");
    workshop.install("acme/dep/1.0/20200101000000");
    planSh(workshop, "changed", `pkg_deps=(acme/dep)\n${text}`);
    await workshop.build("changed", { args: ["--until", "do_after"] });
    files = Object.fromEntries(
      ["plan.sh", "data.txt"].map((name) => [
        name,
        readFileSync(join(workshop.folder, "changed", name), "utf8"),
      ]),
    );
  });
  beforeEach(() => {
    // Nothing was lost by asking.
    for (const [name, text] of Object.entries(files)) workshop.write(`changed/${name}`, text);
  });

  test.each([
    [
      "a callback",
      "plan.sh",
      /do_prepare\(\) \{ /,
      "do_prepare() { : ; ",
      "do_prepare",
      "do_prepare was changed",
    ],
    [
      "a function that it calls",
      "plan.sh",
      'echo "$flavour"',
      'printf "$flavour"',
      "do_prepare",
      "helper was changed, which do_prepare may call",
    ],
    [
      "a variable that it reads",
      "plan.sh",
      "flavour=sweet",
      "flavour=sour",
      "do_prepare",
      "flavour was changed, which do_prepare may use",
    ],
    [
      "a setting that habc uses",
      "plan.sh",
      "bin_dirs=(bin)",
      "bin_dirs=(sbin)",
      "do_before",
      "pkg_bin_dirs was changed",
    ],
    [
      "a file that it reads",
      "data.txt",
      "data",
      "datum",
      "do_build",
      "data.txt was changed, which do_build may use",
    ],
    [
      "the version",
      "plan.sh",
      "version=1.0",
      "version=1.1",
      "do_begin",
      "the package is acme/changed/1.1/",
    ],
    [
      "an exported variable",
      "plan.sh",
      "unused=1",
      "export NEW=1",
      "do_begin",
      "NEW was changed, which is exported",
    ],
  ])("%s", async (_, file, from, to, phase, reason) => {
    edit(workshop, `changed/${file}`, from, to);
    const { stderr } = await refusal(["--from", "do_install", "changed"]);
    expect(stderr).toContain(`error[kept-stale]: ${phase} would be different now`);
    expect(stderr).toContain(reason);
    expect(stderr).toContain(
      phase === "do_begin" ? "build without `--from`" : `\`--from ${phase}\``,
    );
  });

  test("and a change that concerns no earlier one is not", async () => {
    edit(workshop, "changed/plan.sh", "unused=1", 'pkg_description="unused now"');
    edit(workshop, "changed/plan.sh", "$toplevel", "$other");
    workshop.write("changed/hooks/run", "#!/bin/sh\necho\n");
    await workshop.build("changed", { args: ["--from", "do_install", "--until", "do_after"] });
  });

  test("a newer dependency, unless it is forced", async () => {
    workshop.install("acme/dep/1.1/20210101000000");
    const { stderr } = await refusal(["--from", "do_build", "changed"]);
    expect(stderr).toContain("do_setup_environment would be different now");
    expect(stderr).toContain(
      "acme/dep is acme/dep/1.1/20210101000000, and was acme/dep/1.0/20200101000000",
    );
    const forced = await workshop.build("changed", { args: ["--from", "do_build", "--force"] });
    expect(forced.output).toContain("The kept build is used although acme/dep is");
    const folder = workshop.unpack(workshop.hart("changed"));
    expect(readFileSync(join(folder, "DEPS"), "utf8")).toBe("acme/dep/1.0/20200101000000\n");
  });
});

test("code of a plan.ts beside its callbacks concerns all of them", async () => {
  const text = (
    flag: string,
    description: string,
    install: string,
  ) => `import { definePlan } from "habc";
const flag = "${flag}";
export default definePlan({
  pkg_name: "outside", pkg_origin: "acme", pkg_version: "1",
  pkg_description: "${description}",
  async do_build({ $ }) { await $\`echo \${flag}\`; },
  async do_install({ $ }) { await $\`echo ${install}\`; },
});
`;
  workshop.write("outside/plan.ts", text("a", "first", "one"));
  await workshop.build("outside", { args: ["--until", "do_install"] });
  workshop.write("outside/plan.ts", text("a", "second", "two"));
  const ended = await workshop.build("outside", {
    args: ["--from", "do_install", "--until", "do_end"],
  });
  expect(ended.stdout).toMatch(/^two$/m);
  workshop.write("outside/plan.ts", text("b", "second", "two"));
  const { stderr } = await refusal(["--from", "do_install", "outside"]);
  expect(stderr).toContain(
    "do_build would be different now: code was changed that do_build may use",
  );
});
