/** Which plans a tree has, and what leads from one to another. */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeOf, planText, treeGraph, writeTree } from "./tree.ts";

describe("the plans of a tree", () => {
  test("lie in any of the places of plan discovery", async () => {
    const root = writeTree({
      "plain/plan.sh": planText("plain"),
      "inner/habitat/plan.sh": planText("inner"),
      "target/x86_64-linux/plan.sh": planText("target"),
      "both/habitat/x86_64-linux/plan.sh": planText("both"),
      "deep/er/still/plan.sh": planText("still"),
    });
    const { nodes } = await treeGraph(root);
    expect(nodes.map(({ id }) => id)).toEqual([
      "both",
      "deep/er/still",
      "inner",
      "plain",
      "target",
    ]);
    expect(nodeOf(await treeGraph(root), "both").plan).toMatchObject({
      source: join(root, "both"),
      context: join(root, "both/habitat/x86_64-linux"),
    });
  });

  test("are not what is hidden, installed, a result, linked, or for another target", async () => {
    const root = writeTree({
      "real/plan.sh": planText("real"),
      ".cache/x/plan.sh": planText("hidden"),
      "node_modules/x/plan.sh": planText("installed"),
      "results/x/plan.sh": planText("result"),
      "arm/aarch64-linux/plan.sh": planText("arm"),
      "win/x86_64-windows/plan.sh": planText("win"),
    });
    symlinkSync(join(root, "real"), join(root, "linked"));
    expect((await treeGraph(root)).nodes.map(({ id }) => id)).toEqual(["real"]);
  });

  test("that cannot be read do not hide the others", async () => {
    const root = writeTree({
      "broken/plan.sh": 'pkg_name="x\n',
      "fine/plan.sh": planText("fine"),
      "two/plan.sh": planText("two"),
      "two/plan.ts": "",
    });
    const { nodes, unread } = await treeGraph(root);
    expect(nodes.map(({ id }) => id)).toEqual(["fine"]);
    expect(unread.map(({ id, error }) => [id, error.diagnostic.code])).toEqual([
      ["broken", "plan-syntax"],
      ["two", "plan-ambiguous"],
    ]);
  });

  test("of the folder itself has the id .", async () => {
    const root = writeTree({ "plan.sh": planText("top"), "below/plan.sh": planText("below") });
    expect((await treeGraph(root)).nodes.map(({ id }) => id)).toEqual([".", "below"]);
  });
});

describe("what a plan needs", async () => {
  const root = writeTree({
    "lib/plan.sh": planText("lib"),
    "tool/plan.sh": planText("tool"),
    "scaffolding/plan.sh": planText("scaffolding"),
    "user/plan.sh": planText(
      "user",
      "pkg_deps=(acme/lib core/glibc)\npkg_build_deps=(acme/tool)\npkg_scaffolding=acme/scaffolding",
    ),
    "suite/plan.sh": planText(
      "suite",
      "pkg_type=composite\npkg_services=(acme/user acme/lib)\npkg_deps=(acme/suite)",
    ),
    "exact/plan.sh": planText(
      "exact",
      "pkg_deps=(acme/lib/1.0 acme/tool/2.0 acme/user/1.0/20240101000000)",
    ),
  });
  const graph = await treeGraph(root);

  test("comes from run and build dependencies, the scaffolding and services", () => {
    expect(nodeOf(graph, "user").edges).toEqual(["lib", "scaffolding", "tool"]);
    expect(nodeOf(graph, "suite").edges).toEqual(["lib", "user"]);
    expect(nodeOf(graph, "user").needs).toContainEqual({
      setting: "pkg_deps",
      ident: "core/glibc",
      to: [],
    });
  });

  test("is no other version, and no release that exists already", () => {
    expect(nodeOf(graph, "exact").edges).toEqual(["lib"]);
  });

  test("is looked for in the origin that HAB_ORIGIN gives all plans", async () => {
    const other = await treeGraph(root, { HAB_ORIGIN: "other" });
    expect(nodeOf(other, "user")).toMatchObject({ name: "other/user", edges: [] });
  });

  test("of a version that is not known may be any", async () => {
    const tree = writeTree({
      "lib/plan.sh": "pkg_name=lib\npkg_origin=acme\npkg_version=$(git describe)\n",
      "user/plan.sh": planText("user", "pkg_deps=(acme/lib/3.4)"),
    });
    expect(nodeOf(await treeGraph(tree), "user").edges).toEqual(["lib"]);
  });

  test("and only running it would show is told once for each cause", async () => {
    const tree = writeTree({
      "user/plan.sh": planText("user", 'x=$(git describe)\npkg_deps=("$x")\npkg_build_deps=("$x")'),
    });
    const { findings } = await treeGraph(tree);
    expect(findings).toMatchObject([
      { code: "graph-incomplete", severity: "warning", spans: [{ start: { line: 4 } }] },
    ]);
    expect(findings[0]?.message).toMatch(
      /^pkg_deps, pkg_build_deps cannot be known .*git describe/,
    );
  });
});
