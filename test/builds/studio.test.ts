/** Studios that last: made, worked in at a real terminal, listed and removed. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { habcCommand, onTerminal, type TerminalRun } from "../support/terminal.ts";
import { openWorkshop, type RunOptions, type Workshop } from "../support/workshop.ts";
import { nothing, planSh } from "./plans.ts";

let workshop: Workshop;
let cwd: string;
let run: TerminalRun | undefined;
beforeEach(async () => {
  workshop = await openWorkshop();
  cwd = join(workshop.folder, "tree");
  mkdirSync(cwd);
});
afterEach(() => {
  run?.close();
  workshop.close();
});

const isRoot = process.getuid?.() === 0;
const asUser = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
const studios = () => join(workshop.packages, "../studios");

function giveToUser(): void {
  execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
  execFileSync("chmod", ["755", workshop.folder]);
}

function studio(args: readonly string[], options: RunOptions = {}) {
  return workshop.habc(["studio", ...args], { cwd, ...options });
}

async function succeeds(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const ended = await studio(args, options);
  expect(ended.status, ended.output).toBe(0);
  return ended.stdout;
}

async function listed(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const lines = (await succeeds(["list", "--json"])).trim().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function enter(options: { through?: readonly string[]; env?: Record<string, string> } = {}) {
  const { through = [], env = {} } = options;
  run = onTerminal(workshop, [...through, ...habcCommand("studio", "enter")], { cwd, env });
  return run;
}

describe("enter", () => {
  test("is a shell with the environment and the helpers of a build, and with .studiorc", async () => {
    workshop.write("tree/.studiorc", "echo from studiorc; export DO_CHECK=1\n");
    const { type, shows, ended } = enter({
      env: { HAB_ORIGIN: "acme", HAB_STUDIO_SECRET_TOKEN: "a  secret", NEVER: "inside" },
    });
    await shows(`The studio of ${cwd}: \`build PLAN\` builds`);
    await shows("from studiorc");
    await shows("[habc] /src ");
    type(
      `env | grep -v ^_= | sort | tr '\\n' ';'; echo; [[ $TOKEN == "a  "secret ]] && echo same\r`,
    );
    await shows(
      "DO_CHECK=1;HAB_CACHE_KEY_PATH=/hab/cache/keys;HAB_NOCOLORING=true;HAB_ORIGIN=acme;HOME=/root;LC_ALL=POSIX;PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;PWD=/src;SHELL=/bin/bash;SHLVL=2;STUDIO_TYPE=default;TERM=dumb;TOKEN=[secret];",
    );
    await shows("same");
    type("trim '  x  '; exists gcc && warn 'it is there'; tty; ls -A /hab/cache/keys\r");
    await shows(/x\r\n.*WARN: it is there\r\n\/dev\/pts\/0\r\nls: cannot access/);
    type("exit 5\r");
    expect((await ended).status).toBe(5);

    const bare = enter({ env: { HAB_STUDIO_NOSTUDIORC: "1" } });
    expect(await bare.shows("[habc] /src ")).not.toContain("from studiorc");
    bare.type("\x04");
    expect((await bare.ended).status).toBe(0);
  });

  test("its `build` builds what is there, and the next plan has it", async () => {
    planSh(workshop, "tree/base", `pkg_name=base\n${nothing}`);
    planSh(
      workshop,
      "tree/user",
      `pkg_name=user\npkg_deps=(acme/base)\ndo_build() { ls /src > ~/seen; }\ndo_install() { pkg_path_for acme/base > "$pkg_prefix/base"; }\ndo_check() { echo checked; }`,
    );
    const { type, shows, ended } = enter();
    await shows("[habc] /src ");
    type('build base; echo "status $?"\r');
    await shows(/acme\/base\/1\.0\/\d{14}\r\n/);
    await shows("status 0");
    type("cd user; export DO_CHECK=1; build\r");
    await shows("checked");
    await shows("[habc] /src/user ");
    type('cat ~/seen; build /src/base | tail -n 1; build ../none; echo "status $?"; ls results\r');
    await shows(/base\r\nresults\r\nuser\r\n/);
    await shows("Build time");
    await shows("error[plan-not-found]");
    await shows("status 42");
    // The results are those of the tree, wherever in it a build is typed.
    await shows("cannot access");
    type("exit 0\r");
    expect((await ended).status).toBe(0);
    expect(readFileSync(join(workshop.unpack(workshop.hart("user")), "base"), "utf8")).toMatch(
      /^\/hab\/pkgs\/acme\/base\/1\.0\/\d{14}\n$/,
    );
  });

  test("Ctrl-C ends a build and not the shell; a failed one can have a shell of its own", async () => {
    planSh(
      workshop,
      "tree/slow",
      `pkg_name=slow\ndo_build() { echo re"ady"; sleep 1000; }\ndo_install() { :; }`,
    );
    planSh(
      workshop,
      "tree/broken",
      `pkg_name=broken\ndo_build() { local why=because; false; }\ndo_install() { :; }`,
    );
    const { type, shows, ended } = enter();
    await shows("[habc] /src ");
    type('build slow; echo "status $?"\r');
    await shows("ready");
    type("\x03");
    await shows("error[build-interrupted]");
    await shows("status 130");
    type('build broken --on-failure shell; echo "status $?"\r');
    await shows("[broken] /src/broken ");
    type("echo $why; exit\r");
    await shows("because");
    await shows("status 1");
    type("exit\r");
    expect((await ended).status).toBe(0);
  });

  test("needs a terminal, and a folder that is not the user's home", async () => {
    const without = await studio(["enter"]);
    expect(without.status).toBe(2);
    expect(without.stderr).toContain("a shell needs a terminal");
    const atHome = await studio(["new"], { cwd: workshop.folder });
    expect(atHome.status).toBe(2);
    expect(atHome.stderr).toContain("would show your home folder");
  });

  test.runIf(isRoot)("an ordinary user has it too", async () => {
    planSh(workshop, "tree/base", `pkg_name=base\n${nothing}`);
    mkdirSync(workshop.results);
    giveToUser();
    const { type, shows, resize, ended } = enter({ through: asUser });
    await shows("[habc] /src ");
    resize(30, 90);
    type("until [[ $(stty size) == '30 90' ]]; do :; done; touch /src/mine; build base\r");
    await shows("Artifact: ");
    await shows("[habc] /src ");
    type("\x04");
    expect((await ended).status).toBe(0);
    expect(execFileSync("stat", ["-c", "%u", join(cwd, "mine")]).toString()).toBe("65534\n");
    await succeeds(["rm"], { through: asUser });
    expect(readdirSync(studios())).toEqual([]);
  });
});

describe("run and build", () => {
  test("have the same home, /tmp and sources; streams and status are those of the command", async () => {
    workshop.write("tree/.studiorc", "echo from studiorc\n");
    const piped = await workshop.habc(["studio", "run", "cat; echo wrong >&2; exit 4"], {
      cwd,
      through: ["sh", "-c", 'printf "in\\nput" | "$@"', "sh"],
    });
    expect(piped).toMatchObject({ status: 4, stdout: "in\nput", stderr: "wrong\n" });
    await succeeds(["run", "echo one > ~/file; echo two > /tmp/file; echo three > /src/file"]);
    planSh(
      workshop,
      "tree/plan",
      `pkg_name=plan\ndo_build() { cat ~/file /tmp/file; echo four > ~/more; echo $$ > "$CACHE_PATH/pid"; echo five > /src/file; }\ndo_install() { :; }`,
    );
    const built = await succeeds(["build", "plan", "--no-cache"]);
    expect(built).toMatch(/one\ntwo\n/);
    expect(built).not.toContain("from studiorc");
    expect(await succeeds(["run", "sh", "-c", "cat ~/more"])).toBe("four\n");
    expect(await succeeds(["run", "ls /hab/cache/src/plan-1.0"])).toBe("pid\n");
    // A build changes a copy of the tree, as everywhere.
    expect(readFileSync(join(cwd, "file"), "utf8")).toBe("three\n");
    // Nothing is taken from a cache that does not know what is in the studio.
    expect(await succeeds(["build", "plan"])).toContain("one\ntwo\n");
    const kept = await studio(["build", "plan", "--keep"]);
    expect(kept.status).toBe(2);
    expect(await succeeds(["version"])).toMatch(/^habc \d/);
  });

  test("a command at a terminal has one of its own", async () => {
    run = onTerminal(
      workshop,
      habcCommand("studio", "run", "read -p 'say: ' x; echo got $x; stty size; tty; exit 3"),
      { cwd },
    );
    await run.shows("say: ");
    run.type("it\r");
    await run.shows("got it\r\n24 80\r\n/dev/pts/0\r\n");
    expect((await run.ended).status).toBe(3);
  });
});

describe("list and rm", () => {
  test("tell and remove studios and kept builds, but none that is in use", async () => {
    planSh(workshop, "tree/plan", `pkg_name=plan\n${nothing}`);
    await workshop.habc(["build", "--until", "do_build", "plan"], { cwd });
    const folder = (await succeeds(["new"])).trim();
    expect(folder).toBe(join(studios(), cwd.slice(1).replaceAll("/", "--")));
    const { type, shows, ended } = enter();
    await shows("[habc] /src ");
    const found = await listed();
    expect(found).toMatchObject([
      { kind: "studio", tree: cwd, folder, inUse: true },
      { kind: "kept build", tree: cwd, plan: join(cwd, "plan"), inUse: false },
    ]);
    for (const { bytes, created, used } of found) {
      expect(bytes).toBeGreaterThan(4000);
      expect(Math.abs((used as number) - Date.now() / 1000)).toBeLessThan(300);
      expect(created).toBeLessThanOrEqual((used as number) + 1);
    }
    const busy = await studio(["rm"]);
    expect(busy.stderr).toContain("error[studio-busy]");
    type("echo still here > ~/file; cat ~/file\r");
    await shows("still here\r\n");
    // Two can work in it at once.
    expect(await succeeds(["run", "sh", "-c", "cat ~/file"])).toBe("still here\n");
    type("exit\r");
    await ended;

    await succeeds(["rm", String(found[1]?.["name"])]);
    expect(await listed()).toMatchObject([{ kind: "studio", inUse: false }]);
    expect(await succeeds(["list"])).toMatch(/ {2}studio {2}.*kB {2}.* {2}free {2}/);
    await succeeds(["rm", "--all"]);
    expect(readdirSync(studios())).toEqual([]);
    expect((await studio(["rm"])).stderr).toContain("error[studio-missing]");
    expect((await studio(["rm", "../../pkgs"])).stderr).toContain("error[studio-missing]");
    expect(existsSync(workshop.packages)).toBe(true);
  });

  test("a studio in a folder of its own is one, and nothing else is taken for one", async () => {
    const other = join(workshop.folder, "other");
    workshop.write("other/file", "precious");
    for (const args of [
      ["new", "--root", other],
      ["rm", "-r", other],
    ]) {
      expect((await studio(args)).status).not.toBe(0);
    }
    expect((await studio(["new"], { env: { HAB_STUDIO_ROOT: other } })).stderr).toContain(
      "holds something that is no studio",
    );
    expect(readFileSync(join(other, "file"), "utf8")).toBe("precious");
    const own = join(workshop.folder, "own");
    await succeeds(["run", "-r", own, "echo here > ~/file"]);
    const env = { HAB_STUDIO_ROOT: own };
    expect(await succeeds(["run", "sh", "-c", "cat ~/file"], { env })).toBe("here\n");
    await succeeds(["rm", "-r", own]);
    expect(existsSync(own)).toBe(false);
  });

  test("rm follows no link", async () => {
    const folder = (await succeeds(["new"])).trim();
    workshop.write("outside/file", "precious");
    const outside = join(workshop.folder, "outside");
    symlinkSync(outside, join(folder, "home/link"));
    await succeeds(["run", `ln -s ${outside} ~/inner; ln -s / /tmp/root; ln -s .. /var/tmp/up`]);
    symlinkSync(folder, join(studios(), "linked"));
    expect((await studio(["rm", "linked"])).stderr).toContain("error[studio-missing]");
    expect(existsSync(join(folder, "home/link"))).toBe(true);
    await succeeds(["rm", "--all"]);
    expect(readFileSync(join(outside, "file"), "utf8")).toBe("precious");
    expect(existsSync(folder)).toBe(false);
  });

  test("rm removes nothing while something is mounted in the studio", async () => {
    const folder = (await succeeds(["new"])).trim();
    workshop.write("outside/file", "precious");
    const outside = join(workshop.folder, "outside");
    mkdirSync(join(folder, "home/root/mounted"), { recursive: true });
    writeFileSync(join(folder, "home/root/own"), "");
    const script = `mount --bind ${outside} ${folder}/home/root/mounted && exec "$@"`;
    const namespaces = ["unshare", ...(isRoot ? [] : ["--user", "--map-root-user"]), "--mount"];
    const through = [...namespaces, "sh", "-c", script, "sh"];
    // Whatever way leads to the studio.
    symlinkSync(studios(), join(workshop.folder, "way"));
    const env = { HAB_STUDIOS_HOME: join(workshop.folder, "way") };
    expect((await studio(["rm"], { through, env })).stderr).toContain("something is mounted");
    const ended = await studio(["rm"], { through });
    expect(ended.status).not.toBe(0);
    expect(ended.stderr).toContain("something is mounted in the studio");
    expect(readFileSync(join(outside, "file"), "utf8")).toBe("precious");
    expect(existsSync(join(folder, "home/root/own"))).toBe(true);
    await succeeds(["rm"]);
    expect(readFileSync(join(outside, "file"), "utf8")).toBe("precious");
  });

  test.each(["SIGTERM", "SIGKILL"] as const)(
    "after %s of a shell it can be removed",
    async (signal) => {
      const { shows, pid, ended } = enter();
      await shows("[habc] /src ");
      process.kill(await pid, signal);
      await ended;
      // What was cut off goes when the next one begins.
      await succeeds(["run", "true"]);
      await succeeds(["rm"]);
      expect(readdirSync(studios())).toEqual([]);
      expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(workshop.folder);
    },
  );
});
