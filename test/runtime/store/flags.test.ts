import { describe, expect, test } from "vitest";
import { buildFlags } from "../../../runtime/store/flags.ts";
import { buildPath, runtimePath } from "../../../runtime/store/paths.ts";

function withFiles(files: Readonly<Record<string, string>>) {
  return { text: (file: string) => files[file] };
}

function withPath(...entries: readonly string[]) {
  return { pathEntries: () => entries };
}

describe("compiler and linker flags", () => {
  const cc = withFiles({ CFLAGS: "-I/cc", CPPFLAGS: "-I/cc/pp", CXXFLAGS: "", LDFLAGS: "-L/cc" });
  const old = withFiles({ CFLAGS: "-I/old", LD_RUN_PATH: "/old/lib" });
  const zlib = withFiles({ PKG_CONFIG_PATH: "/z/pc", LDFLAGS: "-L/z", LD_RUN_PATH: "/z/lib" });
  const plain = withFiles({});

  test("come from the direct dependencies, C's for the others where those are lacking", () => {
    expect(
      buildFlags({
        libDirs: ["/p/lib", "/p/lib64"],
        deps: [zlib, plain],
        allDeps: [cc, old, zlib, plain],
        current: {},
      }),
    ).toEqual({
      CFLAGS: "-I/cc -I/old",
      CPPFLAGS: "-I/cc/pp -I/old",
      CXXFLAGS: "-I/old",
      LDFLAGS: "-L/cc -L/z",
      PKG_CONFIG_PATH: "/z/pc",
      LD_RUN_PATH: "/p/lib:/p/lib64:/z/lib",
    });
  });

  test("stand behind what the plan set", () => {
    const current = { CFLAGS: "-O2", PKG_CONFIG_PATH: "/own", LD_RUN_PATH: "/own", OTHER: "x" };
    expect(buildFlags({ libDirs: [], deps: [zlib], allDeps: [old, zlib], current })).toEqual({
      CFLAGS: "-O2 -I/old",
      CPPFLAGS: "-I/old",
      CXXFLAGS: "-I/old",
      LDFLAGS: "-L/z",
      PKG_CONFIG_PATH: "/own:/z/pc",
      LD_RUN_PATH: "/z/lib",
    });
  });

  test("are absent where nothing gives them", () => {
    expect(buildFlags({ libDirs: [], deps: [plain], allDeps: [plain], current: {} })).toEqual({});
  });
});

describe("search paths", () => {
  const own = ["/p/bin", "/p/sbin"];
  const git = withPath("/git/bin", "/git/libexec");
  const ssl = withPath("/ssl/bin");
  const none = withPath();

  test("hold the own folders, then each entry once, then what was there", () => {
    expect(buildPath(own, [git, none, ssl, git], "/usr/bin:/bin")).toBe(
      "/p/bin:/p/sbin:/git/bin:/git/libexec:/ssl/bin:/usr/bin:/bin",
    );
    expect(buildPath([], [], "/bin")).toBe("/bin");
  });

  test("take direct run dependencies before transitive ones", () => {
    const curl = withPath("/curl/bin");
    expect(runtimePath(own, { deps: [git, ssl], tdeps: [git, curl, ssl] })).toBe(
      "/p/bin:/p/sbin:/git/bin:/git/libexec:/ssl/bin:/curl/bin",
    );
    expect(runtimePath([], { deps: [none], tdeps: [none] })).toBe("");
  });
});
