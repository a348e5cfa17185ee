/** Shells in the middle of a build, at a real terminal. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { habcCommand, onTerminal, type TerminalRun } from "../support/terminal.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { nothing, planSh } from "./plans.ts";

let workshop: Workshop;
let run: TerminalRun | undefined;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => {
  run?.close();
  workshop.close();
});

/** Starts a command on a terminal; what is typed ends with a prompt that is waited for. */
function begin(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
  run = onTerminal(workshop, command, { env });
  return run;
}

const build = (...args: readonly string[]) => habcCommand("build", ...args);

/** The log of the only build. */
function log(): string {
  const folder = join(workshop.results, "logs");
  return readFileSync(join(folder, readdirSync(folder)[0] as string), "utf8");
}

const attached = `
greet() { echo "hello $1"; }
do_build() {
  local here="a local" list=(a "b c")
  declare -gA map=([key]="a value")
  unexported=plain gone=1
  cd /tmp
  attach
  echo "after: $here, \${list[2]}, $fresh, \${map[key]}, \${gone-unset}, $PWD, $(printenv shared)"
  greet again
}
do_install() { echo "$fresh" > "$pkg_prefix/told"; }`;

test("attach opens a bash with all that the plan has, and takes back what is changed", async () => {
  planSh(workshop, "wave", attached);
  const { type, shows, resize, ended } = begin(build("wave"));
  expect(await shows("[wave] /tmp ")).toMatch(/plan\.sh:11 in do_build.*> +11 +attach/s);
  type('echo "<$here|${list[1]}|${map[key]}|$unexported|$pkg_name>"; greet you; tty\r');
  await shows("<a local|b c|a value|plain|wave>");
  await shows("hello you\r\n/dev/pts/0\r\n");
  // The helpers that the driver answers work too.
  type("pkg_path_for acme/none; echo status $?\r");
  await shows("is none of the dependencies");
  await shows("status 1");

  const wait = `sh -c 'echo re"ady"; exec sleep 1000'`;
  type(`stty size; ${wait}\r`);
  await shows(/24 80\s+ready/);
  resize(40, 100);
  type("\x03");
  await shows("^C");
  await shows("[wave] /tmp ");
  type("until [[ $(stty size) == '40 100' ]]; do :; done; echo re'sized'\r");
  await shows("resized");
  type(`${wait}\r`);
  await shows("ready\r");
  type("\x1a");
  await shows("Stopped");
  type('kill %1; fg; echo no "job"\r');
  await shows("no job");

  type("fresh=new here=changed list+=(d) map[key]=other; unset gone; export shared=yes; cd /\r");
  type("greet() { echo mended $1; }; false\r");
  await shows("[wave] / ");
  type("\x04");
  await shows("after: changed, d, new, other, unset, /tmp, yes");
  await shows("mended again");
  expect((await ended).status).toBe(0);
  expect(log()).toContain("== A shell is opened at plan.sh:11");
  expect(log()).not.toContain("<a local");
  const provenance = readFileSync(`${workshop.hart("wave")}.provenance.json`, "utf8");
  const statement = Buffer.from(JSON.parse(provenance).payload, "base64").toString();
  expect(JSON.parse(statement).predicate.buildDefinition.internalParameters).toMatchObject({
    attended: true,
    lasting: false,
  });
  // What somebody did by hand is not what the next build gets.
  const second = await workshop.build("wave");
  expect(second.stdout).not.toContain("taken from the build cache");
}, 30_000);

test("exit-program ends the build with its status", async () => {
  planSh(workshop, "wave", `do_build() { attach; echo not "here"; }\ndo_install() { :; }`);
  const { type, shows, ended } = begin(build("wave"));
  await shows("[wave] ");
  type("exit-program 9\r");
  const { status, rest } = await ended;
  expect(status).toBe(9);
  expect(rest).toContain("do_build failed: attach: exit-program");
  expect(rest).not.toContain("not here\r");
});

test("--on-failure shell opens where the command failed; the build fails as it would", async () => {
  planSh(
    workshop,
    "broken",
    `do_build() {
  local why=because
  mkdir -p "$CACHE_PATH/deep"; cd "$CACHE_PATH/deep"
  echo the last output
  ( exit 7 )
}
do_install() { :; }
do_after_failure() { echo the last word; }`,
  );
  const { type, shows, ended } = begin(build("--keep", "--on-failure", "shell", "broken"), {
    HAB_STUDIO_SECRET_TOKEN: "quite secret",
  });
  expect(await shows("[broken] /hab/cache/src/broken-1.0/deep ")).toMatch(
    /WARN: do_build failed: \( exit 7 \).*status 7.*> +8 +\( exit 7 \)/s,
  );
  type("echo $why; echo $TOKEN; exit 3\r");
  await shows("because");
  await shows("[secret]");
  const { status, rest } = await ended;
  expect(status).toBe(7);
  expect(rest).toMatch(
    /the last word.*error\[phase-failed\].*broken\/plan\.sh:8:1.*step: do_build.*last output:\s+\| the last output.*kept: `habc build --from do_build`.*log: results\/logs\/broken/s,
  );
}, 30_000);

test("--on-failure shell opens in a plan that cannot be loaded", async () => {
  planSh(workshop, "broken", "settled=here\nreturn 3");
  const { type, shows, ended } = begin(build("--on-failure", "shell", "broken"));
  await shows("could not be loaded");
  await shows("[broken] ");
  type('echo "<$settled>"; exit\r');
  await shows("<here>");
  const { status, rest } = await ended;
  expect(status).toBe(3);
  expect(rest).toContain("error[plan-load-failed]");
});

test("a plan.ts has both, with its environment and directory", async () => {
  workshop.write(
    "typed/plan.ts",
    `import { definePlan } from "habc";
export default definePlan({
  pkg_name: "typed", pkg_origin: "acme", pkg_version: "1.0",
  async do_build({ attach, env, cd, $ }) {
    env["MINE"] = "from the plan";
    cd("/tmp");
    await attach();
    await $\`echo "after: $MINE $BACK"\`;
    cd("/var/tmp");
    await $\`exit 9\`;
  },
  async do_install() {},
});
`,
  );
  const { type, shows, ended } = begin(build("--on-failure", "shell", "typed"));
  expect(await shows("[typed] /tmp ")).toMatch(/plan\.ts:7 in do_build.*> +7 +await attach/s);
  type('echo "<$MINE|$pkg_name>"; export BACK=and back\r');
  await shows("<from the plan|typed>");
  type("export BACK='and back'; exit\r");
  await shows("after: from the plan and back");
  expect(await shows("[typed] /var/tmp ")).toMatch(/do_build failed: exit 9.*> +10 +await/s);
  type('echo "<$BACK>"; exit\r');
  await shows("<and back>");
  expect((await ended).status).toBe(9);
}, 30_000);

test("exit-program ends a plan.ts too, and its bash texts can attach", async () => {
  workshop.write(
    "typed/plan.ts",
    `import { bash, definePlan } from "habc";
export default definePlan({
  pkg_name: "typed", pkg_origin: "acme", pkg_version: "1.0",
  do_prepare: bash\`here=there; attach; echo "after: $here"\`,
  async do_build({ attach }) {
    await attach();
  },
  async do_install() {},
});
`,
  );
  const { type, shows, ended } = begin(build("typed"));
  await shows("A shell is opened at this point");
  await shows("[typed] ");
  type("here=again; exit\r");
  await shows("after: again");
  await shows("[typed] ");
  type("exit-program 8\r");
  const { status, rest } = await ended;
  expect(status).toBe(8);
  expect(rest).toMatch(/do_build failed: attach: exit-program\r\n.*typed\/plan\.ts:6/);
}, 30_000);

test.each([
  ["nobody is at a terminal", ["build"], {}],
  ["HAB_NONINTERACTIVE says so", ["build"], { HAB_NONINTERACTIVE: "true" }],
  ["CI is set", ["build"], { CI: "true" }],
  ["the output is JSON", ["build", "--json"], {}],
])("where %s, no shell is opened and nothing waits", async (why, args, env) => {
  planSh(workshop, "wave", "do_build() { attach; echo after; false; }\ndo_install() { :; }");
  const all = [...args, "--on-failure", "shell", "wave"];
  const ended =
    why === "nobody is at a terminal"
      ? await workshop.habc(all).then(({ status, output }) => ({ status, rest: output }))
      : await begin(habcCommand(...all), env).ended;
  expect(ended.status).toBe(1);
  expect(ended.rest).toMatch(
    /No shell at plan\.sh:4: the build has no terminal.*after.*No shell at plan\.sh:4/s,
  );
});

test("Ctrl-] three times ends a build that makes nothing of keys", async () => {
  planSh(workshop, "wave", "do_build() { trap '' INT; attach; }\ndo_install() { :; }");
  const { type, shows, ended } = begin(build("wave"));
  await shows("A shell is opened at plan.sh:4; Ctrl-] three times ends the build");
  await shows("[wave] ");
  type("trap '' INT; sh -c 'echo re\"ady\"; exec sleep 1000'\r");
  await shows("ready");
  type("\x03\x1d\x1d\x1d");
  const { status, rest } = await ended;
  expect(status).toBe(130);
  expect(rest).toContain("error[build-interrupted]");
}, 30_000);

test("several plans have no shell", async () => {
  for (const name of ["one", "two"]) planSh(workshop, name, nothing);
  const ended = await workshop.habc(["build", "--on-failure", "shell", "one", "two"]);
  expect(ended.status).toBe(2);
  expect(ended.stderr).toContain("--on-failure shell is for one plan at a time");
});

test.each(["SIGTERM", "SIGKILL"])(
  "after %s the terminal is as it was",
  async (signal) => {
    planSh(workshop, "wave", "do_build() { attach; }\ndo_install() { :; }");
    const script = `before=$(stty -g)
"$@"
echo "status $?"
until [ "$(stty -g)" = "$before" ]; do :; done
echo "as it was"`;
    const { type, shows, ended } = begin(["sh", "-c", script, "sh", ...build("wave")]);
    await shows("[wave] ");
    // The parent of its shell is that of the person.
    type("stty -a | head -n 1; ps -o pid= | wc -l\r");
    await shows("[wave] ");
    const { pid } = run as TerminalRun;
    const children = `/proc/${await pid}/task/${await pid}/children`;
    process.kill(Number(readFileSync(children, "utf8").trim()), signal);
    await shows(`status ${signal === "SIGTERM" ? 143 : 137}`);
    await shows("as it was");
    expect((await ended).status).toBe(0);
  },
  30_000,
);

test("a terminal that is closed ends the build, and nothing is left", async () => {
  planSh(workshop, "wave", "do_build() { attach; }\ndo_install() { :; }");
  const { shows, pid, close } = begin(build("wave"));
  await shows("[wave] ");
  const folder = `/proc/${await pid}`;
  close();
  await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
  expect(readdirSync(join(workshop.packages, "../studios"))).toEqual([]);
  expect(log()).toContain("error[build-interrupted]");
}, 30_000);

test("in place too", async () => {
  planSh(workshop, "wave", attached);
  const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  mkdirSync(join(workshop.folder, "hab/pkgs"), { recursive: true });
  const script = `mount --bind "$PWD/hab" /hab && exec "$@"`;
  const { type, shows, ended } = begin(
    [
      ...["unshare", ...asRoot, "--mount", "sh", "-c", script, "sh"],
      ...build("--studio", "none", "wave"),
    ],
    { FS_ROOT: "" },
  );
  await shows("[wave] /tmp ");
  type('echo "<$here|${list[1]}>"; here=changed; exit\r');
  await shows("<a local|b c>");
  await shows("after: changed, ");
  expect((await ended).status).toBe(0);
}, 30_000);

test.runIf(process.getuid?.() === 0)(
  "an ordinary user has them too",
  async () => {
    planSh(workshop, "wave", "do_build() { local x=mine; attach; false; }\ndo_install() { :; }");
    mkdirSync(workshop.results);
    execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
    execFileSync("chmod", ["755", workshop.folder]);
    const user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    const { type, shows, resize, ended } = begin([
      ...user,
      ...build("--on-failure", "shell", "wave"),
    ]);
    await shows("[wave] ");
    resize(30, 90);
    type("until [[ $(stty size) == '30 90' ]]; do :; done; echo $x; exit\r");
    await shows("mine");
    await shows("[wave] ");
    type("echo $x again; exit\r");
    await shows("mine again");
    expect((await ended).status).toBe(1);
  },
  30_000,
);
