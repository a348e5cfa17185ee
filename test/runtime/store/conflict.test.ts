import { describe, expect, test } from "vitest";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { refuseConflicts } from "../../../runtime/store/conflict.ts";
import { installedSource } from "../../../runtime/store/dependency-source.ts";
import { parseIdent } from "../../../runtime/store/ident.ts";
import type { InstalledStore } from "../../../runtime/store/installed.ts";
import type { Package } from "../../../runtime/store/package.ts";
import { resolveDependencies } from "../../../runtime/store/resolve.ts";
import { full, madeStore } from "./made-store.ts";

async function refusal(store: InstalledStore, deps: readonly string[]) {
  const context = { sources: [installedSource(store)], surroundings: { store } };
  const thrown = await resolveDependencies({ deps, buildDeps: [] }, context).catch((e) => e);
  if (!isHabcError(thrown)) throw new Error("not refused");
  return thrown;
}

describe("two releases of one package", () => {
  test("are refused with every chain that brings them, and what to change", async () => {
    const store = madeStore({
      "libc/2.37": {},
      "libc/2.38": {},
      "zlib/1": { deps: ["libc/2.38"] },
      "lua/5": { deps: ["libc/2.37"] },
      "nginx/1": { deps: ["zlib/1", "lua/5"] },
    });
    const error = await refusal(store, ["acme/zlib", "acme/nginx"]);
    expect(error.exitCode).toBe(31);
    expect(error.diagnostic.code).toBe("dep-conflict");
    expect(error.message).toContain(`${full("libc/2.38")} and ${full("libc/2.37")}`);
    expect(error.diagnostic.hint?.split("\n")).toEqual([
      `${full("libc/2.38")} comes with`,
      `  acme/zlib → ${full("libc/2.38")}`,
      `  acme/nginx → acme/zlib → ${full("libc/2.38")}`,
      `${full("libc/2.37")} (older) comes with`,
      `  acme/nginx → acme/lua → ${full("libc/2.37")}`,
      expect.stringMatching(
        new RegExp(`rebuild ${full("lua/5")}, .* against ${full("libc/2.38")}`),
      ),
    ]);
    expect(error.others).toEqual([]);
  });

  test("are refused where the plan itself asks for one of them", async () => {
    const store = madeStore({
      "libc/2.37": {},
      "libc/2.38": {},
      "zlib/1": { deps: ["libc/2.38"] },
    });
    const error = await refusal(store, ["acme/libc/2.37", "acme/zlib"]);
    expect(error.diagnostic.hint).toContain("  pkg_deps itself");
    expect(error.diagnostic.hint).toContain("let pkg_deps ask for acme/libc/2.38");
  });

  test("are each told, and long lists are cut", async () => {
    const names = Array.from({ length: 10 }, (_, n) => `d${n}/1`);
    const store = madeStore({
      "a/1": {},
      "a/2": {},
      "b/1": {},
      "b/2": {},
      "old/1": { deps: ["a/1", "b/1"] },
      ...Object.fromEntries(names.map((name) => [name, { deps: ["a/2", "b/2"] }])),
    });
    const direct = ["old/1", ...names].map((name) => `acme/${name}`);
    const error = await refusal(store, direct);
    expect(error.message).toContain("acme/a");
    expect(error.others.map(({ message }) => message)).toEqual([expect.stringContaining("acme/b")]);
    expect(error.diagnostic.hint).toContain("and 4 more");
  });

  test("stay few chains where there are very many ways", async () => {
    // 2^20 chains lead from the top to the bottom.
    const layers = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => at).flatMap((at) => {
        const deps = at === 19 ? ["a/1"] : [`l${at + 1}/1`, `r${at + 1}/1`];
        return [
          [`l${at}/1`, { deps }],
          [`r${at}/1`, { deps }],
        ];
      }),
    );
    const store = madeStore({ "a/1": {}, "a/2": {}, ...layers });
    const error = await refusal(store, ["acme/l0", "acme/a/2"]);
    expect(error.diagnostic.hint?.match(/→ acme\/a\/1/g)).toHaveLength(2);
  });

  test("are seen where DEPS does not agree with TDEPS", () => {
    const store = madeStore({
      "a/1": {},
      "a/2": {},
      "b/1": { files: { TDEPS: full("a/1") } },
    });
    const [b, older, newer] = ["acme/b", "acme/a/1", "acme/a/2"].map((text) =>
      store.newest(parseIdent(text)),
    ) as [Package, Package, Package];
    expect(() => refuseConflicts([b, newer], [b, newer, older])).toThrow(
      expect.objectContaining({
        diagnostic: expect.objectContaining({
          hint: expect.stringContaining(`acme/b → ${full("a/1")}`),
        }),
      }),
    );
  });
});

test("releases of different origins are different packages", () => {
  const store = madeStore({ "a/1": {}, "b/1": { deps: ["a/1"] } });
  const found = ["acme/a", "acme/b"].map((text) => store.newest(parseIdent(text))) as Package[];
  expect(() => refuseConflicts(found, found)).not.toThrow();
});
