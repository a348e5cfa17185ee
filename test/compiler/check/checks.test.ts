import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkContext, checkSettings } from "../../../compiler/check/index.ts";
import { irVersion, type PlanIR, type Settings } from "../../../compiler/ir/index.ts";

let context = "";
beforeEach(() => {
  context = mkdtempSync(join(tmpdir(), "habc-check-"));
});
afterEach(() => rmSync(context, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(context, file)), { recursive: true });
  writeFileSync(join(context, file), text);
}

function ir(settings: Settings): PlanIR {
  return {
    ir: irVersion,
    kind: "plan.sh",
    plan: { file: join(context, "plan.sh"), context },
    settings: { pkg_name: "x", pkg_origin: "acme", pkg_version: "1", ...settings },
    dynamic: {},
    callbacks: {} as PlanIR["callbacks"],
    spans: {},
    reads: [],
    files: [],
    diagnostics: [],
  };
}

const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code);

describe("settings", () => {
  test("a complete plan has no findings", () => {
    expect(checkSettings(ir({ pkg_deps: ["core/glibc", "core/zlib/1.3/20240101000000"] }))).toEqual(
      [],
    );
  });

  test("name, origin and version are required", () => {
    expect(codes(checkSettings(ir({ pkg_name: "", pkg_origin: "", pkg_version: "" })))).toEqual([
      "setting-missing",
      "setting-missing",
      "setting-missing",
    ]);
  });

  test("a callback can say the version", () => {
    const plan = ir({ pkg_version: "" });
    const callbacks = { pkg_version: { language: "bash" } } as unknown as PlanIR["callbacks"];
    expect(checkSettings({ ...plan, callbacks })).toEqual([]);
  });

  test.each<[keyof Settings, Settings]>([
    ["pkg_name", { pkg_name: "not.allowed" }],
    ["pkg_version", { pkg_version: "1/2" }],
    ["pkg_deps", { pkg_deps: ["glibc"] }],
    ["pkg_shasum", { pkg_shasum: "abc" }],
    ["pkg_binds", { pkg_binds: { "two words": "port" } }],
    ["pkg_shutdown_timeout_sec", { pkg_shutdown_timeout_sec: "soon" }],
  ])("%s has a rule", (name, settings) => {
    const [found] = checkSettings(ir(settings));
    expect(found?.code).toBe("setting-invalid");
    expect(found?.message).toContain(name);
    expect(found?.hint).toMatch(/^(expected |put its origin in front)/);
  });

  test("a composite has two services or more, and binds only those", () => {
    const composite = { pkg_type: "composite", pkg_services: ["a/b"] };
    expect(codes(checkSettings(ir(composite)))).toEqual(["composite-services"]);
    const bound = { pkg_services: ["a/b", "a/c"], pkg_bind_map: { "a/b": "db:a/d x:a/c" } };
    expect(codes(checkSettings(ir({ ...composite, ...bound })))).toEqual(["composite-bind"]);
  });
});

describe("exposed ports", () => {
  const service: Settings = { pkg_exports: { port: "server.port" }, pkg_exposes: ["port"] };

  test.each([
    ["8080", []],
    ['"443"', []],
    ["0", ["exposes-port"]],
    ["65536", ["exposes-port"]],
    ["1.5", ["exposes-port"]],
    ['"http"', ["exposes-port"]],
  ])("port = %s", (value, expected) => {
    write("default.toml", `[server]\nport = ${value}\n`);
    expect(codes(checkContext(ir(service)))).toEqual(expected);
  });

  test("a key that is no export", () => {
    write("default.toml", "[server]\nport = 80\n");
    const [found] = checkContext(ir({ ...service, pkg_exposes: ["port", "admin"] }));
    expect(found?.code).toBe("exposes-unknown");
    expect(found?.message).toContain("admin");
    expect(found?.hint).toContain("port");
  });

  test("no default.toml at all", () => {
    expect(codes(checkContext(ir(service)))).toEqual(["exposes-port"]);
  });

  test("no default.toml, where the plan may make one", () => {
    const callbacks = { do_begin: { language: "bash" } } as unknown as PlanIR["callbacks"];
    expect(checkContext({ ...ir(service), callbacks })).toEqual([]);
  });

  test("a default.toml that cannot be read is named with its place", () => {
    write("default.toml", "a = 1\nb = \n");
    const [found] = checkContext(ir(service));
    expect(found?.code).toBe("default-toml-invalid");
    expect(found?.spans[0]?.start.line).toBe(2);
  });
});

describe("hooks", () => {
  test("two files for one hook", () => {
    write("hooks/run", "#!/bin/sh\n");
    write("hooks/run.sh", "#!/bin/sh\n");
    write("hooks/init.sh", "#!/bin/sh\n");
    const found = checkContext(ir({}));
    expect(codes(found)).toEqual(["hook-duplicate"]);
    expect(found[0]?.message).toContain("hooks/run, hooks/run.sh");
  });

  test("CR LF, with the line", () => {
    write("hooks/init", "#!/bin/sh\necho one\r\necho two\n");
    const [found] = checkContext(ir({}));
    expect(found?.code).toBe("hook-line-endings");
    expect(found?.spans[0]?.start.line).toBe(2);
  });
});
