/** Faults in scripts, links, rights and texts of a package, each found; and silence otherwise. */
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Needs, openLab, prefix } from "./lab.ts";

const lab = openLab();
afterAll(() => lab.close());

beforeAll(() => {
  lab.add("bash", { PATH: `${prefix("bash")}/bin\n` });
  lab.write("bash", "bin/bash", "", 0o755);
  lab.write("bash", "bin/specialtool", "", 0o755);
  lab.add("cc", { PATH: `${prefix("cc")}/bin\n` });
  lab.write("cc", "bin/cc", "", 0o755);
});

const withBash: Needs = { deps: ["bash"], buildDeps: ["cc"] };
let count = 0;

/** A package that nothing else is in. */
function fresh(metadata: Readonly<Record<string, string>> = {}): string {
  count += 1;
  const name = `p${count}`;
  lab.add(name, metadata);
  return name;
}

describe("scripts", () => {
  const path = (name: string) => ({
    RUNTIME_PATH: `${prefix(name)}/bin:${prefix("bash")}/bin\n`,
  });

  test.each([
    [`#!${prefix("bash")}/bin/bash`, []],
    [`#! ${prefix("bash")}/bin/bash -e`, []],
    [`#!${prefix("bash")}/bin/gone`, ["interpreter-missing"]],
    [`#!${prefix("cc")}/bin/cc`, ["dep-undeclared", "dep-unused"]],
    [`#!${prefix("nobody")}/bin/x`, ["dep-undeclared", "dep-unused"]],
    ["#!bin/bash", ["interpreter-missing"]],
    ["#!", ["interpreter-missing", "dep-unused"]],
    ["#!/usr/bin/no-such-program", ["interpreter-missing", "dep-unused"]],
    ["#!/bin/sh\r", ["interpreter-missing", "dep-unused"]],
    ["#!/hab/cache/src/x/bin/sh", ["build-path", "dep-unused"]],
    ["#!/usr/bin/env bash", ["host-dependency"]],
    ["#!/usr/bin/env -S A=1 bash -e", ["host-dependency"]],
    ["#!/usr/bin/env no-such-program", ["interpreter-missing", "dep-unused", "host-dependency"]],
    ["#!/bin/sh", ["dep-unused", "host-dependency"]],
  ])("%j gives %j", async (line, codes) => {
    const name = fresh(path("bash"));
    lab.write(name, "bin/script", `${line}\nexit 0\n`, 0o755);
    const found = await lab.inspect(name, withBash);
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  test("that nothing starts are not looked at", async () => {
    const name = fresh();
    lab.write(name, "share/example.sh", "#!/no/such/program\n");
    expect(await lab.inspect(name)).toEqual([]);
  });

  test("of the supervisor may need /bin/sh, and ask for run dependencies by name", async () => {
    const name = fresh();
    lab.write(name, "hooks/run", '#!/bin/sh\nexec {{pkgPathFor "acme/bash"}}/bin/bash\n');
    expect(await lab.inspect(name, withBash)).toEqual([]);
    expect(await lab.faults(name)).toEqual([{ code: "dep-undeclared", files: ["hooks/run"] }]);
    lab.write(name, "hooks/run", '#!{{pkgPathFor "acme/bash"}}/bin/bash -x\n');
    expect(await lab.inspect(name, withBash)).toEqual([]);
    lab.write(name, "hooks/run", "#!/no/such/shell\n");
    expect(await lab.faults(name)).toEqual([{ code: "interpreter-missing", files: ["hooks/run"] }]);
  });
});

describe("links", () => {
  test.each([
    ["../share/file", []],
    ["/hab/svc/p/config", []],
    ["/dev/stdout", []],
    ["../share", []],
    ["other", ["link-broken"]],
    ["../../none", ["link-broken"]],
    ["link", ["link-broken"]],
    ["../../../../../../../usr/bin/no-such-program", ["link-broken"]],
    ["/usr/bin/env", ["host-dependency"]],
    [`${prefix("bash")}/bin/bash`, []],
    [`${prefix("bash")}/bin/../bin/bash`, []],
    [`${prefix("bash")}/bin/none`, ["link-broken"]],
    [`${prefix("cc")}/bin/cc`, ["dep-undeclared"]],
    ["/hab/cache/src/p/file", ["build-path"]],
  ])("to %s give %j", async (target, codes) => {
    const name = fresh();
    lab.write(name, "share/file", "text\n");
    lab.link(name, "bin/link", target);
    const found = await lab.inspect(name, { ...withBash, tdeps: ["bash"], deps: [] });
    expect(found.map(({ code }) => code)).toEqual(codes);
    for (const { files } of found) expect(files).toEqual(["bin/link"]);
  });

  test("are followed over links of folders, within the package and out of it", async () => {
    const name = fresh();
    lab.write(name, "libexec/real/program", "text\n");
    lab.link(name, "current", "libexec");
    lab.link(name, "bin/program", "../current/real/program");
    lab.link(name, "tools", `${prefix("bash")}/bin`);
    lab.link(name, "bin/bash", "../tools/bash");
    lab.link(name, "bin/none", "../tools/none");
    expect(await lab.inspect(name, withBash)).toMatchObject([
      { code: "link-broken", files: ["bin/none"] },
    ]);
  });
});

describe("paths in files", () => {
  const build = "/hab/cache/src";

  test.each([
    ["of the package itself and of run dependencies", `${prefix("bash")}/bin/bash`, []],
    ["of a build dependency", `cc=${prefix("cc")}/bin/cc`, ["build-dep-path"]],
    ["of the source cache", `srcdir=${build}/p-1.0`, ["build-path"]],
    ["of the source cache behind an option", `-I${build}/p-1.0/include`, ["build-path"]],
    ["that only look like the source cache", `x${build}s/p`, []],
    ["of the plan's folder in place", "file:/home/tester/plans/p/plan.sh", ["build-path"]],
    ["of a home", "/home/tester/.cargo/registry", ["home-path"]],
    ["that name a home alone", "home is /home/tester or /home/tester2/x", []],
  ])("%s", async (_, text, codes) => {
    const name = fresh();
    lab.write(name, "share/file", `first line\n${text}\n${prefix(name)}/share\n`);
    const needs = { ...withBash, sources: ["/home/tester/plans/p"], home: "/home/tester" };
    const found = await lab.inspect(name, { ...needs, deps: [] });
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  test("are found wherever they lie, also across the pieces in which a file is read", async () => {
    const name = fresh();
    const piece = 256 * 1024;
    for (const [at, offset] of [0, piece - 30, piece - 7, piece, 3 * piece - 1, 5e6].entries()) {
      const text = `${"x".repeat(Math.max(0, offset - 1))} ${build}/p \n`;
      lab.write(name, `share/${at}`, text);
    }
    lab.write(name, "share/at-the-end", `${"x".repeat(piece)} ${build}`);
    const [found, ...others] = await lab.inspect(name);
    expect(others).toEqual([]);
    expect(found?.files).toEqual(
      ["0", "1", "2", "3", "4", "5", "at-the-end"].map((x) => `share/${x}`),
    );
    expect(found?.message).toBe(
      `the path ${build} stands in a file: share/0, share/1, share/2 and 4 more`,
    );
  });

  test("are found in programs, but run paths do not make a dependency used", async () => {
    const name = fresh();
    const runPath = `${prefix("bash")}/lib:${prefix("bash")}/bin`;
    lab.compile(name, "bin/app", { code: "int main(void) { return 0; }", runPath });
    expect(await lab.faults(name, { deps: ["bash"] })).toEqual([
      { code: "run-path-broken", files: ["bin/app"] },
      { code: "dep-unused", files: [] },
    ]);
    const code = `const char *shell = "${prefix("bash")}/bin/bash"; int main(void) { return !shell[0]; }`;
    lab.compile(name, "bin/app", {
      code,
      options: ["-g", "-fdebug-prefix-map=/tmp=/hab/cache/src"],
    });
    expect(await lab.faults(name, { deps: ["bash"] })).toEqual([
      { code: "build-path", files: ["bin/app"] },
    ]);
  });

  test("in metadata of the build are as they should be", async () => {
    const name = fresh({
      MANIFEST: `* __Build__: ${prefix("cc")} ${build}\n`,
      BUILDTIME_ENVIRONMENT: `CC=${prefix("cc")}/bin/cc\n`,
    });
    expect(await lab.inspect(name, withBash)).toEqual([]);
  });
});

describe("rights, licences and folders", () => {
  test.each([
    ["bin/tool", 0o4755, "set-id"],
    ["bin/tool", 0o2755, "set-id"],
    ["bin/tool", 0o757, "world-writable"],
  ])("%s with mode %o", async (file, mode, code) => {
    const name = fresh();
    lab.write(name, file, "text\n", mode);
    expect(await lab.faults(name)).toEqual([{ code, files: [file] }]);
  });

  test("a folder that everybody can write to, unless nobody can remove what others put there", async () => {
    const name = fresh();
    lab.write(name, "var/keep", "");
    chmodSync(lab.here(name, "var"), 0o777);
    expect(await lab.faults(name)).toEqual([{ code: "world-writable", files: ["var"] }]);
    chmodSync(lab.here(name, "var"), 0o1777);
    expect(await lab.faults(name)).toEqual([]);
  });

  test("a licence without its text", async () => {
    const name = fresh();
    lab.write(name, "bin/tool", "text\n");
    const needs = { licences: ["MIT"] };
    expect(await lab.faults(name, needs)).toEqual([{ code: "license-missing", files: [] }]);
    for (const file of ["COPYING.LESSER", "LICENSE-MIT", "share/licenses/tool"]) {
      const other = fresh();
      lab.write(other, `share/doc/${file}`, "text\n");
      expect(await lab.faults(other, needs), file).toEqual([]);
    }
    // A package of metadata alone has nothing under a licence.
    expect(await lab.faults(fresh(), needs)).toEqual([]);
  });

  test("an empty folder at the top", async () => {
    const name = fresh();
    lab.write(name, "bin/tool", "text\n");
    mkdirSync(lab.here(name, "lib"));
    mkdirSync(lab.here(name, "share/inner"), { recursive: true });
    expect(await lab.faults(name)).toEqual([{ code: "folder-empty", files: ["lib"] }]);
  });

  test("an ELF file that is cut short", async () => {
    const name = fresh();
    const start = readFileSync(process.execPath).subarray(0, 50);
    lab.write(name, "bin/tool", start);
    expect(await lab.faults(name)).toEqual([{ code: "elf-unreadable", files: ["bin/tool"] }]);
  });

  test("names that are no UTF-8 are shown and do no harm", async () => {
    const name = fresh();
    lab.write(name, "share/keep", "");
    const folder = Buffer.concat([
      Buffer.from(`${lab.here(name, "share")}/`),
      Buffer.of(0xff, 0xfe),
    ]);
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    expect(await lab.faults(name)).toMatchObject([{ code: "world-writable" }]);
  });
});

describe("run dependencies", () => {
  test("whose programs a script calls are used", async () => {
    const name = fresh();
    lab.write(name, "bin/tool", "#!/bin/sh\nexec specialtool --now\n", 0o755);
    expect(await lab.faults(name, { deps: ["bash"] })).toEqual([]);
    lab.write(name, "bin/tool", "#!/bin/sh\nexec otherspecialtools\n", 0o755);
    expect(await lab.faults(name, { deps: ["bash"] })).toEqual([{ code: "dep-unused", files: [] }]);
  });

  test("of a package without files of its own are all there is to it", async () => {
    expect(await lab.faults(fresh(), { deps: ["bash"] })).toEqual([]);
  });

  test("that the host stands in for are told, and refused only where that is asked for", async () => {
    lab.add("host-libc", { HOST_STAND_IN: "lib/libc.so.6 /lib/libc.so.6\n" });
    const name = fresh();
    lab.write(name, "share/file", "text\n");
    const needs = { deps: ["host-libc"], buildDeps: ["host-libc"] };
    expect(await lab.inspect(name, needs)).toMatchObject([
      {
        code: "host-dependency",
        severity: "info",
        message: "the host stands in for acme/host-libc",
      },
    ]);
    const lint = { strict: true, levels: new Map() };
    expect(await lab.inspect(name, { ...needs, lint })).toMatchObject([{ severity: "error" }]);
  });

  test("that are not installed here are not judged", async () => {
    const name = fresh();
    const loader = `${prefix("absent")}/lib/ld.so`;
    lab.compile(name, "bin/app", {
      code: "int main(void) { return 0; }",
      options: [`-Wl,--dynamic-linker=${loader}`],
      runPath: `${prefix("absent")}/lib`,
    });
    expect(await lab.inspect(name, { deps: ["absent"] })).toMatchObject([
      { code: "dep-not-installed", severity: "warning" },
    ]);
  });
});

describe("levels", () => {
  test("are the table's, the strict ones, or what was set", async () => {
    const name = fresh();
    lab.write(name, "bin/tool", "#!/bin/sh\n", 0o4757);
    const levelsOf = async (needs: Needs) =>
      Object.fromEntries(
        (await lab.inspect(name, needs)).map(({ code, severity }) => [code, severity]),
      );
    expect(await levelsOf({ licences: ["MIT"] })).toEqual({
      "set-id": "warning",
      "world-writable": "warning",
      "license-missing": "info",
      "host-dependency": "info",
    });
    const strict = { strict: true, levels: new Map([["set-id", "off"]] as const) };
    expect(await levelsOf({ licences: ["MIT"], lint: strict })).toEqual({
      "world-writable": "error",
      "license-missing": "info",
      "host-dependency": "error",
    });
  });

  test("the gravest is told first", async () => {
    const name = fresh();
    lab.write(name, "bin/tool", "#!/bin/sh\n", 0o757);
    const lint = { strict: false, levels: new Map([["host-dependency", "error"]] as const) };
    const found = await lab.inspect(name, { lint });
    expect(found.map(({ code }) => code)).toEqual(["host-dependency", "world-writable"]);
  });
});
