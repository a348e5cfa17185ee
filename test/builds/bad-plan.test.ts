/** Plans that are wrong end in a clear refusal, and leave nothing behind. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { nothing, planSh } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => {
  expect(leftovers()).toEqual([]);
  workshop.close();
});

/** Packages, half-made ones included, and folders of builds. */
function leftovers(): string[] {
  const entries = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
  return [
    ...entries(workshop.results).filter((name) => /\.hart|^\./.test(name)),
    ...entries(workshop.packages),
    ...entries(join(workshop.packages, "../studios")),
    ...entries(join(workshop.packages, "../cache/artifacts")),
  ];
}

async function refusal(plan: string, env: Readonly<Record<string, string>> = {}) {
  const ended = await workshop.habc(["build", plan], { env });
  expect(ended.status).not.toBe(0);
  expect(ended.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)$/m);
  return ended;
}

describe("a plan.sh", () => {
  test("that bash cannot read", async () => {
    const { stderr } = await refusal(planSh(workshop, "syntax", "if true; then\n"));
    expect(stderr).toMatch(/error\[plan-(syntax|load-failed)\]/);
    expect(stderr).toContain("plan.sh");
  });

  test("that never ends loading", async () => {
    const plan = planSh(workshop, "endless", "while :; do :; done");
    const { stderr } = await refusal(plan, { HABC_LOAD_LIMIT_SEC: "1" });
    expect(stderr).toContain("error[plan-timeout]");
  });

  test("that sources itself for ever", async () => {
    const plan = planSh(workshop, "cycle", 'source "$PLAN_CONTEXT/plan.sh"');
    const { stderr } = await refusal(plan, { HABC_LOAD_LIMIT_SEC: "5" });
    expect(stderr).toMatch(/error\[plan-/);
  });

  test("that exits while it is loaded", async () => {
    const { status, stderr } = await refusal(planSh(workshop, "leaver", "exit 5"));
    expect(status).toBe(5);
    expect(stderr.match(/error\[/g)).toHaveLength(1);
    expect(stderr).toMatch(/error\[plan-load-failed\].*exit 5.*\n +leaver\/plan\.sh:4:1\n/);
  });

  test("whose last command fails", async () => {
    const { status, stderr } = await refusal(planSh(workshop, "last", "return 7"));
    expect(status).toBe(7);
    expect(stderr).toContain("its last command failed");
  });

  test("with a callback that exits with status 0 has not succeeded", async () => {
    const { status, stderr } = await refusal(planSh(workshop, "exits", "do_build() { exit 0; }"));
    expect(status).toBe(1);
    expect(stderr).toContain("error[phase-aborted]");
    expect(stderr).toMatch(/exits\/plan\.sh:4:1\n.*\| do_build\(\) \{ exit 0; \}\n/);
  });

  test.each([
    ["no-such-program --now", 127, "the program was not found"],
    ["touch file; ./file", 126, "the file cannot be run"],
    ["bash -c 'kill -SEGV $$'", 139, "the command was ended by SIGSEGV"],
    ["bash -c 'exit 3'", 3, "the command ended with status 3"],
  ])("whose command fails: %s", async (command, expected, hint) => {
    const plan = planSh(workshop, "fails", `do_build() { cd /tmp; ${command}; }`);
    const { status, stderr } = await refusal(plan);
    expect(status).toBe(expected);
    expect(stderr).toMatch(new RegExp(`hint: .*${hint}`));
  });

  test("that kills its own shell", async () => {
    const { status, stderr } = await refusal(
      planSh(workshop, "kills", "do_build() { kill -KILL $$; }"),
    );
    expect(status).toBe(137);
    expect(stderr).toContain("error[phase-aborted]");
  });

  test("that writes something to the driver that is no message", async () => {
    const plan = planSh(workshop, "noise", 'do_build() { echo garbage >&"$__habc_out"; }');
    const { stderr } = await refusal(plan);
    expect(stderr).toContain("error[phase-aborted]");
  });

  test("whose mistakes in settings and files are all told before the first phase", async () => {
    const plan = planSh(
      workshop,
      "early",
      `pkg_exports=([port]=server.port)\npkg_exposes=(prot)\ndo_begin() { touch "$pkg_output_path/ran"; }\n${nothing}`,
    );
    workshop.write("early/hooks/init", "#!/bin/sh\r\n");
    const { stderr } = await refusal(plan);
    expect(stderr).toContain("error[exposes-unknown]");
    expect(stderr).toContain("error[hook-line-endings]");
    expect(existsSync(join(workshop.results, "ran"))).toBe(false);
  });
});

describe("a plan.ts", () => {
  const typed = (name: string, text: string) => {
    workshop.write(`${name}/plan.ts`, text);
    return name;
  };

  test("that TypeScript cannot read", async () => {
    const { stderr } = await refusal(typed("syntax", "export default definePlan({\n"));
    expect(stderr).toContain("error[plan-syntax]");
    expect(stderr).toContain("plan.ts:2:1");
  });

  test("that throws while it is loaded", async () => {
    const { stderr } = await refusal(typed("throws", 'throw new Error("not today");'));
    expect(stderr).toContain("not today");
    expect(stderr).toContain("plan.ts:1");
  });

  test("that exports no plan", async () => {
    const { stderr } = await refusal(typed("none", "export default 3;"));
    expect(stderr).toMatch(/error\[plan-load-failed\].*definePlan/s);
  });

  test("that never ends loading", async () => {
    const plan = typed("endless", "for (;;) {}");
    const { stderr } = await refusal(plan, { HABC_LOAD_LIMIT_SEC: "2" });
    expect(stderr).toContain("error[plan-timeout]");
  });

  test("that imports a file of the machine", async () => {
    workshop.write("secret.json", '{"token": 1}');
    workshop.write("tree/.git/HEAD", "");
    const plan = typed(
      "tree/outside",
      'import token from "../../secret.json"; export default token;',
    );
    const ended = await workshop.habc(["build", `../${plan}`], {
      cwd: join(workshop.folder, "home"),
    });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("error[plan-import-outside]");
  });

  test("whose callback fails says where, in the plan's own lines", async () => {
    const plan = typed(
      "fails",
      `import { definePlan } from "habc";\nexport default definePlan({\n  pkg_name: "fails", pkg_origin: "acme", pkg_version: "1",\n  async do_build({ $ }) {\n    await $\`exit 9\`;\n  },\n});\n`,
    );
    const { status, stderr } = await refusal(plan);
    expect(status).toBe(9);
    expect(stderr).toContain("plan.ts:5");
    expect(stderr).toContain("in do_build");
  });
});

describe("a source", () => {
  test("with another checksum is refused with both sums", async () => {
    workshop.write("root/hab/cache/src/x.tar.gz", "not what it was");
    const sum = "0".repeat(64);
    const plan = planSh(
      workshop,
      "sum",
      `pkg_source=http://127.0.0.1:9/x.tar.gz\npkg_shasum=${sum}\ndo_download() { return 0; }`,
    );
    const { output } = await refusal(plan);
    expect(output).toContain(sum);
    expect(output).toMatch(/Computed: [0-9a-f]{64}/);
  });

  test.each([
    ["cut short", "head -c 60 whole.tar.gz > bad.tar.gz"],
    ["that climbs out", "echo evil > ../climbs; tar -czf bad.tar.gz -P ../climbs"],
    ["that is an absolute path", "tar -czf bad.tar.gz -P /etc/hostname"],
  ])("archive %s", async (_, make) => {
    workshop.write("make/file", "x".repeat(5000));
    const { execFileSync } = await import("node:child_process");
    execFileSync("bash", ["-c", `tar -czf whole.tar.gz file; ${make}`], {
      cwd: join(workshop.folder, "make"),
    });
    const plan = planSh(
      workshop,
      "archive",
      `pkg_source=file://$SRC_PATH/bad.tar.gz\npkg_shasum=$(sha256sum $SRC_PATH/bad.tar.gz | cut -d' ' -f1)\n${nothing}`,
    );
    execFileSync("cp", [join(workshop.folder, "make/bad.tar.gz"), join(workshop.folder, plan)]);
    const { output } = await refusal(plan);
    expect(output).toMatch(/error\[phase-failed\]: do_unpack/);
    expect(output).toContain("bad.tar.gz");
  });

  test("on a server that refuses", async () => {
    const plan = planSh(
      workshop,
      "away",
      `pkg_source=http://127.0.0.1:9/x.tar.gz\npkg_shasum=${"0".repeat(64)}\n${nothing}`,
    );
    const { output } = await refusal(plan);
    expect(output).toContain("error[download-failed]");
    expect(output).toContain("http://127.0.0.1:9/x.tar.gz");
  });
});
