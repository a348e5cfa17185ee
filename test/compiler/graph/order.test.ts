/** Orders of random graphs, with tsort as the judge of what is a cycle. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildOrder } from "../../../compiler/graph/index.ts";
import { madeGraph } from "./tree.ts";

const names = "abcdefghijkl".split("");
const anyGraph = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
    maxLength: 16,
    selector: ([from, to]) => `${from}${to}`,
  })
  .map((pairs) => {
    const needs: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
    for (const [from, to] of pairs) if (from !== to) needs[from]?.push(to);
    return needs;
  });

describe("the build order", () => {
  test("of plans without a cycle has each behind what it needs; tsort finds the others", () => {
    fc.assert(
      fc.property(anyGraph, (needs) => {
        const graph = madeGraph(needs);
        const { order, cycles } = buildOrder(graph);
        expect(order.map(({ id }) => id).sort()).toEqual(names);
        const pairs = Object.entries(needs).flatMap(([from, all]) =>
          all.map((to) => `${to} ${from}\n`),
        );
        const { status } = spawnSync("tsort", { input: pairs.join("") });
        expect(cycles.length > 0).toBe(status !== 0);
        if (cycles.length > 0) return;
        const places = new Map(order.map(({ id }, at) => [id, at]));
        for (const [from, all] of Object.entries(needs)) {
          for (const to of all) expect(places.get(to)).toBeLessThan(places.get(from) ?? -1);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("of a cycle is a way round it", () => {
    fc.assert(
      fc.property(anyGraph, (needs) => {
        for (const { way: cycle } of buildOrder(madeGraph(needs)).cycles) {
          expect(cycle.length).toBeGreaterThan(1);
          expect(new Set(cycle).size).toBe(cycle.length);
          for (const [at, node] of cycle.entries()) {
            expect(needs[node.id]).toContain(cycle[(at + 1) % cycle.length]?.id);
          }
        }
      }),
    );
  });

  test("shows the shortest way round, and builds the rest around it", () => {
    const graph = madeGraph({
      a: ["b"],
      b: ["c"],
      c: ["a", "b"],
      user: ["a"],
      base: [],
      d: ["base"],
    });
    const { order, cycles } = buildOrder(graph);
    expect(cycles.map(({ way }) => way.map(({ id }) => id))).toEqual([["b", "c"]]);
    expect(order.map(({ id }) => id)).toEqual(["a", "b", "c", "base", "d", "user"]);
  });

  test("does not depend on the order in which plans name what they need", () => {
    const one = buildOrder(madeGraph({ a: ["x", "y"], x: [], y: ["z"], z: [] }));
    const other = buildOrder(madeGraph({ z: [], y: ["z"], x: [], a: ["y", "x"] }));
    expect(one.order.map(({ id }) => id)).toEqual(other.order.map(({ id }) => id));
  });

  test("of a chain of thousands is found", () => {
    const count = 3000;
    const needs = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`p${at}`, at === 0 ? [] : [`p${at - 1}`]]),
    );
    expect(buildOrder(madeGraph(needs)).order.at(-1)?.id).toBe(`p${count - 1}`);
  });
});
