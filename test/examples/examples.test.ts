/** Builds every example plan, in the studio, as a newcomer would. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyWithSkopeo, readImage, unpackings } from "../support/images.ts";
import { openWorkshop, project, type Workshop } from "../support/workshop.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
  cpSync(join(project, "plans-examples"), join(workshop.folder, "plans"), { recursive: true });
});
afterAll(() => workshop.close());

const built = new Set<string>();

/** Builds an example and gives its unpacked package. */
async function package_(example: string, name = example): Promise<string> {
  await workshop.build(join("plans", example));
  built.add(example);
  return workshop.unpack(workshop.hart(name));
}

const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");

/** The program of a package, run where it is installed, in a root of its own. */
function runInstalled(command: string): string {
  return execFileSync(
    "unshare",
    [
      ...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"]),
      "--mount",
      "sh",
      "-c",
      `mount --bind "${join(workshop.packages, "..")}" /hab && exec ${command}`,
    ],
    { encoding: "utf8" },
  );
}

function installed(name: string): string {
  const below = (folder: string) => readdirSync(join(workshop.packages, folder))[0] as string;
  const version = below(`acme/${name}`);
  return `/hab/pkgs/acme/${name}/${version}/${below(`acme/${name}/${version}`)}`;
}

test("hello and hello-sh are the same package but for their source", async () => {
  const typed = await package_("hello");
  const files = new Map(
    readdirSync(join(typed, "bin")).map((file) => [file, read(typed, `bin/${file}`)]),
  );
  const metadata = ["IDENT", "TARGET", "PATH", "RUNTIME_PATH", "RUNTIME_ENVIRONMENT"].map((file) =>
    read(typed, file).replaceAll(/\d{14}/g, "RELEASE"),
  );
  execFileSync("rm", [workshop.hart("hello")]);
  const shell = await package_("hello-sh", "hello");
  for (const [file, text] of files) expect(read(shell, `bin/${file}`)).toBe(text);
  expect(lstatSync(join(shell, "bin/hello")).mode).toBe(lstatSync(join(typed, "bin/hello")).mode);
  expect(
    ["IDENT", "TARGET", "PATH", "RUNTIME_PATH", "RUNTIME_ENVIRONMENT"].map((file) =>
      read(shell, file).replaceAll(/\d{14}/g, "RELEASE"),
    ),
  ).toEqual(metadata);
  expect(execFileSync(join(shell, "bin/hello"), ["reader"], { encoding: "utf8" })).toContain(
    "Hello, reader!",
  );
});

test("a program links to a library through pkg_deps and runs where it is installed", async () => {
  const library = await package_("greet-lib");
  expect(read(library, "LD_RUN_PATH").trim()).toBe(`${installed("greet-lib")}/lib`);
  const program = await package_("greet");
  expect(read(program, "DEPS").trim()).toBe(installed("greet-lib").slice("/hab/pkgs/".length));
  const dynamic = execFileSync("readelf", ["-d", join(program, "bin/greet")], { encoding: "utf8" });
  expect(dynamic).toContain(`${installed("greet-lib")}/lib`);
  expect(runInstalled(`${installed("greet")}/bin/greet reader`)).toBe("Greetings, reader!\n");
});

test("an archive is built by the default callbacks alone", async () => {
  const wave = await package_("tarball", "wave");
  expect(execFileSync(join(wave, "bin/wave"), { encoding: "utf8" })).toMatch(
    /^waving from \/hab\/pkgs\/acme\/wave\/1\.2\.0\/\d{14}\n$/,
  );
});

test("an npm application carries its dependencies", async () => {
  const app = await package_("npm-app");
  const main = join(app, "lib/npm-app/main.js");
  expect(execFileSync(process.execPath, [main, "quietly"], { encoding: "utf8" })).toBe("QUIETLY\n");
});

test("services with hooks, configuration, exports and binds, and a composite of them", async () => {
  const clock = await package_("clock");
  expect(read(clock, "EXPOSES")).toBe("8123\n");
  expect(read(clock, "EXPORTS").trim().split("\n").sort()).toEqual([
    "interval=clock.interval",
    "port=server.port",
  ]);
  expect(read(clock, "SVC_USER")).toBe("hab\n");
  expect(read(clock, "SHUTDOWN_SIGNAL")).toBe("INT\n");
  for (const file of ["hooks/run", "hooks/health-check", "config/clock.conf", "default.toml"]) {
    expect(existsSync(join(clock, file)), file).toBe(true);
  }
  const proxy = await package_("clock-proxy");
  expect(read(proxy, "BINDS")).toBe("clock=port interval\n");
  const suite = await package_("clock-suite");
  expect(read(suite, "TYPE")).toBe("composite\n");
  expect(read(suite, "RESOLVED_SERVICES").trim().split("\n")).toEqual(
    [installed("clock-proxy"), installed("clock")].map((path) => path.slice("/hab/pkgs/".length)),
  );
});

test("an image of the service holds its program, which runs in it", async () => {
  const image = join(workshop.folder, "image");
  const exported = await workshop.habc(["pkg", "export", "oci", "acme/clock", "--out", image]);
  expect(exported.status, exported.output).toBe(0);
  const read = readImage(image);
  const { config } = read;
  expect(Object.keys(config.ExposedPorts)).toEqual(["8123/tcp"]);
  expect(config.User).toBe("hab:hab");
  expect(config.StopSignal).toBe("SIGINT");
  const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  for (const [program, unpack] of unpackings) {
    const root = unpack(read, join(workshop.folder, `image-by-${program}`));
    const command = [...asRoot, "--mount", "chroot", root, ...config.Entrypoint, "0", "1"];
    const output = execFileSync("unshare", command, { encoding: "utf8" });
    expect(output, program).toMatch(/^\d\d:\d\d:\d\d\n$/);
  }
  copyWithSkopeo(read, join(workshop.folder, "image.tar"));
  const again = await workshop.habc(["pkg", "export", "oci", "acme/clock", "--out", `${image}-2`]);
  expect(again.status).toBe(0);
  execFileSync("diff", ["-r", image, `${image}-2`]);
});

test("an archive of a program holds all that it runs with", async () => {
  const exported = await workshop.habc(["pkg", "export", "tar", "acme/greet", "--json"]);
  expect(exported.status, exported.output).toBe(0);
  const { file } = JSON.parse(exported.stdout);
  const root = join(workshop.folder, "archive-root");
  mkdirSync(root);
  execFileSync("tar", ["-xzf", file, "-C", root]);
  for (const name of ["greet", "greet-lib"]) {
    expect(existsSync(join(root, installed(name), "IDENT")), name).toBe(true);
  }
});

test("every example is built by a test", () => {
  const examples = readdirSync(join(project, "plans-examples"), { withFileTypes: true });
  expect(examples.filter((entry) => entry.isDirectory() && !built.has(entry.name))).toEqual([]);
});
