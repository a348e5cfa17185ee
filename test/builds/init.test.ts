/** What `habc init` writes is built as it is: new folders of every kind, and projects that were there. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkshop, project, type Workshop } from "../support/workshop.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

async function init(folder: string, ...args: string[]): Promise<void> {
  const ended = await workshop.habc(["init", folder, ...args]);
  expect(ended.status, ended.output).toBe(0);
  // The key is there, and says whose package it is.
  expect(ended.stdout).not.toContain("origin key generate");
}

/** The unpacked package of a plan that was built. */
const built = (name: string) => workshop.unpack(workshop.hart(name));

const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: "utf8" });

/** Runs a program where it is installed, in a root of its own. */
function runInstalled(...words: string[]): string {
  const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const script = `mount --bind "$0" /hab && exec "$@"`;
  const folder = join(workshop.packages, "..");
  return run("unshare", ...asRoot, "--mount", "sh", "-c", script, folder, ...words);
}

test("new folders of the kinds that a bare machine can build", { timeout: 120_000 }, async () => {
  const kinds = ["script", "c", "cmake", "node"];
  for (const kind of kinds) {
    await init(`new/${kind}-ts`, "--kind", kind);
    await init(`new/${kind}-sh`, "--kind", kind, "--plan-sh");
  }
  await workshop.build("new", { args: ["--all"] });
  for (const name of kinds.flatMap((kind) => [`${kind}-ts`, `${kind}-sh`])) {
    const folder = built(name);
    const program = join(folder, "bin", name);
    // The program of npm is started where its package belongs.
    const [, installed = ""] = /node (\S+)/.exec(readFileSync(program, "latin1")) ?? [];
    const main = join(folder, ...installed.split("/").slice(7));
    const said = name.startsWith("node") ? run(process.execPath, main, "you") : run(program, "you");
    expect(said, name).toMatch(/^Hello, you!/);
  }
});

test("with the packages that it declares where the store has them", async () => {
  const toolchain = ["core/gcc", "core/make", "core/glibc"];
  const ended = await workshop.habc(["pkg", "host", ...toolchain]);
  expect(ended.status, ended.output).toBe(0);
  await init("declared", "--kind", "c");
  await workshop.build("declared");
  const folder = built("declared");
  expect(readFileSync(join(folder, "DEPS"), "utf8")).toMatch(/^core\/glibc\//);
  expect(readFileSync(join(folder, "BUILD_DEPS"), "utf8")).toMatch(/^core\/gcc\/.*\ncore\/make\//);
  expect(run(join(folder, "bin/declared"))).toBe("Hello, world!\n");
});

test("a new service runs as its hook and configuration say, and a composite holds it", async () => {
  await init("suite/all-web", "--kind", "service");
  await init("suite/all-db", "--kind", "service", "--plan-sh");
  await init("suite/all", "--kind", "composite");
  await workshop.build("suite", { args: ["--all"] });
  const services = readFileSync(join(built("all"), "SERVICES"), "utf8");
  expect(services.trim().split("\n").sort()).toEqual(["acme/all-db", "acme/all-web"]);
  const folder = built("all-web");
  expect(readFileSync(join(folder, "EXPORTS"), "utf8")).toBe("interval=interval\n");
  expect(existsSync(join(folder, "hooks/health-check"))).toBe(true);
  const config = workshop.write("all-web.conf", 'greeting="Good day"\ninterval=none\n');
  const { stdout } = await workshop.habc([], {
    through: ["sh", "-c", `"${join(folder, "bin/all-web")}" "${config}" 2>&1; true`],
  });
  expect(stdout).toMatch(/^Good day \(0\.1\.0\)\n/);
});

test("a project that ./configure and make build", async () => {
  const configure = `#!/bin/sh
PACKAGE_NAME='tide'
PACKAGE_VERSION='4.2'
prefix=/usr/local
for option; do case $option in --prefix=*) prefix=\${option#*=} ;; esac; done
sed "s|@prefix@|$prefix|" Makefile.in > Makefile
`;
  const makefile = `tide: tide.c
	$(CC) -o $@ -DWHERE='"@prefix@"' $<
install: tide
	install -D -m 755 tide @prefix@/bin/tide
`;
  const source = '#include <stdio.h>\nint main(void) { puts("tide from " WHERE); return 0; }\n';
  workshop.write("a project/configure", configure, 0o755);
  workshop.write("a project/Makefile.in", makefile);
  workshop.write("a project/tide.c", source);
  await init("a project");
  await workshop.build("a project");
  expect(run(join(built("tide"), "bin/tide"))).toMatch(
    /^tide from \/hab\/pkgs\/acme\/tide\/4\.2\//,
  );
  // What the build made stays out of the project.
  expect(existsSync(join(workshop.folder, "a project/Makefile"))).toBe(false);
});

test("what somebody else publishes", async () => {
  const archive = readFileSync(join(project, "plans-examples/tarball/wave-1.2.0.tar.gz"));
  const served: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    served.push(url);
    response.end(archive);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const source = `http://127.0.0.1:${port}/acme/wave-1.2.0.tar.gz`;
  try {
    await init("published", "--source", source);
    const text = readFileSync(join(workshop.folder, "published/plan.ts"), "utf8");
    expect(text).toContain("/acme/wave-${pkg.pkg_version}.tar.gz`,\n");
    expect(text).toContain(`pkg_shasum: "${createHash("sha256").update(archive).digest("hex")}"`);
    // The archive is in the source cache by now.
    await workshop.build("published");
    expect(served).toEqual(["/acme/wave-1.2.0.tar.gz"]);
    expect(run(join(built("wave"), "bin/wave"))).toMatch(/^waving from/);
    await init("published-sh", "--plan-sh", "--source", source);
    const said = await Promise.all(
      ["published", "published-sh"].map((plan) => workshop.habc(["compile", "--json", plan])),
    );
    await init("tagged", "--source", source.replace("wave-", "v"));
    expect(readFileSync(join(workshop.folder, "tagged/plan.ts"), "utf8")).toContain(
      "  pkg_filename: (pkg) => `wave-${pkg.pkg_version}.tar.gz`,\n",
    );
    await workshop.build("tagged", { args: ["--force"] });
    expect(served.filter((url) => url === "/acme/v1.2.0.tar.gz")).toHaveLength(1);
    const [first, second] = said.map(({ stdout }) => JSON.parse(stdout).settings);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ pkg_name: "wave", pkg_version: "1.2.0", pkg_source: source });
  } finally {
    server.close();
  }
  const gone = await workshop.habc(["init", "gone", "--source", source]);
  expect(gone.output).toContain("error[download-failed]");
  expect(existsSync(join(workshop.folder, "gone"))).toBe(false);
});

test("a project of npm with a dependency, a build step and several programs", async () => {
  const manifest = {
    name: "@acme/shop",
    version: "3.0.1",
    license: "Apache-2.0",
    type: "module",
    bin: { shop: "dist/shop.js", till: "dist/till.js" },
    files: ["dist"],
    scripts: { build: "mkdir -p dist && cp src/*.js dist/" },
    dependencies: { shout: "file:vendor/shout" },
  };
  const shout = { name: "shout", version: "1.0.0", main: "index.cjs" };
  workshop.write("shop/package.json", JSON.stringify(manifest));
  workshop.write("shop/vendor/shout/package.json", JSON.stringify(shout));
  workshop.write("shop/vendor/shout/index.cjs", "module.exports = (x) => x.toUpperCase();\n");
  workshop.write("shop/src/shop.js", 'import shout from "shout";\nconsole.log(shout("sold"));\n');
  workshop.write("shop/src/till.js", 'console.log("paid");\n');
  workshop.write("shop/.npmrc", "offline=true\ninstall-links=true\n");
  await init("shop");
  await workshop.build("shop");
  const lib = join(built("shop"), "lib/shop");
  expect(run(process.execPath, join(lib, "dist/shop.js"))).toBe("SOLD\n");
  expect(run(process.execPath, join(lib, "dist/till.js"))).toBe("paid\n");
  expect(existsSync(join(lib, "src"))).toBe(false);
});

test("a project of Python, with its own build backend", { timeout: 120_000 }, async () => {
  const pyproject = `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "count"
version = "0.2"
`;
  const backend = `import os, zipfile
def build_wheel(directory, config=None, metadata=None):
    files = {
        "count.py": open("count.py").read(),
        "count-0.2.dist-info/METADATA": "Metadata-Version: 2.1\\nName: count\\nVersion: 0.2\\n",
        "count-0.2.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "count-0.2.dist-info/entry_points.txt": "[console_scripts]\\ncount = count:main\\n",
    }
    files["count-0.2.dist-info/RECORD"] = "".join(f"{name},,\\n" for name in files)
    name = "count-0.2-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
`;
  workshop.write("count/pyproject.toml", pyproject);
  workshop.write("count/backend.py", backend);
  workshop.write("count/count.py", "def main():\n    print(1 + 2)\n");
  await init("count");
  await workshop.build("count");
  const program = `/hab/pkgs/${readFileSync(join(built("count"), "IDENT"), "utf8").trim()}/bin/count`;
  expect(runInstalled(program)).toBe("3\n");
});

test("an ordinary user, in a folder of any name", async () => {
  const folder = join(workshop.folder, "mein Projekt ü");
  mkdirSync(folder);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
  const through = isRoot
    ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    : [];
  for (const args of [["init"], ["types"], ["check", "--deny", "infos"], ["build"]]) {
    const ended = await workshop.habc(args, { cwd: folder, through });
    expect(ended.status, ended.output).toBe(0);
  }
  expect(run(join(built("mein-projekt-u"), "bin/mein-projekt-u"))).toMatch(/^Hello, world!/);
});
