import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseIdent } from "../../../runtime/store/ident.ts";
import { openStore } from "../../../runtime/store/installed.ts";
import { addPackage, target, temporaryFolder } from "./made-store.ts";

const broken = expect.objectContaining({
  diagnostic: expect.objectContaining({ code: "dep-broken" }),
});

function newest(store: string, ident: string): string | undefined {
  return openStore(store, target).newest(parseIdent(ident))?.name;
}

describe("the installed store", () => {
  test("gives the newest release that satisfies an identifier", () => {
    const store = temporaryFolder();
    for (const ident of [
      "acme/zlib/1.9/20240101000000",
      "acme/zlib/1.10/20230101000000",
      "acme/zlib/1.10/20220101000000",
      "acme/zlib/1.10-rc1/20250101000000",
      "acme/zlib-ng/9/20240101000000",
      "other/zlib/2/20240101000000",
    ]) {
      addPackage(store, ident);
    }
    expect(newest(store, "acme/zlib")).toBe("acme/zlib/1.10/20230101000000");
    expect(newest(store, "acme/zlib/1.9")).toBe("acme/zlib/1.9/20240101000000");
    expect(newest(store, "acme/zlib/1.10/20220101000000")).toBe("acme/zlib/1.10/20220101000000");
    expect(newest(store, "acme/zlib/1.1")).toBeUndefined();
    expect(newest(store, "acme/zli")).toBeUndefined();
    expect(newest(join(store, "nowhere"), "acme/zlib")).toBeUndefined();
  });

  test("lets the release decide between two spellings of one version", () => {
    const store = temporaryFolder();
    addPackage(store, "acme/a/1.0/20230101000000");
    addPackage(store, "acme/a/1/20240101000000");
    addPackage(store, "acme/a/1.0.0/20220101000000");
    expect(newest(store, "acme/a")).toBe("acme/a/1/20240101000000");
  });

  test("does not see folders that are being made, foreign targets and other things", () => {
    const store = temporaryFolder();
    addPackage(store, "acme/a/1/20240101000000");
    mkdirSync(join(store, "acme/a/2/20240101000000"), { recursive: true });
    addPackage(store, "acme/a/3/20240101000000", { IDENT: "" });
    addPackage(store, "acme/a/4/20240101000000", { TARGET: "aarch64-linux\n" });
    addPackage(store, "acme/a/5/.hab-pkg-install-20240101000000x1y2z3");
    addPackage(store, "acme/a/6/not-a-release");
    writeFileSync(join(store, "acme/a/7"), "a file");
    writeFileSync(join(store, "README"), "a file");
    expect(newest(store, "acme/a")).toBe("acme/a/1/20240101000000");
    expect(newest(store, "acme/a/4/20240101000000")).toBeUndefined();
    expect(openStore(store, "aarch64-linux").newest(parseIdent("acme/a"))?.name).toBe(
      "acme/a/4/20240101000000",
    );
  });

  test("refuses a damaged package rather than taking an older one", () => {
    const store = temporaryFolder();
    addPackage(store, "acme/a/1/20240101000000");
    addPackage(store, "acme/a/2/20240101000000", { IDENT: "acme/b/2/20240101000000\n" });
    expect(() => newest(store, "acme/a")).toThrow(broken);
    rmSync(join(store, "acme/a/2/20240101000000/IDENT"));
    mkdirSync(join(store, "acme/a/2/20240101000000/IDENT"));
    expect(() => newest(store, "acme/a")).toThrow(broken);
    const withoutTarget = addPackage(store, "acme/c/2/20240101000000");
    rmSync(join(withoutTarget, "TARGET"));
    expect(() => newest(store, "acme/c")).toThrow(broken);
  });

  test("remembers what it saw until it is told to look again", () => {
    const folder = temporaryFolder();
    const store = openStore(folder, target);
    const ident = parseIdent("acme/a");
    expect(store.newest(ident)).toBeUndefined();
    expect(store.names()).toEqual([]);
    addPackage(folder, "acme/a/1/20240101000000");
    expect(store.newest(ident)).toBeUndefined();
    store.forget(ident);
    expect(store.newest(ident)?.name).toBe("acme/a/1/20240101000000");
    expect(store.names()).toEqual(["acme/a"]);
    rmSync(join(folder, "acme/a/1"), { recursive: true });
    expect(store.newest(ident)?.name).toBe("acme/a/1/20240101000000");
    store.forget(ident);
    expect(store.newest(ident)).toBeUndefined();
  });

  test("follows links", () => {
    const store = temporaryFolder();
    const elsewhere = addPackage(temporaryFolder(), "acme/a/1/20240101000000");
    mkdirSync(join(store, "acme/a/1"), { recursive: true });
    symlinkSync(elsewhere, join(store, "acme/a/1/20240101000000"));
    expect(newest(store, "acme/a")).toBe("acme/a/1/20240101000000");
  });
});

describe("an installed package", () => {
  const name = "acme/a/1/20240101000000";
  const path = `/hab/pkgs/${name}`;

  function made(files: Readonly<Record<string, string>>) {
    const store = temporaryFolder();
    addPackage(store, name, files);
    const found = openStore(store, target).newest(parseIdent(name));
    if (found === undefined) throw new Error("not found");
    return { ...found, store };
  }

  test("has a place here and a place inside", () => {
    const found = made({});
    expect(found.path).toBe(path);
    expect(found.hostPath).toBe(join(found.store, name));
  });

  test("reads its metadata", () => {
    const found = made({
      DEPS: "acme/b/1/20240101000000\n",
      TDEPS: "acme/b/1/20240101000000\n\nacme/c/1/20240101000000",
      PATH: `${path}/bin:/hab/pkgs/acme/b/1/20240101000000/bin:${path}0/bin:${path}/sbin\n`,
      RUNTIME_ENVIRONMENT: "A=1\nOPTS=-x=y=\nEMPTY=\n",
      INTERPRETERS: `${path}/bin/sh\n`,
      CFLAGS: ` -I${path}/include \n`,
      LDFLAGS: "",
    });
    expect(found.deps()).toEqual([parseIdent("acme/b/1/20240101000000")]);
    expect(found.tdeps().map((ident) => ident.name)).toEqual(["b", "c"]);
    expect(found.pathEntries()).toEqual([`${path}/bin`, `${path}/sbin`]);
    expect([...found.pairs("RUNTIME_ENVIRONMENT")]).toEqual([
      ["A", "1"],
      ["OPTS", "-x=y="],
      ["EMPTY", ""],
    ]);
    expect(found.lines("INTERPRETERS")).toEqual([`${path}/bin/sh`]);
    expect(found.text("CFLAGS")).toBe(`-I${path}/include`);
    expect(found.text("LDFLAGS")).toBe("");
    expect(found.text("CPPFLAGS")).toBeUndefined();
    expect([...found.pairs("EXPORTS")]).toEqual([]);
    expect(made({}).tdeps()).toEqual([]);
  });

  test("is a service where it can be run", () => {
    expect(made({}).isService()).toBe(false);
    expect(made({ "hooks/init": "" }).isService()).toBe(false);
    expect(made({ "hooks/run": "" }).isService()).toBe(true);
    expect(made({ run: "" }).isService()).toBe(true);
    expect(made({ "run/x": "" }).isService()).toBe(false);
  });

  test("says which metadata is damaged", () => {
    expect(() => made({ DEPS: "acme/b\n" }).deps()).toThrow(broken);
    expect(() => made({ TDEPS: "../../etc\n" }).tdeps()).toThrow(/TDEPS holds/);
    expect(() => made({ EXPORTS: "no pair\n" }).pairs("EXPORTS")).toThrow(broken);
    expect(() => made({ "CFLAGS/x": "" }).text("CFLAGS")).toThrow(broken);
  });
});
