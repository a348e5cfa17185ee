/** `do_after_success` and `do_after_failure`: the same in a plan.sh and as bash of a plan.ts. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
  workshop.install("core/tool/1.0/20240101000000");
});
afterEach(() => workshop.close());

/** Uses a function, a variable, and helpers of the shell and of the driver. */
const report = `    local word="$1"
    build_line "Reporting"
    note "<$word$pkg_name: $state, $(basename "$(pkg_path_for tool)")>"
    return 0
    echo never`;

const functions = {
  do_begin: `    note() { echo "$@"; }`,
  do_prepare: "    state=prepared",
  do_install: "    return 0",
};

type Kind = "plan.sh" | "plan.ts";
const kinds: readonly Kind[] = ["plan.sh", "plan.ts"];

function write(kind: Kind, callbacks: Readonly<Record<string, string>>, more = ""): void {
  const all = Object.entries({ ...functions, ...callbacks });
  const bash = all.map(([name, text]) => `${name}() {\n${text}\n}\n`).join("");
  const typed = all.map(([name, text]) => `  ${name}: bash\`\n${text}\n  \`,\n`).join("");
  const text =
    kind === "plan.sh"
      ? `pkg_name=lantern\npkg_origin=acme\npkg_version=1.0\npkg_deps=(core/tool)\n${bash}`
      : `import { bash, definePlan } from "habc";
export default definePlan({
  pkg_name: "lantern",
  pkg_origin: "acme",
  pkg_version: "1.0",
  pkg_deps: ["core/tool"],
${typed}${more}});\n`;
  workshop.write(`lantern/${kind}`, text);
}

test.each(kinds)("do_after_failure in a %s sees what the build left", async (kind) => {
  write(kind, {
    do_build: "    state=building\n    exit 7",
    do_after_failure: report,
    do_after_success: "    echo wrong",
  });
  const { status, output } = await workshop.habc(["build", "lantern"]);
  expect(output).toContain("<lantern: building, 20240101000000>\n");
  expect(output).toContain("lantern: Reporting\n");
  expect(output).not.toMatch(/never|wrong|do_after_failure failed/);
  expect(status).toBe(7);
});

test.each(kinds)("do_after_success in a %s ends where it fails, and nothing else", async (kind) => {
  write(kind, {
    do_build: "    return 0",
    do_after_failure: "    echo wrong",
    do_after_success: report.replace("return 0", "pkg_path_for core/nothing"),
  });
  const { status, output } = await workshop.habc(["build", "lantern"]);
  expect(output).toContain("<lantern: prepared, 20240101000000>\n");
  expect(output).toContain("do_after_success failed");
  expect(output).not.toMatch(/never|wrong/);
  expect(status).toBe(0);
  expect(workshop.hart("lantern")).toContain("acme-lantern-1.0-");
});

test("a TypeScript callback calls helpers and defaults after bash has failed", async () => {
  const last = `  async do_after_failure({ $, do_default_end, pkg_path_for, set_runtime_env }) {
    await do_default_end();
    await set_runtime_env("LIGHT", "on");
    await $\`echo "<\${pkg_path_for("core/tool")}>"\`;
  },
`;
  write("plan.ts", { do_build: "    exit 7" }, last);
  const { status, output } = await workshop.habc(["build", "lantern"]);
  expect(output).toContain("</hab/pkgs/core/tool/1.0/20240101000000>\n");
  expect(status).toBe(7);
});
