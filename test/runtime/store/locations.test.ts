import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { locations } from "../../../runtime/store/locations.ts";
import { temporaryFolder } from "./made-store.ts";

const cwd = "/home/me/place";
const environment = { HOME: "/home/me" };

describe("locations", () => {
  test("of root are shared", () => {
    expect(locations({ environment, uid: 0, cwd, writable: () => false })).toEqual({
      packages: "/hab/pkgs",
      sourceCache: "/hab/cache/src",
      artifactCache: "/hab/cache/artifacts",
      keyCache: "/hab/cache/keys",
      cliConfig: "/hab/etc/cli.toml",
      results: "/home/me/place/results",
    });
  });

  test("of anybody else are at home, but the store where it can be shared", () => {
    const own = {
      packages: "/home/me/.hab/pkgs",
      sourceCache: "/home/me/.hab/cache/src",
      artifactCache: "/home/me/.hab/cache/artifacts",
      keyCache: "/home/me/.hab/cache/keys",
      cliConfig: "/home/me/.hab/etc/cli.toml",
      results: "/home/me/place/results",
    };
    expect(locations({ environment, uid: 1000, cwd, writable: () => false })).toEqual(own);
    const writable = (folder: string) => folder === "/hab/pkgs";
    expect(locations({ environment, uid: 1000, cwd, writable })).toEqual({
      ...own,
      packages: "/hab/pkgs",
    });
  });

  test("follow the environment", () => {
    const given = { HAB_OUTPUT_PATH: "out", HAB_CACHE_KEY_PATH: "/keys", FS_ROOT: "/mnt/root" };
    expect(locations({ environment: given, uid: 0, cwd })).toEqual({
      packages: "/mnt/root/hab/pkgs",
      sourceCache: "/mnt/root/hab/cache/src",
      artifactCache: "/mnt/root/hab/cache/artifacts",
      keyCache: "/keys",
      cliConfig: "/mnt/root/hab/etc/cli.toml",
      results: "/home/me/place/out",
    });
    const empty = { HAB_OUTPUT_PATH: "", HAB_CACHE_KEY_PATH: "", FS_ROOT: "", HOME: "/home/me" };
    expect(locations({ environment: empty, uid: 0, cwd }).results).toBe("/home/me/place/results");
    expect(locations({ environment: empty, uid: 0, cwd }).packages).toBe("/hab/pkgs");
  });

  test("ask the file system whether the store can be shared", () => {
    const root = temporaryFolder();
    const given = { HOME: "/home/me", FS_ROOT: root };
    const store = () => locations({ environment: given, uid: 1000, cwd }).packages;
    // It could be made.
    expect(store()).toBe(join(root, "hab/pkgs"));
    mkdirSync(join(root, "hab"));
    chmodSync(join(root, "hab"), 0o555);
    const isRoot = process.getuid?.() === 0;
    expect(store()).toBe(isRoot ? join(root, "hab/pkgs") : "/home/me/.hab/pkgs");
    chmodSync(join(root, "hab"), 0o755);
    const { packages } = locations({
      environment: { ...given, FS_ROOT: "/proc/nowhere" },
      uid: 1000,
      cwd,
    });
    expect(packages).toBe(isRoot ? "/proc/nowhere/hab/pkgs" : "/home/me/.hab/pkgs");
  });
});
