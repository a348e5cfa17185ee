import fc from "fast-check";
import { expect, test } from "vitest";
import { inventory } from "../../../runtime/installed/inventory.ts";
import { planUninstall } from "../../../runtime/installed/uninstall-plan.ts";
import { formatIdent } from "../../../runtime/store/ident.ts";
import type { Package } from "../../../runtime/store/package.ts";
import { full, type Made, madeStore } from "../store/made-store.ts";

/** A graph in which each package needs some of those before it. */
const graphs = fc
  .integer({ min: 2, max: 9 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, at) =>
        fc.subarray(Array.from({ length: at }, (_, before) => `p${before}/1`)),
      ),
    ),
  )
  .map((needs) =>
    Object.fromEntries(needs.map((deps, at): [string, Made] => [`p${at}/1`, { deps }])),
  );

function missing(packages: readonly Package[]): string[] {
  const names = new Set(packages.map(({ name }) => name));
  return packages.flatMap((found) =>
    found
      .tdeps()
      .map(formatIdent)
      .filter((dep) => !names.has(dep)),
  );
}

test("an uninstallation never leaves a package without what it runs with, at any moment", () => {
  const choices = fc.record({
    graph: graphs,
    target: fc.nat(),
    excluded: fc.option(fc.nat(), { nil: undefined }),
    used: fc.option(fc.nat(), { nil: undefined }),
    withDependencies: fc.boolean(),
  });
  fc.assert(
    fc.property(choices, ({ graph, target: nth, excluded, used, withDependencies }) => {
      const { packages } = inventory(madeStore(graph));
      const pick = (number: number) => packages[number % packages.length] as Package;
      const target = pick(nth);
      const kept = excluded === undefined ? [] : [pick(excluded).ident];
      const held = new Map(used === undefined ? [] : [[pick(used).name, full("being-built/1")]]);
      const request = { packages, targets: [target], excluded: kept, held, withDependencies };
      const isExcluded = kept.some((ident) => formatIdent(ident) === target.name);
      const needed = packages.filter((found) =>
        found.tdeps().map(formatIdent).includes(target.name),
      );
      if (needed.length > 0 && !isExcluded) {
        expect(() => planUninstall(request)).toThrow(needed[0]?.name);
        return;
      }
      if (held.has(target.name) && !isExcluded) {
        expect(() => planUninstall(request)).toThrow("being-built");
        return;
      }
      const { removed } = planUninstall(request);
      let left = packages;
      for (const gone of removed) {
        left = left.filter(({ name }) => name !== gone.name);
        expect(missing(left)).toEqual([]);
      }
      const names = removed.map(({ name }) => name);
      for (const name of [...kept.map(formatIdent), ...held.keys()]) {
        expect(names).not.toContain(name);
      }
      if (isExcluded) expect(names).toEqual([]);
      else if (!withDependencies) expect(names).toEqual([target.name]);
      else {
        // What it ran with is gone, unless it is excluded or something that is left needs it.
        const stays = new Set(left.flatMap((found) => found.tdeps().map(formatIdent)));
        for (const dep of target.tdeps().map(formatIdent)) {
          const may =
            stays.has(dep) || held.has(dep) || kept.some((ident) => formatIdent(ident) === dep);
          expect(names.includes(dep)).toBe(!may);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("a refusal points at a package that nothing else needs", () => {
  const { packages } = inventory(
    madeStore({ "a/1": {}, "b/1": { deps: ["a/1"] }, "c/1": { deps: ["b/1"] } }),
  );
  const targets = packages.filter(({ name }) => name === full("a/1"));
  const request = { packages, targets, excluded: [], held: new Map(), withDependencies: true };
  expect(() => planUninstall(request)).toThrow(
    expect.objectContaining({
      diagnostic: expect.objectContaining({
        code: "package-needed",
        hint: `uninstall first: habc pkg uninstall ${full("c/1")}`,
      }),
    }),
  );
});
