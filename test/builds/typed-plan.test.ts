/** A plan.ts whose callbacks are TypeScript and bash by turns. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { planTs } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const plan = (name: string, text: string) => planTs(workshop, name, text);

test("both kinds of callbacks share settings, version, environment and helpers", async () => {
  workshop.install("acme/tool/1/20240101000000", { PATH: "" });
  const name = plan(
    "mixed",
    `pkg_build_deps: ["acme/tool"],
    async pkg_version({ $ }) { return (await $\`echo 3.1\`).stdout.trim(); },
    async do_before({ update_pkg_version }) { await update_pkg_version(); },
    async do_setup_environment({ set_runtime_env }) { await set_runtime_env("MIXED_HOME", "/x"); },
    do_prepare: bash\`export FROM_BASH="exported in bash"\`,
    async do_build({ $, env, pkg_version, pkg_path_for, CACHE_PATH }) {
      await $\`echo \${pkg_version} $FROM_BASH \${pkg_path_for("acme/tool")} > \${CACHE_PATH}/lines\`;
      env["FROM_TS"] = "set in TypeScript";
    },
    do_install: 'echo "$pkg_version $FROM_TS $MIXED_HOME" >> "$CACHE_PATH/lines"; cp "$CACHE_PATH/lines" "$pkg_prefix/"',`,
  );
  await workshop.build(name);
  expect(readFileSync(join(workshop.unpack(workshop.hart(name)), "lines"), "utf8")).toBe(
    "3.1 exported in bash /hab/pkgs/acme/tool/1/20240101000000\n3.1 set in TypeScript /x\n",
  );
});

test("a default that fails can be caught, and the next one works", async () => {
  const name = plan(
    "caught",
    `pkg_version: "1",
    async do_build({ do_default_build, build_line }) {
      await do_default_build().catch((error) => build_line(\`caught: \${error.message}\`));
    },
    async do_install({ $, do_default_build_config, PLAN_CONTEXT, pkg_prefix }) {
      await do_default_build_config();
      await $\`ls \${pkg_prefix}/hooks\`;
    },
    do_build_config() {},`,
  );
  workshop.write("caught/hooks/init.sh", "#!/bin/sh\n");
  const { stdout } = await workshop.build(name);
  expect(stdout).toContain("caught: caught: do_default_build failed with status 127");
  expect(stdout).toContain("\ninit\n");
});

test("a program that cannot be started has a status that a shell gives", async () => {
  const name = plan(
    "gone",
    `pkg_version: "1", async do_build({ $, cd }) { cd("/tmp"); await $({ cwd: "/nowhere" })\`true\`; },`,
  );
  const ended = await workshop.habc(["build", name]);
  expect(ended.status).toBe(127);
  expect(ended.stderr).toContain("gone/plan.ts:2:1");
});
