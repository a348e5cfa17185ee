import { expect, test } from "vitest";
import {
  emptyLayers,
  exportedVariables,
  type Layers,
  layerDependencies,
  pushVariable,
  setVariable,
} from "../../../runtime/environment/layers.ts";

const warnings: string[] = [];
const context = {
  hints: new Map([["HAB_ENV_STACK_SEPARATOR", "|"]]),
  warn: (text: string) => void warnings.push(text),
};
const ident = "acme/app/1/20240101000000";

function dependency(name: string, variables: Record<string, string>) {
  return { ident: `acme/${name}/1/20240101000000`, variables: new Map(Object.entries(variables)) };
}

function layered(...dependencies: ReturnType<typeof dependency>[]): Layers {
  const layers = emptyLayers();
  layerDependencies(layers, dependencies, context);
  return layers;
}

test("a later dependency replaces single values and stands in front of several", () => {
  const layers = layered(
    dependency("a", { HOME_OF_A: "/a", PYTHONPATH: "/a/lib", SHARED: "a", PATH: "/ignored" }),
    dependency("b", { PYTHONPATH: "/b/lib", SHARED: "b" }),
  );
  expect(Object.fromEntries(layers.values)).toEqual({
    HOME_OF_A: "/a",
    PYTHONPATH: "/b/lib:/a/lib",
    SHARED: "b",
  });
  expect(layers.provenance.get("PYTHONPATH")).toBe(
    "acme/b/1/20240101000000 acme/a/1/20240101000000",
  );
  expect(layers.provenance.get("SHARED")).toBe("acme/b/1/20240101000000");
  expect(warnings.join("\n")).toContain("$SHARED");
});

test("setting what a dependency has set needs force", () => {
  const layers = layered(dependency("a", { SHARED: "a" }));
  const given = { name: "SHARED", value: "mine", ident };
  expect(() => setVariable(layers, { ...given, force: false }, context.warn)).toThrow(
    /SHARED already has a value, set by acme\/a/,
  );
  setVariable(layers, { ...given, force: true }, context.warn);
  expect(layers.values.get("SHARED")).toBe("mine");
});

test("an empty value counts as none", () => {
  const layers = layered(dependency("a", { EMPTY: "" }));
  setVariable(layers, { name: "EMPTY", value: "x", ident, force: false }, context.warn);
  expect(layers.values.get("EMPTY")).toBe("x");
});

test("pushing keeps each part once, with the separator that the plan names", () => {
  const layers = emptyLayers();
  pushVariable(layers, { name: "STACK", value: "a|b|a", ident }, context);
  pushVariable(layers, { name: "STACK", value: "c", ident }, context);
  expect(layers.values.get("STACK")).toBe("c|a|b");
  expect(layers.provenance.get("STACK")).toBe(ident);
});

test.each(["PATH", "CFLAGS", "LD_RUN_PATH", "PKG_CONFIG_PATH"])(
  "%s follows from settings and cannot be set",
  (name) => {
    const given = { name, value: "/x", ident };
    expect(() => setVariable(emptyLayers(), { ...given, force: true }, context.warn)).toThrow(name);
    expect(() => pushVariable(emptyLayers(), given, context)).toThrow(name);
  },
);

test("the build-time environment lies on top of the run-time one", () => {
  const runtime = layered(dependency("a", { GEM_PATH: "/a", HOME_OF_A: "/a" }));
  const buildtime = layered(dependency("b", { GEM_PATH: "/b", HOME_OF_A: "/b", ONLY: "b" }));
  const exported = exportedVariables({ runtime, buildtime }, () => undefined, context);
  expect(Object.fromEntries(exported)).toEqual({ GEM_PATH: "/b:/a", HOME_OF_A: "/b", ONLY: "b" });
});
