/** What the types of a plan.ts are. The checks are made by `tsc`; run, this shows that plans are kept as they are. */
import { bash, customLicense, definePlan, type License, type PlanContext } from "habc";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { ProcessOutput } from "zx/core";

const base = { pkg_name: "redis", pkg_version: "7.2" } as const;

describe("definePlan", () => {
  test("infers what is declared, in whichever order", () => {
    const plan = definePlan({
      async do_build({ pkg_path_for, pkg_interpreter_for, $, env, pkg_deps, pkg_exports, CFLAGS }) {
        expectTypeOf(pkg_path_for)
          .parameter(0)
          .toEqualTypeOf<
            "core/openssl/3.0" | "core/openssl" | "openssl/3.0" | "openssl" | "core/gcc" | "gcc"
          >();
        expectTypeOf(pkg_path_for).returns.toEqualTypeOf<string>();
        expectTypeOf(pkg_interpreter_for)
          .parameter(0)
          .toEqualTypeOf<"core/openssl/3.0" | "core/openssl" | "openssl/3.0" | "openssl">();
        expectTypeOf(await $`true`).toEqualTypeOf<ProcessOutput>();
        expectTypeOf(env["ANY"]).toEqualTypeOf<string | undefined>();
        expectTypeOf(pkg_deps).toEqualTypeOf<readonly string[]>();
        expectTypeOf(pkg_exports).toEqualTypeOf<Readonly<Record<string, string>>>();
        expectTypeOf(CFLAGS).toEqualTypeOf<string>();
      },
      pkg_exposes: ["port"],
      pkg_deps: ["core/openssl/3.0"],
      pkg_build_deps: ["core/gcc"],
      pkg_exports: { port: "server.port" },
      ...base,
    });
    expect(plan).toMatchObject({ ...base, pkg_deps: ["core/openssl/3.0"] });
    expect(Symbol.for("habc.plan") in plan).toBe(true);
  });

  test("takes any declared package where the list is not literal", () => {
    const deps: `${string}/${string}`[] = ["core/glibc"];
    definePlan({
      ...base,
      pkg_deps: deps,
      do_build({ pkg_path_for }) {
        expectTypeOf(pkg_path_for).parameter(0).toEqualTypeOf<string>();
      },
    });
  });

  test("gives the helpers that change something as promises", () => {
    expectTypeOf<PlanContext<string, string>["set_runtime_env"]>().toEqualTypeOf<
      (name: string, value: string, options?: { force?: boolean }) => Promise<void>
    >();
    expectTypeOf<PlanContext<string, string>["exit_with"]>().returns.toEqualTypeOf<never>();
    expectTypeOf<PlanContext<string, string>["do_default_build"]>().toEqualTypeOf<
      () => Promise<void>
    >();
  });

  test("refuses what the tables do not know", () => {
    // @ts-expect-error pkg_version is missing
    definePlan({ pkg_name: "a" });
    // @ts-expect-error pkg_name is missing
    definePlan({ pkg_version: "1" });
    // @ts-expect-error no such setting
    definePlan({ ...base, pkg_expose: [] });
    // @ts-expect-error no such callback
    definePlan({ ...base, do_setup() {} });
    // @ts-expect-error no origin
    definePlan({ ...base, pkg_deps: ["glibc"] });
    // @ts-expect-error not exported
    definePlan({ ...base, pkg_exports: { port: "p" }, pkg_exposes: ["host"] });
    // @ts-expect-error no licence
    definePlan({ ...base, pkg_license: ["gplv2"] });
    // @ts-expect-error no signal
    definePlan({ ...base, pkg_shutdown_signal: "SIGTERM" });
    // @ts-expect-error only texts are functions
    definePlan({ ...base, pkg_bin_dirs: () => ["bin"] });
    // @ts-expect-error a composite has no callbacks
    definePlan({ ...base, pkg_type: "composite", pkg_services: ["a/b", "c/d"], do_build() {} });
    // @ts-expect-error a composite has two services at least
    definePlan({ ...base, pkg_type: "composite", pkg_services: ["a/b"] });
    definePlan({
      ...base,
      do_build({ pkg_path_for, set_runtime_env, pkg_name }) {
        expectTypeOf(pkg_name).toEqualTypeOf<string>();
        // @ts-expect-error nothing is declared
        pkg_path_for("core/glibc");
        // @ts-expect-error values are texts
        set_runtime_env("A", 1);
      },
    });
    definePlan({
      ...base,
      do_build(context) {
        // @ts-expect-error settings are read
        context.pkg_name = "other";
      },
    });
  });

  test("takes licences that SPDX does not know when told so", () => {
    expectTypeOf<"MIT">().toExtend<License>();
    expectTypeOf<"MIT OR (Apache-2.0 AND BSD-2-Clause)">().toExtend<License>();
    expectTypeOf<"GPL-3.0-only WITH GCC-exception-3.1">().toExtend<License>();
    expectTypeOf<"GPL-2.0+">().toExtend<License>();
    expectTypeOf<string>().not.toExtend<License>();
    expectTypeOf(customLicense("Acme")).toExtend<License>();
    expect(customLicense("Acme")).toBe("Acme");
  });

  test("keeps bash texts apart from texts", () => {
    const flags = ["--a=b c", "it's"];
    expect(bash`./configure ${flags} ${1} "$pkg_prefix" \${x}`).toEqual({
      bash: "./configure '--a=b c' 'it'\\''s' 1 \"$pkg_prefix\" ${x}",
    });
    definePlan({ ...base, do_build: "make", do_install: bash`make install` });
  });
});
