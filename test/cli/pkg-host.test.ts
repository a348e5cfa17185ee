import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hostPackages } from "../../runtime/installed/host/catalogue.ts";
import { hostContents } from "../../runtime/installed/host/contents.ts";
import { isStandIn } from "../../runtime/installed/host/is-stand-in.ts";
import { openStore } from "../../runtime/store/installed.ts";
import { habc, startHabc } from "./habc.ts";
import { hiddenIn, openPlace, type Place } from "./package-place.ts";

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

const toolchain = ["core/gcc", "core/glibc", "core/make", "core/coreutils", "core/bash"];

function output(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8" }).trim();
}

/** The folder of the only release. */
function folderOf(name: string): string {
  const releases = place.installed().filter((ident) => ident.startsWith(`core/${name}/`));
  expect(releases).toHaveLength(1);
  return join(place.packages, releases[0] ?? "");
}

describe("habc pkg host", () => {
  test("makes packages that lead to the host, with its versions", () => {
    const { status, stdout } = place.pkg(["host", ...toolchain]);
    expect(status).toBe(0);
    const versions = {
      gcc: output("gcc", "-dumpfullversion"),
      glibc: output("getconf", "GNU_LIBC_VERSION").replace("glibc ", ""),
      make: output("sh", "-c", "make --version | sed -n '1s/.* //p'"),
      coreutils: output("sh", "-c", "ls --version | sed -n '1s/.* //p'"),
    };
    for (const [name, version] of Object.entries(versions)) {
      expect(stdout).toMatch(
        new RegExp(`^installed core/${name}/${version.replaceAll(".", "\\.")}/\\d{14}$`, "m"),
      );
    }
    expect(realpathSync(join(folderOf("gcc"), "bin/gcc"))).toBe(realpathSync("/usr/bin/gcc"));
    const interpreter = /interpreter: (\S+)\]/.exec(output("readelf", "-l", "/bin/sh"))?.[1] ?? "";
    const loader = join(folderOf("glibc"), "lib", basename(interpreter));
    expect(realpathSync(loader)).toBe(realpathSync(interpreter));
    const ident = readFileSync(join(folderOf("coreutils"), "IDENT"), "utf8").trim();
    const read = (file: string) => readFileSync(join(folderOf("coreutils"), file), "utf8");
    expect(read("PATH")).toBe(`/hab/pkgs/${ident}/bin\n`);
    expect(read("RUNTIME_ENVIRONMENT")).toBe(`PATH=/hab/pkgs/${ident}/bin\n`);
    expect(read("INTERPRETERS")).toBe(`/hab/pkgs/${ident}/bin/env\n`);
    expect(read("HOST_STAND_IN")).toContain("bin/ls=/usr/bin/ls\n");
    expect(hiddenIn(place)).toEqual([]);
  });

  test("marks them in the list, and packages that are none not", async () => {
    await place.hart("app/1");
    place.install("app/1");
    expect(place.pkg(["host", "core/make"]).status).toBe(0);
    const [app, make] = place.pkg(["list"]).stdout.split("\n");
    expect(app).toBe("acme/app/1/20260101000000");
    expect(make).toMatch(/^core\/make\/\S+ {2}host stand-in$/);
    expect(JSON.parse(place.pkg(["list", "--json", "core/make"]).stdout).standIn).toBe(true);
    const store = openStore(place.packages, "x86_64-linux");
    const standIns = ["acme", "core"].map((origin) => {
      const found = store.newest({ origin, name: origin === "acme" ? "app" : "make" });
      return found && isStandIn(found);
    });
    expect(standIns).toEqual([false, true]);
  });

  test("leaves what is there, also where several do it at once", async () => {
    const runs = Array.from({ length: 4 }, () => {
      const child = startHabc(["pkg", "host", "core/sed", "core/grep"], { env: place.env });
      child.stdout.resume();
      return new Promise((resolve) => child.once("close", resolve));
    });
    expect(await Promise.all(runs)).toEqual([0, 0, 0, 0]);
    expect(place.installed()).toHaveLength(2);
    const again = place.pkg(["host", "--json", "core/sed"]);
    expect(JSON.parse(again.stdout).packages[0].outcome).toBe("unchanged");
    expect(place.installed()).toHaveLength(2);
  });

  test("adds no stand-in to a real package, unless it is forced to", () => {
    const ident = "core/make/1.0/20200101000000";
    mkdirSync(join(place.packages, ident), { recursive: true });
    writeFileSync(join(place.packages, ident, "IDENT"), ident);
    writeFileSync(join(place.packages, ident, "TARGET"), "x86_64-linux");
    expect(place.pkg(["host", "core/make"]).stdout).toBe(
      `${ident} is installed; --force adds a stand-in\n`,
    );
    expect(place.installed()).toEqual([ident]);
    expect(place.pkg(["host", "--force", "core/make"]).status).toBe(0);
    expect(place.installed()).toHaveLength(2);
  });

  test.each([
    [["core/gcc/0.1"], "core/gcc/0.1: it has version "],
    [["core/gc"], "habc knows no stand-in for core/gc\n  hint: did you mean core/"],
    [["acme/gcc", "core/sed"], "habc knows no stand-in for acme/gcc"],
  ])("refuses %j, and then makes none at all", (idents, message) => {
    const { status, stderr } = place.pkg(["host", "core/bash", ...idents]);
    expect(status).toBe(1);
    expect(stderr).toContain("error[stand-in-unavailable]:");
    expect(stderr).toContain(message);
    expect(place.installed()).toEqual([]);
  });

  test("names everything that the host lacks", () => {
    const lacking = hostContents({
      programs: ["sh", "no-such-program|nor-this"],
      libraries: ["no-such-library"],
      headers: ["no/such/header.h"],
      debian: "x",
    });
    expect(lacking).toEqual({
      missing: ["no-such-program or nor-this", "libno-such-library.so", "no/such/header.h"],
    });
  });

  test("lists what the host has, each with a version, and links that lead somewhere", () => {
    const rows = place
      .pkg(["host", "--json"])
      .stdout.split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(rows.map(({ ident }) => ident)).toEqual(
      [...hostPackages.keys()].map((n) => `core/${n}`),
    );
    const there = rows.filter(({ version }) => version !== null).map(({ ident }) => ident);
    expect(there).toEqual(expect.arrayContaining(toolchain));
    expect(place.pkg(["host", ...there]).status).toBe(0);
    for (const ident of place.installed()) {
      const folder = join(place.packages, ident);
      const lines = readFileSync(join(folder, "HOST_STAND_IN"), "utf8").trim().split("\n");
      for (const line of lines) {
        const [path = "", file = ""] = line.split("=");
        expect(readlinkSync(join(folder, path))).toBe(file);
        expect(existsSync(file)).toBe(true);
        // What a studio shows of the host.
        expect(file).toMatch(/^\/(usr|bin|sbin|lib|lib64|etc\/ssl|etc\/pki)\//);
      }
    }
  });
});

test("an old plan builds with stand-ins alone, and its program runs with them", {
  timeout: 60_000,
}, async () => {
  expect(place.pkg(["host", ...toolchain]).status).toBe(0);
  const plan = join(place.folder, "plans/hello");
  const source = join(place.folder, "hello-1.0");
  for (const folder of [plan, source]) mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(source, "hello.c"),
    '#include <stdio.h>\nint main(void) { puts("hello from C"); }\n',
  );
  writeFileSync(
    join(source, "Makefile"),
    "hello: hello.c\n\t$(CC) $(CFLAGS) -o $@ $< $(LDFLAGS)\ninstall:\n\tinstall -D hello $(PREFIX)/bin/hello\n",
  );
  const cache = join(place.root, "hab/cache/src");
  mkdirSync(cache, { recursive: true });
  const tarball = join(cache, "hello-1.0.tar.gz");
  output("tar", "-czf", tarball, "-C", place.folder, "hello-1.0");
  const sum = createHash("sha256").update(readFileSync(tarball)).digest("hex");
  writeFileSync(
    join(plan, "plan.sh"),
    `pkg_name=hello
pkg_origin=acme
pkg_version=1.0
pkg_license=('MIT')
pkg_maintainer="The Maintainers <maintainers@example.com>"
pkg_source="http://example.invalid/hello-\${pkg_version}.tar.gz"
pkg_shasum=${sum}
pkg_deps=(core/glibc core/coreutils)
pkg_build_deps=(core/gcc core/make)
pkg_bin_dirs=(bin)
do_prepare() {
  LDFLAGS="$LDFLAGS -Wl,-rpath=$LD_RUN_PATH -Wl,--dynamic-linker=$(echo "$(pkg_path_for glibc)"/lib/ld-linux*)"
  export LDFLAGS CC=gcc
  [[ $(command -v make) == "$(pkg_path_for make)/bin/make" ]]
  [[ -f $(pkg_path_for glibc)/lib/libc.so.6 ]]
}
do_build() { make; }
do_install() {
  make install PREFIX="$pkg_prefix"
  printf '#!/usr/bin/env bash\\necho hello from bash\\n' > "$pkg_prefix/bin/script"
  chmod +x "$pkg_prefix/bin/script"
  fix_interpreter "$pkg_prefix/bin/script" core/coreutils bin/env
}
`,
  );
  const strict = habc(["build", "--strict", "plans/hello"], { cwd: place.folder, env: place.env });
  expect(strict.status).toBe(1);
  expect(strict.stderr).toMatch(
    /^error\[host-dependency\]: the host stands in for core\/coreutils, .*\n {2}step: resolve/m,
  );
  const built = habc(["build", "plans/hello"], { cwd: place.folder, env: place.env });
  expect(built.status, built.stderr).toBe(0);
  const [ident] = place.installed().filter((each) => each.startsWith("acme/hello/"));
  const folder = join(place.packages, ident ?? "");
  const glibc = folderOf("glibc").slice(place.packages.length + 1);
  const headers = output("readelf", "-ld", join(folder, "bin/hello"));
  expect(headers).toContain(`interpreter: /hab/pkgs/${glibc}/lib/ld-linux`);
  expect(headers).toMatch(new RegExp(`(RUNPATH|RPATH).*/hab/pkgs/${glibc}/lib`));
  expect(readFileSync(join(folder, "TDEPS"), "utf8")).toContain(`${glibc}\n`);
  const [firstLine] = readFileSync(join(folder, "bin/script"), "utf8").split("\n");
  expect(firstLine).toMatch(/^#!\/hab\/pkgs\/core\/coreutils\/.*\/bin\/env bash$/);
  for (const [program, said] of [
    ["hello", "hello from C\n"],
    ["script", "hello from bash\n"],
  ] as const) {
    expect(place.pkg(["exec", "acme/hello", program])).toMatchObject({ status: 0, stdout: said });
  }
  const results = place.env["HAB_OUTPUT_PATH"] ?? "";
  const [hart = ""] = readdirSync(results).filter((name) => name.endsWith(".hart"));
  const { payload } = JSON.parse(readFileSync(join(results, `${hart}.provenance.json`), "utf8"));
  const { resolvedDependencies } = JSON.parse(Buffer.from(payload, "base64").toString()).predicate
    .buildDefinition;
  const used = resolvedDependencies.filter(({ uri }: { uri: string }) => uri.startsWith("pkg:"));
  expect(used).toHaveLength(4);
  for (const one of used) {
    expect(one).toEqual({ uri: one.uri, annotations: { hostStandIn: true } });
  }
  const bill = readFileSync(join(results, `${hart}.cdx.json`), "utf8");
  expect(bill).toContain('"habc:hostStandIn"');
  const loaded = place.pkg(["exec", "acme/hello", "ldd", `/hab/pkgs/${ident}/bin/hello`]).stdout;
  expect(loaded).toContain(`libc.so.6 => /hab/pkgs/${glibc}/lib/libc.so.6`);
  expect(spawnSync("test", ["-L", join(place.packages, glibc, "lib/libc.so.6")]).status).toBe(0);
});
