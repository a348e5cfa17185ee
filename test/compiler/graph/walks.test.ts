/** Ways through the graph, and what changed files lead to. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chains, dependents, placesOf, touched } from "../../../compiler/graph/index.ts";
import { madeGraph, nodeOf, planText, treeGraph, writeTree } from "./tree.ts";

const graph = madeGraph({
  app: ["web", "lib", "db"],
  web: ["lib"],
  db: ["web"],
  lib: ["../core"],
  other: [],
});

function ways(from: string, to: string): string[] {
  return chains(graph, nodeOf(graph, from), placesOf(graph, to)).map((way) =>
    way.map(({ to: { name } }) => name).join(" "),
  );
}

describe("why one plan needs another", () => {
  test("is told by the shortest way through each of its own dependencies", () => {
    expect(ways("app", "acme/lib")).toEqual([
      "acme/lib",
      "acme/web acme/lib",
      "acme/db acme/web acme/lib",
    ]);
  });

  test("may end outside the tree, and may have no answer", () => {
    expect(ways("web", "acme/../core")).toEqual(["acme/lib acme/../core"]);
    expect(ways("lib", "app")).toEqual([]);
  });

  test("ends for plans that need each other", () => {
    const ring = madeGraph({ a: ["b"], b: ["a", "c"], c: [] });
    expect(chains(ring, nodeOf(ring, "a"), placesOf(ring, "c"))).toHaveLength(1);
    expect(dependents(ring, placesOf(ring, "c")).map(({ node }) => node.id)).toEqual(["a", "b"]);
  });
});

describe("the dependents of a plan", () => {
  test("are the direct ones and those behind them, each with its distance", () => {
    expect(
      dependents(graph, placesOf(graph, "web")).map(({ node, steps }) => [node.id, steps]),
    ).toEqual([
      ["app", 1],
      ["db", 1],
    ]);
    expect(
      dependents(graph, placesOf(graph, "acme/../core")).map(({ node, steps }) => [node.id, steps]),
    ).toEqual([
      ["app", 2],
      ["db", 3],
      ["lib", 1],
      ["web", 2],
    ]);
  });
});

describe("a changed file has to do with", async () => {
  const source = "pkg_source=https://example.com/x.tar.gz\npkg_shasum=0";
  const root = writeTree({
    "packed/habitat/plan.sh": planText("packed", source),
    "own/habitat/plan.sh": planText("own"),
    "shared/common.sh": "pkg_maintainer=us",
    "user/plan.sh": planText("user", `source "$PLAN_CONTEXT/../shared/common.sh"\n${source}`),
    "climber/plan.sh": planText(
      "climber",
      `${source}\ndo_install() { cp "$PLAN_CONTEXT/../LICENSE" "$pkg_prefix"; }`,
    ),
  });
  const tree = await treeGraph(root);
  const plans = (file: string) =>
    touched(tree, [join(root, file)], { cwd: root }).map(({ node }) => node.id);

  test("the plan in whose folder it lies", () => {
    expect(plans("packed/habitat/hooks/run")).toEqual(["climber", "packed"]);
  });

  test("a plan without pkg_source whose source it is", () => {
    expect(plans("own/src/main.c")).toEqual(["climber", "own"]);
    expect(plans("packed/src/main.c")).toEqual(["climber"]);
  });

  test("a plan that reads it at its top level", () => {
    expect(plans("shared/common.sh")).toEqual(["climber", "user"]);
  });

  test("a plan whose text leaves its folder", () => {
    expect(plans("LICENSE")).toEqual(["climber"]);
  });
});
