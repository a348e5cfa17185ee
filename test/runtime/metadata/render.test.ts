import { expect, test } from "vitest";
import type { BuildFact, Settings } from "../../../compiler/ir/index.ts";
import { renderManifest } from "../../../runtime/metadata/manifest.ts";
import {
  type FactValue,
  type MetadataSource,
  renderMetadata,
} from "../../../runtime/metadata/render.ts";

const prefix = "/hab/pkgs/acme/x/1/20240101000000";

function facts(given: Partial<Record<BuildFact, FactValue>> = {}): Record<BuildFact, FactValue> {
  return {
    ident: "acme/x/1/20240101000000",
    target: "x86_64-linux",
    deps: [],
    tdeps: [],
    buildDeps: [],
    buildTdeps: [],
    runtimePath: "",
    runtimeEnvironment: new Map(),
    runtimeProvenance: new Map(),
    buildtimeEnvironment: new Map(),
    buildtimeProvenance: new Map(),
    exposedPorts: [],
    pkgConfigDirs: [],
    resolvedServices: [],
    ...given,
  };
}

function rendered(
  settings: Settings,
  given: Partial<Record<BuildFact, FactValue>> = {},
  kind: MetadataSource["kind"] = "standard",
): Record<string, string> {
  const texts = renderMetadata({ prefix, settings, facts: facts(given), kind });
  return Object.fromEntries(texts);
}

test("what has no content is not written", () => {
  expect(rendered({})).toEqual({
    IDENT: "acme/x/1/20240101000000\n",
    TARGET: "x86_64-linux\n",
  });
});

test("folders become paths and options below the prefix", () => {
  const texts = rendered({
    pkg_bin_dirs: ["bin", "sbin"],
    pkg_lib_dirs: ["lib", "lib64"],
    pkg_include_dirs: ["include"],
    pkg_interpreters: ["bin/a", "bin/b"],
  });
  expect(texts).toMatchObject({
    PATH: `${prefix}/bin:${prefix}/sbin\n`,
    LD_RUN_PATH: `${prefix}/lib:${prefix}/lib64\n`,
    LDFLAGS: `-L${prefix}/lib -L${prefix}/lib64\n`,
    CFLAGS: `-I${prefix}/include\n`,
    CPPFLAGS: `-I${prefix}/include\n`,
    CXXFLAGS: `-I${prefix}/include\n`,
    INTERPRETERS: `${prefix}/bin/a\n${prefix}/bin/b\n`,
  });
});

test("maps become lines, and only a service has a user", () => {
  const settings: Settings = {
    pkg_exports: { port: "server.port" },
    pkg_binds: { db: "port host" },
    pkg_svc_user: "hab",
    pkg_svc_group: "hab",
  };
  expect(rendered(settings)).toMatchObject({
    EXPORTS: "port=server.port\n",
    BINDS: "db=port host\n",
  });
  expect(rendered(settings)).not.toHaveProperty("SVC_USER");
  expect(rendered(settings, {}, "service")).toMatchObject({
    SVC_USER: "hab\n",
    SVC_GROUP: "hab\n",
  });
});

test("a composite has its own files and none of the others", () => {
  const settings: Settings = {
    pkg_type: "composite",
    pkg_services: ["b/b", "a/a"],
    pkg_bin_dirs: ["bin"],
  };
  expect(rendered(settings, { resolvedServices: ["b/b/1/2", "a/a/1/2"] }, "composite")).toEqual({
    IDENT: "acme/x/1/20240101000000\n",
    TARGET: "x86_64-linux\n",
    TYPE: "composite\n",
    SERVICES: "a/a\nb/b\n",
    RESOLVED_SERVICES: "a/a/1/2\nb/b/1/2\n",
  });
});

test("a value with a line break fits into no file of lines", () => {
  const runtimeEnvironment = new Map([["MOTD", "one\ntwo"]]);
  expect(() => rendered({}, { runtimeEnvironment })).toThrow(/MOTD in RUNTIME_ENVIRONMENT/);
});

test("the manifest keeps the plan's text, and says what is not there", () => {
  const flags = { CFLAGS: "-O2", CPPFLAGS: "", CXXFLAGS: "", LDFLAGS: "", LD_RUN_PATH: "" };
  const text = renderManifest({
    settings: { pkg_origin: "acme", pkg_name: "x", pkg_version: "1", pkg_deps: ["a/b", "a/c"] },
    release: "20240101000000",
    target: "x86_64-linux",
    prefix,
    flags,
    planSource: "pkg_name=x\n\n$1 $& `x`\n\n\n",
    language: "bash",
  });
  expect(text).toContain("* __Dependencies__: `a/b a/c `\n");
  expect(text).toContain("* __Source__: source URL not provided or required\n");
  expect(text).toContain("CFLAGS: -O2\nCPPFLAGS: no CPPFLAGS\n");
  expect(text.endsWith("```bash\npkg_name=x\n\n$1 $& `x`\n```\n")).toBe(true);
});
