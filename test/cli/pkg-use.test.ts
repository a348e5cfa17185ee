import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cli, startHabc } from "./habc.ts";
import { full, openPlace, type Place, release } from "./package-place.ts";

let place: Place;
const nasty = "a \"b\" $(touch x) `id` 'c' \\ *";

beforeAll(async () => {
  place = await openPlace();
  await place.hart("libc/2");
  await place.hart("zlib/1", { deps: ["libc/2"] });
  await place.hart("app/1", {
    deps: ["zlib/1"],
    tdeps: ["zlib/1", "libc/2"],
    files: {
      RUNTIME_ENVIRONMENT: `NASTY=${nasty}\nPATH=/old\nSSL_CERT_FILE=/hab/pkgs/certs\n`,
      BINDS: "db=port host\n",
      "default.toml": "# how it is\nport = 80\n",
      "bin/fails": "#!/bin/sh\nexit 42\n",
      "share/zlib": "",
    },
    change: (folder) => symlinkSync("zlib", join(folder, "share/link")),
  });
  await place.hart("app/2");
  place.install("app/1", "app/2");
});
afterAll(() => place.close());

const app = full("app/1");

describe("habc pkg", () => {
  test("list lists everything, an origin, or a package", () => {
    const all = ["app/1", "app/2", "libc/2", "zlib/1"].map((short) => `${full(short)}\n`).join("");
    for (const args of [[], ["-a"], ["--origin", "acme"]]) {
      expect(place.pkg(["list", ...args])).toEqual({ status: 0, stdout: all, stderr: "" });
    }
    expect(place.pkg(["list", "acme/app"]).stdout).toBe(`${app}\n${full("app/2")}\n`);
    expect(place.pkg(["list", "-o", "ac"]).stdout).toBe("");
    expect(place.pkg(["list", "-a", "acme/app"]).status).toBe(2);
    expect(JSON.parse(place.pkg(["list", "--json", "acme/zlib"]).stdout)).toEqual({
      ident: full("zlib/1"),
      origin: "acme",
      name: "zlib",
      version: "1",
      release,
      path: `/hab/pkgs/${full("zlib/1")}`,
      folder: join(place.packages, full("zlib/1")),
      standIn: false,
    });
  });

  test("list warns of a damaged package, and lists the others", () => {
    const folder = join(place.packages, "acme/torn/1/20260101000000");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "IDENT"), "acme/other/1/20260101000000\n");
    const { status, stdout, stderr } = place.pkg(["list"]);
    expect(status).toBe(0);
    expect(stdout.split("\n")).toHaveLength(5);
    expect(stderr).toContain("warning[dep-broken]: the installed package acme/torn/1/");
    spawnSync("rm", ["-r", join(place.packages, "acme/torn")]);
  });

  test("path prints the folder, and how builds see it beside that", () => {
    expect(place.pkg(["path", "acme/app/1"])).toEqual({
      status: 0,
      stdout: `${join(place.packages, app)}\n`,
      stderr: `builds see it at /hab/pkgs/${app}\n`,
    });
    expect(place.pkg(["path", "acme/ap"]).stderr).toContain(
      `error[package-missing]: acme/ap is not installed in ${place.packages}\n  hint: did you mean acme/app?`,
    );
  });

  test("deps lists what a package runs with, and the reverse", () => {
    const lists = (...shorts: string[]) => shorts.map((short) => `${full(short)}\n`).join("");
    expect(place.pkg(["deps", "acme/app/1"]).stdout).toBe(lists("zlib/1"));
    expect(place.pkg(["deps", "-t", "acme/app/1"]).stdout).toBe(lists("zlib/1", "libc/2"));
    expect(place.pkg(["deps", "-r", "acme/libc"]).stdout).toBe(lists("zlib/1"));
    expect(place.pkg(["deps", "-rt", "acme/libc"]).stdout).toBe(lists("app/1", "zlib/1"));
    expect(place.pkg(["deps", "--json", "acme/app/1"]).stdout).toBe(
      `{"ident":"${full("zlib/1")}"}\n`,
    );
  });

  test("provides finds names, ends of paths and whole paths", () => {
    expect(place.pkg(["provides", "zlib"]).stdout).toBe("acme/app\nacme/zlib\n");
    expect(place.pkg(["provides", "-r", "bin/zlib"]).stdout).toBe(`${full("zlib/1")}\n`);
    expect(place.pkg(["provides", "-p", "link"]).stdout).toBe(
      `acme/app: /hab/pkgs/${app}/share/link\n`,
    );
    const path = `/hab/pkgs/${app}/bin/fails`;
    expect(JSON.parse(place.pkg(["provides", "--json", path]).stdout)).toMatchObject({
      ident: app,
      file: path,
      path: "bin/fails",
    });
    const none = place.pkg(["provides", "lib"]);
    expect(none).toMatchObject({ status: 1, stdout: "" });
    expect(none.stderr).toContain("error[package-missing]: no installed package has a file lib");
  });

  test("binds and config show what a service needs and what can be set", () => {
    expect(place.pkg(["binds", "acme/app/1"]).stdout).toBe(
      "required:\n  db=port host\noptional: none\n",
    );
    expect(JSON.parse(place.pkg(["binds", "--json", "acme/app/1"]).stdout)).toMatchObject({
      required: { db: ["port", "host"] },
      optional: {},
    });
    expect(place.pkg(["config", "acme/app/1"]).stdout).toBe("# how it is\nport = 80\n");
    expect(JSON.parse(place.pkg(["config", "--json", "acme/app/1"]).stdout).config).toEqual({
      port: 80,
    });
    expect(place.pkg(["config", "acme/app/2"])).toEqual({
      status: 0,
      stdout: "",
      stderr: `${full("app/2")} has no default.toml\n`,
    });
  });

  test("env prints what a shell can read back, whatever the values are", () => {
    const { status, stdout } = place.pkg(["env", "acme/app/1"]);
    expect(status).toBe(0);
    const script = 'eval "$1"; printf "%s\\n" "$NASTY" "$PATH"';
    const read = spawnSync("/bin/sh", ["-c", script, "sh", stdout], { encoding: "utf8" });
    const path = [app, full("zlib/1"), full("libc/2")].map((each) => `/hab/pkgs/${each}/bin`);
    expect(read.stdout).toBe(`${nasty}\n${path.join(":")}\n`);
    expect(JSON.parse(place.pkg(["env", "--json", "acme/app/1"]).stdout).environment).toEqual({
      NASTY: nasty,
      PATH: path.join(":"),
      SSL_CERT_FILE: "/hab/pkgs/certs",
    });
    const mine = place.pkg(["env", "acme/app/1"], { env: { SSL_CERT_FILE: "/mine" } });
    expect(mine.stdout).not.toContain("SSL_CERT_FILE");
  });
});

describe("habc pkg exec", () => {
  test("runs programs of the package and of its dependencies, with the store at /hab", () => {
    expect(place.pkg(["exec", "acme/app/1", "app", "zlib", "printenv", "NASTY"])).toEqual({
      status: 0,
      stdout: `app at /hab/pkgs/${app}/bin/app\nzlib at /hab/pkgs/${full("zlib/1")}/bin/zlib\n${nasty}\n`,
      stderr: "",
    });
  });

  test("hands over arguments, input, working directory and exit status", () => {
    const script = 'cat; pwd; printf "<%s>" "$@"; exit 5';
    const args = ["exec", "acme/app/1", "sh", "-c", script, "sh", "--help", "-V", "--", ""];
    expect(place.pkg(args, { input: "in\n" })).toEqual({
      status: 5,
      stdout: `in\n${place.folder}\n<--help><-V><--><>`,
      stderr: "",
    });
    expect(place.pkg(["exec", "acme/app/1", "--", "fails"]).status).toBe(42);
    expect(place.pkg(["exec", "acme/app/1", "sh", "-c", "kill -9 $$"]).status).toBe(137);
  });

  test("leaves the environment as it is but for the package's own", () => {
    const env = { LD_PRELOAD_X: "1", "odd-name": "2", BASH_ENV: "/none", SHLVL: "7" };
    const { stdout } = place.pkg(["exec", "acme/app/1", "env", "-0"], { env });
    const seen = stdout.split("\0");
    for (const [name, value] of Object.entries(env)) expect(seen).toContain(`${name}=${value}`);
    expect(seen.filter((line) => line.startsWith("habc"))).toEqual([]);
  });

  test("shows the rest of the machine", () => {
    const { stdout } = place.pkg(["exec", "acme/app/1", "sh", "-c", "ls /; cat /etc/passwd"]);
    const { stdout: here } = spawnSync("sh", ["-c", "ls / | grep -vx hab; cat /etc/passwd"], {
      encoding: "utf8",
    });
    expect(stdout.replace(/^hab\n/m, "")).toBe(here);
  });

  test.each([
    [["nothing-of-that-name"], 127, "the program nothing-of-that-name is not there"],
    [["./harts"], 126, "the program ./harts cannot be run"],
  ])("refuses %j with status %i", (command, status, message) => {
    const outcome = place.pkg(["exec", "acme/app/1", ...command]);
    expect(outcome).toMatchObject({ status, stdout: "" });
    expect(outcome.stderr).toContain(`error[usage]: ${message}`);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1"] as const)("hands on %s", async (signal) => {
    const script = `trap 'echo got; exit 9' ${signal.slice(3)}; echo ready; while :; do sleep 0.02; done`;
    const { child, text, ended } = start("sh", "-c", script);
    await text("ready");
    child.kill(signal);
    await text("got");
    expect(await ended).toBe(9);
  });

  test("is the end of the program when it is killed", async () => {
    const { child, text, ended } = start("sh", "-c", "echo $$; exec sleep 600");
    const pid = Number((await text("\n")).trim());
    child.kill("SIGKILL");
    await ended;
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test("works for an ordinary user", () => {
    const user =
      process.getuid?.() === 0 ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    spawnSync("chmod", ["-R", "a+rwX", place.folder]);
    const args = ["--", process.execPath, cli, "pkg", "exec", "acme/app/1", "zlib", "id", "-u"];
    const { status, stdout } = spawnSync("setpriv", [...user, ...args], {
      cwd: place.folder,
      env: { ...place.env, PATH: "/usr/bin:/bin" },
      encoding: "utf8",
    });
    const uid = user.length > 0 ? 65534 : process.getuid?.();
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `zlib at /hab/pkgs/${full("zlib/1")}/bin/zlib\n${uid}\n`,
    });
  });
});

describe("habc pkg binlink", () => {
  const links = () => join(place.root, "links");

  test("makes scripts that run the programs of a store that is not at /hab", () => {
    const { status, stdout } = place.pkg(["binlink", "-d", "/links", "acme/app/1", "app"]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `linked ${links()}/app to /hab/pkgs/${app}/bin/app\n`,
    });
    const run = spawnSync(join(links(), "app"), ["printf", "<%s>", "a b", "--help"], {
      env: { PATH: "/usr/bin:/bin" },
      encoding: "utf8",
    });
    expect(run.stdout).toBe(`app at /hab/pkgs/${app}/bin/app\n<a b><--help>`);
    expect(run.status).toBe(0);
    const again = place.pkg(["binlink", "--json", "-d", "/links", "acme/app/1", "app"]);
    expect(JSON.parse(again.stdout).outcome).toBe("unchanged");
  });

  test("makes links where the store is at /hab", () => {
    // Inside, the store is where it usually is.
    const inside = ["env", "-u", "FS_ROOT", process.execPath, cli, "pkg", "binlink"];
    const folder = join(place.folder, "plain");
    const { status } = place.pkg(["exec", "acme/app/1", ...inside, "-d", folder, "acme/app/1"]);
    expect(status).toBe(0);
    for (const name of ["app", "fails"]) {
      expect(readlinkSync(join(folder, name))).toBe(`/hab/pkgs/${app}/bin/${name}`);
    }
  });

  test("replaces another file only with --force", () => {
    const file = join(links(), "fails");
    mkdirSync(links(), { recursive: true });
    writeFileSync(file, "mine");
    const args = ["binlink", "-d", "/links", "acme/app/1", "fails"];
    const kept = place.pkg(args);
    expect(kept).toMatchObject({ status: 0, stdout: "" });
    expect(kept.stderr).toContain("--force replaces it");
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(place.pkg([...args, "--force"]).status).toBe(0);
    expect(spawnSync(file, { env: { PATH: "/usr/bin:/bin" } }).status).toBe(42);
  });

  test("refuses a program that the package does not have", () => {
    const { status, stderr } = place.pkg(["binlink", "acme/app/1", "zlib"]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `error[package-missing]: ${app} has no program zlib\n  hint: it has app, fails`,
    );
  });
});

function start(...command: string[]) {
  const child = startHabc(["pkg", "exec", "acme/app/1", ...command], { env: place.env });
  let seen = "";
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    seen += data;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const text = async (part: string) => {
    await expect.poll(() => seen, { timeout: 5000 }).toContain(part);
    return seen;
  };
  return { child, text, ended };
}

/** Where nobody waits for it, a dead process stays in the table for good. proc(5): state Z. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
}
