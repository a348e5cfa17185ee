/** Faults in the linkage of real programs, each found, and silence about those that are right. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLab, prefix } from "./lab.ts";
import { readelf } from "./readelf.ts";

const lab = openLab();
afterAll(() => lab.close());

const greet = ["greet", "lib/libgreet.so"] as const;
const call = "int greet(void); int main(void) { return greet(); }";

beforeAll(() => {
  lab.add("base", { LD_RUN_PATH: `${prefix("base")}/lib\n` });
  const base = { code: "int base(void) { return 0; }", soname: "libbase.so.1" };
  lab.compile("base", "lib/libbase.so.1", base);
  lab.add("greet", { LD_RUN_PATH: `${prefix("greet")}/lib\n`, TDEPS: "" });
  const code = "int base(void); int greet(void) { return base(); }";
  const greets = {
    code,
    soname: "libgreet.so.1",
    with: [["base", "lib/libbase.so.1"]] as const,
    runPath: `${prefix("base")}/lib`,
  };
  lab.compile("greet", "lib/libgreet.so", greets);
  lab.link("greet", "lib/libgreet.so.1", "libgreet.so");
  lab.add("libc");
  const loader = readelf(process.execPath).interpreter ?? "";
  const library = execFileSync("gcc", ["-print-file-name=libc.so.6"], { encoding: "utf8" }).trim();
  for (const [name, file] of [
    ["ld-linux-x86-64.so.2", loader],
    ["libc.so.6", library],
  ] as const) {
    lab.write("libc", `lib/${name}`, readFileSync(file), 0o755);
  }
});

const needs = { deps: ["greet"], tdeps: ["greet", "base"] };
const runPath = `${prefix("greet")}/lib`;

/** Runs a command where the lab is the store. */
function installed(command: string, environment: Readonly<Record<string, string>> = {}) {
  const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const script = `mount --bind "$0" /hab && exec ${command}`;
  const args = [...user, "--mount", "sh", "-c", script, join(lab.store, "..")];
  const env = { PATH: process.env["PATH"] ?? "", ...environment };
  return spawnSync("unshare", args, { encoding: "utf8", env });
}

describe("a program that is linked rightly", () => {
  test.each([
    ["by DT_RUNPATH", { runPath }],
    ["by DT_RPATH", { runPath, isOld: true }],
    ["with more of a run path than it needs", { runPath: `${prefix("base")}/lib:${runPath}` }],
  ])("%s is not remarked on, and runs", async (_, how) => {
    lab.add("app");
    lab.compile("app", "bin/app", { code: call, with: [greet], ...how });
    expect(await lab.faults("app", needs)).toEqual([]);
    expect(installed(`${prefix("app")}/bin/app`)).toMatchObject({ status: 0, stderr: "" });
  });

  test("to its own library through $ORIGIN is not remarked on, and runs", async () => {
    lab.add("own");
    const code = "int mine(void) { return 0; }";
    lab.compile("own", "lib/private/libmine.so", { code, soname: "libmine.so" });
    lab.compile("own", "bin/own", {
      code: "int mine(void); int main(void) { return mine(); }",
      with: [["own", "lib/private/libmine.so"]],
      runPath: "$ORIGIN/../lib/private",
    });
    expect(await lab.faults("own")).toEqual([]);
    expect(installed(`${prefix("own")}/bin/own`).status).toBe(0);
  });

  test("whose library is found by the run path of the program that loads it is right", async () => {
    lab.add("chain");
    const inner = { code: "int inner(void) { return 0; }", soname: "libinner.so" };
    lab.compile("chain", "lib/libinner.so", inner);
    lab.compile("chain", "lib/libouter.so", {
      code: "int inner(void); int outer(void) { return inner(); }",
      soname: "libouter.so",
      with: [["chain", "lib/libinner.so"]],
    });
    const code = "int outer(void); int main(void) { return outer(); }";
    const outer = [["chain", "lib/libouter.so"]] as const;
    lab.compile("chain", "bin/old", { code, with: outer, runPath: "$ORIGIN/../lib", isOld: true });
    expect(await lab.faults("chain")).toEqual([]);
    expect(installed(`${prefix("chain")}/bin/old`).status).toBe(0);

    // DT_RUNPATH is for the file's own needs alone.
    rmSync(lab.here("chain", "bin/old"));
    lab.compile("chain", "bin/new", { code, with: outer, runPath: "$ORIGIN/../lib" });
    expect(await lab.faults("chain")).toEqual([
      { code: "run-path-missing", files: ["lib/libouter.so"] },
    ]);
    expect(installed(`${prefix("chain")}/bin/new`).stderr).toContain("libinner.so: cannot open");
  });

  test("by LD_LIBRARY_PATH of its run-time environment is right", async () => {
    const value = `${prefix("greet")}/lib`;
    lab.add("env", { RUNTIME_ENVIRONMENT: `LD_LIBRARY_PATH=${value}\n` });
    lab.compile("env", "bin/env", { code: call, with: [greet] });
    expect(await lab.faults("env", needs)).toEqual([]);
    const environment = { LD_LIBRARY_PATH: value };
    expect(installed(`${prefix("env")}/bin/env`, environment).status).toBe(0);
  });
});

describe("a fault in the linkage is found:", () => {
  test("no run path to a library of a run dependency", async () => {
    lab.add("bare");
    const file = lab.compile("bare", "bin/bare", { code: call, with: [greet] });
    expect(readelf(file)).toMatchObject({ runpath: undefined, rpath: undefined });
    const [found, ...others] = (await lab.inspect("bare", needs)).filter(
      ({ code }) => code !== "host-dependency",
    );
    expect(others).toEqual([]);
    expect(found).toEqual({
      code: "run-path-missing",
      severity: "warning",
      message: "no run path leads to libgreet.so.1 of acme/greet: bin/bare",
      hint: `link with -Wl,-rpath,${runPath}, or add the folder with patchelf --add-rpath`,
      spans: [],
      files: ["bin/bare"],
    });
    expect(installed(`${prefix("bare")}/bin/bare`).stderr).toContain("libgreet.so.1: cannot open");
  });

  test("a library of a package that is not declared", async () => {
    lab.add("undeclared");
    lab.compile("undeclared", "bin/app", { code: call, with: [greet], runPath });
    const told = await lab.inspect("undeclared");
    expect(told).toContainEqual(
      expect.objectContaining({
        code: "dep-undeclared",
        message:
          "the library libgreet.so.1 is loaded from acme/greet, which is no run dependency: bin/app",
        hint: "add acme/greet to pkg_deps",
      }),
    );
  });

  test("a library of a dependency of the build alone", async () => {
    lab.add("for-build");
    lab.compile("for-build", "bin/app", { code: call, with: [greet], runPath });
    const told = await lab.inspect("for-build", { buildDeps: ["greet", "base"] });
    expect(told).toContainEqual(
      expect.objectContaining({
        code: "dep-undeclared",
        hint: "move acme/greet from pkg_build_deps to pkg_deps",
      }),
    );
  });

  test("a library that a dependency needs, of a package that is not in the closure", async () => {
    lab.add("partly");
    lab.compile("partly", "bin/app", { code: call, with: [greet], runPath });
    const told = await lab.inspect("partly", { deps: ["greet"] });
    expect(told).toContainEqual(
      expect.objectContaining({
        code: "dep-undeclared",
        message: `the library libbase.so.1 that ${prefix("greet")}/lib/libgreet.so.1 needs is loaded from acme/base, which is no run dependency`,
      }),
    );
  });

  test("a library that is nowhere", async () => {
    lab.add("nowhere");
    lab.compile("nowhere", "lib/libgone.so", { code: "int gone(void);", soname: "libgone.so" });
    lab.compile("nowhere", "bin/app", {
      code: "int main(void) { return 0; }",
      with: [["nowhere", "lib/libgone.so"]],
      runPath: `${prefix("nowhere")}/lib`,
    });
    rmSync(lab.here("nowhere", "lib/libgone.so"));
    lab.write("nowhere", "lib/keep", "");
    expect(await lab.faults("nowhere")).toEqual([{ code: "library-missing", files: ["bin/app"] }]);
    const { stderr } = installed(`${prefix("nowhere")}/bin/app`);
    expect(stderr).toContain("libgone.so: cannot open shared object file");
  });

  test("a library without the version that is needed", async () => {
    lab.add("versions");
    const map = lab.write("versions", "share/map", "V_1.0 { f; }; V_2.0 { g; } V_1.0;\n");
    const library = { soname: "libv.so.1", options: [`-Wl,--version-script=${map}`] };
    const [one, two] = ["int f(void) { return 0; }\n", "int g(void) { return 0; }\n"];
    lab.compile("versions", "lib/libv.so.1", { ...library, code: `${one}${two}` });
    const program = {
      code: "int g(void); int main(void) { return g(); }",
      with: [["versions", "lib/libv.so.1"]] as const,
      runPath: "$ORIGIN/../lib",
    };
    lab.compile("versions", "bin/app", program);
    expect(await lab.faults("versions")).toEqual([]);
    lab.write("versions", "share/map", "V_1.0 { f; g; };\n");
    lab.compile("versions", "lib/libv.so.1", { ...library, code: `${one}${two}` });
    expect(await lab.faults("versions")).toEqual([{ code: "library-version", files: ["bin/app"] }]);
    expect(installed(`${prefix("versions")}/bin/app`).stderr).toContain(
      "version `V_2.0' not found",
    );
  });

  test("the host's library before that of a run dependency", async () => {
    lab.add("zlib", { LD_RUN_PATH: `${prefix("zlib")}/lib\n` });
    const code = "int puts(const char *); int m(void) { return 0; }";
    lab.compile("zlib", "lib/libm.so.6", { code, soname: "libm.so.6" });
    const program = {
      code: "int main(void) { return 0; }",
      with: [["zlib", "lib/libm.so.6"]],
    } as const;
    const host = "/lib/x86_64-linux-gnu";
    lab.add("order");
    lab.compile("order", "bin/app", { ...program, runPath: `${host}:${prefix("zlib")}/lib` });
    const deps = { deps: ["zlib"] };
    expect((await lab.faults("order", deps)).map(({ code: each }) => each)).toContain(
      "run-path-order",
    );
    lab.add("right-order");
    lab.compile("right-order", "bin/app", { ...program, runPath: `${prefix("zlib")}/lib:${host}` });
    expect(await lab.faults("right-order", deps)).toEqual([]);
    lab.add("no-order");
    lab.compile("no-order", "bin/app", program);
    expect((await lab.faults("no-order", deps)).map(({ code: each }) => each)).toContain(
      "run-path-missing",
    );
  });

  test.each([
    ["", "run-path-unsafe"],
    ["lib", "run-path-unsafe"],
    ["/tmp/build/lib", "run-path-unsafe"],
    ["/hab/cache/src/app-1.0/lib", "build-path"],
    [`${prefix("base")}/lib`, "build-dep-path"],
    [`${prefix("stranger")}/lib`, "run-path-broken"],
    ["$ORIGIN/../missing", "run-path-broken"],
  ])("the run path entry %j", async (entry, code) => {
    lab.add("entry");
    const file = lab.compile("entry", "bin/app", {
      code: "int main(void) { return 0; }",
      runPath: `$ORIGIN:${entry}`,
    });
    expect(readelf(file).runpath).toBe(`$ORIGIN:${entry}`);
    expect(await lab.faults("entry", { buildDeps: ["base"] })).toEqual([
      { code, files: ["bin/app"] },
    ]);
  });
});

describe("an ELF interpreter", () => {
  const main = "int main(void) { return 0; }";
  const interpreter = (path: string) => [`-Wl,--dynamic-linker=${path}`];

  test("of the host is a finding of its own, an error only where that is asked for", async () => {
    lab.add("plain");
    const file = lab.compile("plain", "bin/app", { code: main });
    const loader = readelf(file).interpreter;
    const [found, ...others] = await lab.inspect("plain");
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: "host-dependency",
      severity: "info",
      message: `the package needs ${loader}, libc.so.6 of the host: bin/app`,
    });
    const [strict] = await lab.inspect("plain", { lint: { strict: true, levels: new Map() } });
    expect(strict).toMatchObject({ code: "host-dependency", severity: "error" });
  });

  test("in a run dependency makes its library folder the one that is searched", async () => {
    const options = interpreter(`${prefix("libc")}/lib/ld-linux-x86-64.so.2`);
    lab.add("closed");
    lab.compile("closed", "bin/app", { code: main, options });
    expect(await lab.inspect("closed", { deps: ["libc"] })).toEqual([]);
    lab.compile("closed", "bin/more", {
      code: main,
      options: [...options, "-Wl,--no-as-needed", "-lresolv"],
    });
    // What the host has is not what this loader finds.
    expect(await lab.faults("closed", { deps: ["libc"] })).toEqual([
      { code: "library-missing", files: ["bin/more"] },
    ]);
  });

  test.each([
    [`${prefix("libc")}/lib/none.so`, "interpreter-missing", ["libc"]],
    [`${prefix("libc")}/lib/ld-linux-x86-64.so.2`, "dep-undeclared", []],
    ["/lib64/ld-none.so.2", "interpreter-missing", []],
    ["lib/ld.so", "interpreter-missing", []],
    ["/hab/cache/src/glibc/ld.so", "build-path", []],
  ])("%s is found to be %s", async (path, code, deps) => {
    lab.add("interpreted");
    const file = lab.compile("interpreted", "bin/app", { code: main, options: interpreter(path) });
    expect(readelf(file).interpreter).toBe(path);
    const told = await lab.faults("interpreted", { deps });
    expect(told).toContainEqual({ code, files: ["bin/app"] });
  });
});

test("programs for other machines are told, each kind once; object files are not", async () => {
  const header = (file: string, field: string) =>
    new RegExp(`${field}: +(.*)`).exec(
      execFileSync("readelf", ["-h", file], { encoding: "utf8", stdio: "pipe" }),
    )?.[1];
  lab.add("many");
  const code = "int main(void) { return 0; }";
  const own = lab.compile("many", "bin/own", { code });
  const small = ["-m32", "-nostdlib", "-static", "-Wl,-e,main", "-Wl,--no-as-needed"];
  const narrow = lab.compile("many", "bin/narrow", { code, options: small });
  expect(header(narrow, "Class")).toBe("ELF32");
  const other = readFileSync(own);
  // e_machine
  other.writeUInt16LE(183, 18);
  const arm = [1, 2].map((at) => lab.write("many", `bin/arm${at}`, other, 0o755));
  expect(header(arm[0] ?? "", "Machine")).toBe("AArch64");
  lab.compile("many", "lib/main.o", { code, options: ["-m32", "-r", "-nostdlib"] });
  const found = (await lab.inspect("many")).filter((each) => each.code !== "host-dependency");
  expect(found).toMatchObject([
    { code: "elf-foreign", severity: "info", files: ["bin/arm1", "bin/arm2"] },
    { code: "elf-foreign", severity: "info", files: ["bin/narrow"] },
  ]);
  expect(found[0]?.message).toMatch(/^made for AArch64, not for x86_64-linux/);
  expect(found[1]?.message).toMatch(/^made for x86, not for x86_64-linux/);
});
