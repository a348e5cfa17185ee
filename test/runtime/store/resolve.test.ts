import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DependencySource,
  installedSource,
} from "../../../runtime/store/dependency-source.ts";
import { parseIdent } from "../../../runtime/store/ident.ts";
import type { InstalledStore } from "../../../runtime/store/installed.ts";
import type { Package } from "../../../runtime/store/package.ts";
import {
  type DependencyRequest,
  type ResolveContext,
  resolveDependencies,
  resolvePackages,
} from "../../../runtime/store/resolve.ts";
import { addPackage, full, type Made, madeStore, temporaryFolder } from "./made-store.ts";

function contextOf(store: InstalledStore, more: readonly DependencySource[] = []): ResolveContext {
  return {
    sources: [installedSource(store), ...more],
    surroundings: { store, results: "/results" },
  };
}

function resolve(store: InstalledStore, request: Partial<DependencyRequest>) {
  return resolveDependencies({ deps: [], buildDeps: [], ...request }, contextOf(store));
}

/** `name/version` of packages of origin acme. */
function shorts(packages: readonly Package[]): string[] {
  return packages.map(({ ident }) => `${ident.name}/${ident.version}`);
}

const diamond: Record<string, Made> = {
  "libc/2": {},
  "zlib/1": { deps: ["libc/2"] },
  "ssl/3": { deps: ["zlib/1", "libc/2"] },
  "curl/8": { deps: ["ssl/3", "zlib/1"] },
  "git/2": { deps: ["curl/8", "zlib/1"] },
  "cc/13": { deps: ["libc/2"] },
};

describe("resolving dependencies", () => {
  test("orders them as the reference does", async () => {
    const store = madeStore(diamond);
    const found = await resolve(store, {
      deps: ["acme/git", "acme/ssl", "acme/libc"],
      buildDeps: ["acme/cc"],
    });
    expect(shorts(found.deps)).toEqual(["git/2", "ssl/3", "libc/2"]);
    // git brings curl, zlib, ssl, libc; then ssl brings zlib and libc, which move to the end.
    expect(shorts(found.tdeps)).toEqual(["git/2", "curl/8", "ssl/3", "zlib/1", "libc/2"]);
    expect(shorts(found.buildTdeps)).toEqual(["cc/13", "libc/2"]);
    expect(shorts(found.allDeps)).toEqual(["cc/13", "git/2", "ssl/3", "libc/2"]);
    expect(shorts(found.allTdeps)).toEqual([
      "cc/13",
      "git/2",
      "ssl/3",
      "libc/2",
      "curl/8",
      "zlib/1",
    ]);
  });

  test("holds its laws on any graph", async () => {
    const graph = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 14 });
    const pick = fc.array(fc.nat(30), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(graph, pick, pick, async (edges, run, build) => {
        const packages: Record<string, Made> = {};
        edges.forEach((deps, at) => {
          const below = at === 0 ? [] : deps.map((dep) => `p${dep % at}/1`);
          packages[`p${at}/1`] = { deps: [...new Set(below)] };
        });
        const pickOf = (picked: number[]) => picked.map((n) => `acme/p${n % edges.length}`);
        const found = await resolve(madeStore(packages), {
          deps: pickOf(run),
          buildDeps: pickOf(build),
        });
        for (const list of [found.deps, found.buildDeps, found.tdeps, found.allTdeps]) {
          expect(new Set(list).size).toBe(list.length);
        }
        for (const [direct, all] of [
          [found.deps, found.tdeps],
          [found.buildDeps, found.buildTdeps],
        ] as const) {
          const expected = new Set(
            [...direct, ...direct.flatMap((one) => one.tdeps())].map(
              ({ name }) => name.split("/").at(1) ?? name,
            ),
          );
          expect(new Set(all.map(({ ident }) => ident.name))).toEqual(expected);
          // What is only there for others comes behind everything that needs it.
          for (const one of all) {
            for (const dep of one.deps()) {
              const at = all.findIndex(({ ident }) => ident.name === dep.name);
              expect(at).toBeGreaterThan(all.indexOf(one));
            }
          }
        }
        expect(new Set(found.allTdeps)).toEqual(new Set([...found.buildTdeps, ...found.tdeps]));
      }),
      { numRuns: 40 },
    );
  });

  test("takes each package once, however often a plan names it", async () => {
    const store = madeStore(diamond);
    const found = await resolve(store, {
      deps: ["acme/zlib", "acme/zlib/1", full("zlib/1")],
      buildDeps: ["acme/zlib"],
    });
    expect(shorts(found.deps)).toEqual(["zlib/1"]);
    expect(shorts(found.allTdeps)).toEqual(["zlib/1", "libc/2"]);
  });

  test("brings the run dependencies of a scaffolding along", async () => {
    const store = madeStore({
      ...diamond,
      "node/20": { deps: ["libc/2"] },
      "scaffolding/1": { deps: ["node/20", "zlib/1"] },
      "shim/1": {},
    });
    const found = await resolve(store, {
      deps: ["acme/shim"],
      buildDeps: ["acme/cc"],
      scaffolding: "acme/scaffolding",
    });
    expect(shorts(found.buildDeps)).toEqual(["scaffolding/1", "node/20", "zlib/1", "cc/13"]);
    expect(shorts(found.buildTdeps)).toEqual([
      "scaffolding/1",
      "cc/13",
      "node/20",
      "zlib/1",
      "libc/2",
    ]);
    expect(shorts(found.allTdeps)).toEqual([
      "scaffolding/1",
      "cc/13",
      "shim/1",
      "node/20",
      "zlib/1",
      "libc/2",
    ]);
  });

  test("tells what each identifier came to", async () => {
    const store = madeStore(diamond);
    const told: string[][] = [];
    const context = contextOf(store);
    await resolveDependencies(
      { deps: ["acme/zlib"], buildDeps: ["acme/cc/13"] },
      { ...context, resolved: (wanted, { name }) => told.push([wanted, name]) },
    );
    expect(told).toEqual([
      ["acme/cc/13", full("cc/13")],
      ["acme/zlib", full("zlib/1")],
    ]);
    const services = await resolvePackages(["acme/zlib", "acme/cc"], context);
    expect(shorts(services)).toEqual(["zlib/1", "cc/13"]);
  });

  test("reads nothing that it does not need", async () => {
    const store = madeStore(diamond);
    for (const other of ["acme/zlibx/1", "acme/other/2", "elsewhere/zlib/9"]) {
      addPackage(store.folder, `${other}/20240101000000`, { IDENT: "damaged", TDEPS: "damaged" });
    }
    // An older release is not looked at where a newer one will do.
    addPackage(store.folder, "acme/zlib/0.9/20240101000000", { IDENT: "damaged" });
    const found = await resolve(store, { deps: ["acme/zlib"] });
    expect(shorts(found.tdeps)).toEqual(["zlib/1", "libc/2"]);
  });
});

describe("a missing dependency", () => {
  function missing(message: RegExp, hint: RegExp) {
    return expect.objectContaining({
      diagnostic: expect.objectContaining({
        code: "dep-missing",
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      }),
    });
  }

  test("is named with what would provide it, all of them at once", async () => {
    const store = madeStore(diamond);
    const resolving = resolve(store, { deps: ["acme/zlip", "acme/zlib/2", "other/ssl"] });
    await expect(resolving).rejects.toThrow(
      missing(
        /^acme\/zlip is not installed$/,
        /put acme-zlip-.*\.hart into \/results; did you mean acme\/zlib\?$/,
      ),
    );
    const { others } = await resolving.catch((error) => error);
    expect(others).toHaveLength(2);
    expect(others[0].hint).toContain(`installed: ${full("zlib/1")}`);
    expect(others[1].hint).toContain("did you mean acme/ssl?");
  });

  test("is one that the host may stand in for, unless it is of a version or unknown", async () => {
    const store = madeStore({});
    const deps = ["core/make", "core/make/4.2", "core/no-such-tool", "acme/make"];
    const { diagnostic, others } = await resolve(store, { deps }).catch((error) => error);
    expect(diagnostic.hint).toContain("; `habc pkg host core/make` has the host stand in");
    for (const { hint } of others) expect(hint).not.toContain("pkg host");
  });

  test("is told also where what might be suggested is damaged", async () => {
    const store = madeStore({ "zlib/1": {} });
    addPackage(store.folder, full("zlib/3"), { IDENT: "damaged" });
    await expect(resolve(store, { deps: ["acme/zlib/2"] })).rejects.toThrow(
      missing(/^acme\/zlib\/2 is not installed$/, /./),
    );
  });

  test("names the direct dependency that runs with it", async () => {
    const folder = temporaryFolder();
    addPackage(folder, full("a/1"), { TDEPS: full("b/1") });
    const { openStore } = await import("../../../runtime/store/installed.ts");
    await expect(resolve(openStore(folder, "x86_64-linux"), { deps: ["acme/a"] })).rejects.toThrow(
      missing(
        /^acme\/b\/1\/20240101000000, which acme\/a\/1\/20240101000000 runs with, is not/,
        /./,
      ),
    );
  });

  test("points at its plan where that is near", async () => {
    const store = madeStore({});
    const plans = temporaryFolder();
    mkdirSync(join(plans, "zlib/habitat"), { recursive: true });
    writeFileSync(join(plans, "zlib/habitat/plan.sh"), "");
    const surroundings = { store, results: "/results", planFolders: [plans] };
    const context = { ...contextOf(store), surroundings };
    await expect(
      resolveDependencies({ deps: ["acme/zlib"], buildDeps: [] }, context),
    ).rejects.toThrow(missing(/acme\/zlib/, new RegExp(`habc build ${join(plans, "zlib")}`)));
  });

  test("cannot come from a file where nothing may be installed", async () => {
    const store = madeStore({});
    const context = { ...contextOf(store), surroundings: { store } };
    await expect(
      resolveDependencies({ deps: ["acme/zlib"], buildDeps: [] }, context),
    ).rejects.toThrow(missing(/acme\/zlib/, /NO_INSTALL_DEPS/));
  });
});

describe("a further source", () => {
  /** Installs packages of a made store into another one, and notes the order. */
  function sourceFrom(from: InstalledStore, to: InstalledStore, log: string[]): DependencySource {
    return {
      where: "it in the depot",
      async find(ident) {
        const found = from.newest(ident);
        if (found === undefined) return undefined;
        const { text } = found;
        return {
          ident: found.ident,
          tdeps: found.tdeps,
          async install() {
            log.push(found.name);
            addPackage(to.folder, found.name, {
              ...(text("DEPS") ? { DEPS: text("DEPS") ?? "", TDEPS: text("TDEPS") ?? "" } : {}),
            });
            to.forget(found.ident);
            const installed = to.newest(found.ident);
            if (installed === undefined) throw new Error("not installed");
            return installed;
          },
        };
      },
    };
  }

  test("is asked for what the store lacks, and gives prerequisites first", async () => {
    const depot = madeStore({ ...diamond, "zlib/9": {} });
    const store = madeStore({ "libc/2": {}, "zlib/1": { deps: ["libc/2"] } });
    const log: string[] = [];
    const context = contextOf(store, [sourceFrom(depot, store, log)]);
    const found = await resolveDependencies(
      { deps: ["acme/zlib", "acme/git"], buildDeps: [] },
      context,
    );
    expect(log).toEqual([full("ssl/3"), full("curl/8"), full("git/2")]);
    expect(shorts(found.tdeps)).toContain("zlib/1");
    expect(store.newest(parseIdent("acme/git"))?.name).toBe(full("git/2"));
  });

  test("installs nothing where something else is missing", async () => {
    const depot = madeStore(diamond);
    const store = madeStore({});
    const log: string[] = [];
    const context = contextOf(store, [sourceFrom(depot, store, log)]);
    await expect(
      resolveDependencies({ deps: ["acme/git", "acme/none"], buildDeps: [] }, context),
    ).rejects.toThrow("acme/none is not installed, nor is it in the depot");
    expect(log).toEqual([]);
  });
});
