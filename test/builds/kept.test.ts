/** A build that is kept is taken up where its plan was mended, and gives the same package. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { becomeNobody } from "../support/nobody.ts";
import { openWorkshop, project, type Workshop } from "../support/workshop.ts";
import { edit, planSh } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const studios = () => join(workshop.packages, "../studios");

/** Everything of a package, in a form that does not depend on its release. */
function contentOf(name: string): string {
  const folder = workshop.unpack(workshop.hart(name));
  const release = readFileSync(join(folder, "IDENT"), "utf8").trim().split("/").at(-1) as string;
  const script =
    "find . -mindepth 1 -printf '%p %y %m %l\\n' | sort; find . -type f ! -name FILES | sort | xargs tail -n +1";
  const text = execFileSync("bash", ["-c", script], { cwd: folder, maxBuffer: 1 << 26 }).toString();
  return text.replaceAll(release, "RELEASE");
}

/** The package of a whole build of the same plan, made in a place of its own. */
async function wholeBuildOf(plan: string, env: Readonly<Record<string, string>> = {}) {
  const other = await openWorkshop();
  const kept = workshop;
  try {
    cpSync(join(kept.folder, plan), join(other.folder, plan), { recursive: true });
    cpSync(kept.packages, other.packages, { recursive: true });
    workshop = other;
    await other.build(plan, { env });
    return contentOf(plan);
  } finally {
    workshop = kept;
    other.close();
  }
}

async function refusal(args: readonly string[], options = {}) {
  const ended = await workshop.habc(["build", ...args], options);
  expect(ended.status, ended.output).not.toBe(0);
  return ended;
}

/** The phases that a build ran. */
async function phasesOf(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await workshop.build("wave", { args: ["--json", ...args] });
  const events: { type: string; step: string }[] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const steps = events.filter(({ type }) => type === "step-started").map(({ step }) => step);
  return steps.filter((step) => step.startsWith("do_"));
}

test("after do_install or a hook of the tarball example was edited only the phases from there run", async () => {
  cpSync(join(project, "plans-examples/tarball"), join(workshop.folder, "wave"), {
    recursive: true,
  });
  const own = "\ndo_build() { do_default_build; }\ndo_install() {\n  make install\n}\n";
  edit(workshop, "wave/plan.sh", /$/, own);
  workshop.write("wave/hooks/run", "#!/bin/sh\nexec one\n");
  const all = await phasesOf(["--keep"]);
  expect(all).toContain("do_build");
  const more = 'make install\n  echo more > "$pkg_prefix/more"\n';
  edit(workshop, "wave/plan.sh", "make install\n", more);
  expect(await phasesOf(["--from", "do_install"])).toEqual(all.slice(all.indexOf("do_install")));
  edit(workshop, "wave/hooks/run", "one", "two");
  expect(await phasesOf(["--from", "do_build_config"])).toEqual(
    all.slice(all.indexOf("do_build_config")),
  );

  const folder = workshop.unpack(workshop.hart("wave"));
  expect(readFileSync(join(folder, "more"), "utf8")).toBe("more\n");
  expect(readFileSync(join(folder, "hooks/run"), "utf8")).toContain("exec two");
  expect(contentOf("wave")).toBe(await wholeBuildOf("wave"));
});

describe("what phases left in the shell", () => {
  /** Each phase tells what it finds; a package holds all of it. */
  const tell = `
tell() {
  declare -p plain lines list empty map number exported readonly_one late PATH CFLAGS IFS | grep -v SECONDS
  declare -p gone gone_list 2>&1 || true
  type -t made; made arg; declare -F exported_function; bash -c exported_function
  umask; pwd; shopt nullglob extglob; set -o | grep -E 'noclobber|nounset|errexit'; trap -p USR1 ERR; alias -p
  echo "$1"
}`;
  const plan = `${tell}
gone=here
gone_list=(a b)
toplevel=1
do_before() {
  plain=$'it\\'s "quoted" \\\\ \\$HOME \`x\`'
  lines=$'two\\nlines\\n'
  list=([0]=a [3]="b c" [5]=$'d\\ne')
  empty=()
  declare -gA map=([k 1]="v 1" ["]"]="[" [\\$x]=\\')
  declare -gi number=5+5
  declare -gx exported=$'caf\\303\\251 \\001'
  declare -gr readonly_one=fixed
  unset gone gone_list
  made() { echo "made \${1@Q} $number"; }
  eval 'late_function() { echo late; }'
  exported_function() { echo from a child; }
  export -f exported_function
  umask 027
  shopt -s nullglob extglob
  set -o noclobber
  trap 'echo usr1' USR1
  shopt -s expand_aliases
  alias ll='ls -l'
}
do_download() { late=$(late_function); number+=1; export CFLAGS="-O9"; cd /tmp; IFS=:; PATH=$PATH:/opt/x; }
do_build() { mkdir -p "$CACHE_PATH"; cd "$CACHE_PATH"; echo object >| object; }
do_install() { mkdir -p "$pkg_prefix/d"; tell install > "$pkg_prefix/told"; IFS=$' \\t\\n'; cp "$CACHE_PATH/object" "$pkg_prefix/"; }
do_after() { tell after > "$pkg_prefix/after"; }`;

  test("is there again", { timeout: 60_000 }, async () => {
    planSh(workshop, "stateful", plan);
    await workshop.build("stateful", { args: ["--keep"] });
    const first = contentOf("stateful");
    expect(first).toContain('declare -i number="11"');
    expect(first).toContain("trap -- 'echo usr1' SIGUSR1");
    for (const from of ["do_end", "do_after", "do_install", "do_clean"]) {
      await workshop.build("stateful", { args: ["--from", from] });
      expect(contentOf("stateful"), from).toBe(first);
    }
    edit(workshop, "stateful/plan.sh", "tell after >", "echo changed; tell after >");
    await workshop.build("stateful", { args: ["--from", "do_after"] });
    expect(contentOf("stateful")).toBe(await wholeBuildOf("stateful"));
  });

  test("is there again in a plan.ts, in both of its languages", async () => {
    workshop.write(
      "typed/plan.ts",
      `import { bash, definePlan } from "habc";
export default definePlan({
  pkg_name: "typed", pkg_origin: "acme", pkg_version: "1",
  pkg_bin_dirs: ["bin"],
  do_before({ env }) { env["ONE"] = "1"; delete env["TERM"]; process.umask(0o027); },
  do_prepare: bash\`export TWO=2; in_bash=3; from_bash() { echo "f $in_bash"; }\`,
  async do_build({ $, env }) { env["THREE"] = env["ONE"] + env["TWO"]; await $\`mkdir -p made\`; },
  async do_install({ $, pkg_prefix }) {
    await $\`echo "$ONE $TWO $THREE $(printenv TERM || echo none) $PATH $PREFIX" > \${pkg_prefix}/told\`;
  },
  do_after: bash\`from_bash > "$pkg_prefix/bash"; echo "$ONE $TWO $THREE" >> "$pkg_prefix/bash"; umask >> "$pkg_prefix/bash"\`,
});
`,
    );
    await workshop.build("typed", { args: ["--keep"] });
    const first = contentOf("typed");
    expect(first).toContain("1 2 12 none /hab/pkgs/acme/typed/1/RELEASE/bin:");
    await workshop.build("typed", { args: ["--from", "do_install"] });
    expect(contentOf("typed")).toBe(first);
    edit(workshop, "typed/plan.ts", 'echo "$ONE', 'echo "edited $ONE');
    await workshop.build("typed", { args: ["--from", "do_install"] });
    expect(contentOf("typed")).toBe(await wholeBuildOf("typed"));
    expect(contentOf("typed")).toContain("edited 1 2 12");
  }, 60_000);
});

test("a phase that failed halfway begins anew with everything as it was", async () => {
  const text = `
do_unpack() { mkdir -p "$CACHE_PATH"; echo source > "$CACHE_PATH/file"; echo deleted > "$CACHE_PATH/deleted"; mkdir -p "$CACHE_PATH/folder/below"; echo x > "$CACHE_PATH/folder/below/x"; chmod 000 "$CACHE_PATH/folder/below"; ln -s file "$CACHE_PATH/link"; ln "$CACHE_PATH/file" "$CACHE_PATH/hard"; mkfifo "$CACHE_PATH/pipe"; echo mine > /src/plain/own; rm /src/plain/given; echo t > /tmp/t; echo h > ~/h; }
do_prepare() { echo patched >> "$CACHE_PATH/hard"; }
do_build() {
  echo again >> "$CACHE_PATH/file"; rm "$CACHE_PATH/deleted"; chmod 755 "$CACHE_PATH/folder/below"; rm -r "$CACHE_PATH/folder"; echo a file > "$CACHE_PATH/folder"
  rm "$CACHE_PATH/link"; ln -s /etc "$CACHE_PATH/link"; mkdir -p "$pkg_prefix"; echo early > "$pkg_prefix/early"; echo left > "$pkg_prefix/left"
  rm "$CACHE_PATH/pipe"; echo again >> /src/plain/own; echo back > /src/plain/given; echo more >> /tmp/t; rm ~/h
  false
}
do_install() { cat "$CACHE_PATH/file" /tmp/t ~/h /src/plain/own > "$pkg_prefix/all"; find "$CACHE_PATH" -printf '%P %y %m %n %l\\n' | sort > "$pkg_prefix/tree"; ls /src/plain > "$pkg_prefix/ls"; }`;
  workshop.write("plain/given", "given\n");
  planSh(workshop, "plain", text);
  const ended = await refusal(["--keep", "plain"]);
  expect(ended.stderr).toContain("kept: `habc build --from do_build`");
  edit(workshop, "plain/plan.sh", "echo early", "rm -f /nothing; echo early");
  await refusal(["--from", "do_build", "plain"]);
  edit(
    workshop,
    "plain/plan.sh",
    /do_build\(\) \{[^}]*\}/,
    "do_build() { chmod 700 $CACHE_PATH/folder/below; }",
  );
  await workshop.build("plain", { args: ["--from", "do_build"] });
  expect(contentOf("plain")).toBe(await wholeBuildOf("plain"));
  expect(existsSync(join(workshop.folder, "plain/given"))).toBe(true);
});

test("--until stops after a phase, and the build goes on from there", async () => {
  planSh(
    workshop,
    "stops",
    `do_build() { echo building; }\ndo_install() { echo installing; }\ndo_end() { echo ending; }`,
  );
  const stopped = await workshop.build("stops", { args: ["--until", "do_build"] });
  expect(stopped.stdout).toContain("building");
  expect(stopped.stdout).not.toContain("installing");
  expect(stopped.stdout).toContain("Stopped after do_build");
  expect(stopped.stdout).toContain("Kept: `habc build --from do_install`, or an earlier phase");
  expect(readdirSync(workshop.results).filter((name) => name.endsWith(".hart"))).toEqual([]);
  expect(readdirSync(workshop.packages)).toEqual([]);
  const missing = await refusal(["--from", "do_strip", "stops"]);
  expect(missing.stderr).toContain("error[kept-missing]");
  expect(missing.stderr).toContain("it can be taken up at do_install");
  const ended = await workshop.build("stops", {
    args: ["--from", "do_build", "--until", "do_end"],
  });
  expect(ended.stdout).toMatch(/building\n.*installing\n.*ending\n/s);
  expect(workshop.hart("stops")).toBeDefined();
});

test("a version that is only known during the build is that of the build that goes on", async () => {
  workshop.write(
    "computed/plan.sh",
    `pkg_name=computed\npkg_origin=acme\npkg_version() { echo 2.5; }\ndo_before() { update_pkg_version; }\ndo_build() { echo "$pkg_prefix" > "$CACHE_PATH/baked"; }\ndo_install() { cp "$CACHE_PATH/baked" "$pkg_prefix/"; }\n`,
  );
  await workshop.build("computed", { args: ["--until", "do_build"] });
  await workshop.build("computed", { args: ["--from", "do_install"] });
  const folder = workshop.unpack(workshop.hart("computed"));
  const ident = readFileSync(join(folder, "IDENT"), "utf8").trim();
  expect(ident).toMatch(/^acme\/computed\/2\.5\/\d{14}$/);
  expect(readFileSync(join(folder, "baked"), "utf8")).toBe(`/hab/pkgs/${ident}\n`);
});

test("a release that was not the first choice is that of the build that goes on", async () => {
  planSh(
    workshop,
    "late",
    `do_build() { return 0; }\ndo_install() { echo one > "$pkg_prefix/one"; }`,
  );
  const taken = Array.from({ length: 60 }, (_, second) => {
    const time = new Date(Date.now() + second * 1000).toISOString();
    return join(workshop.packages, "acme/late/1.0", time.slice(0, 19).replace(/\D/g, ""));
  });
  for (const folder of taken) mkdirSync(folder, { recursive: true });
  await workshop.build("late", { args: ["--until", "do_build"] });
  for (const folder of taken) rmSync(folder, { recursive: true });
  await workshop.build("late", { args: ["--from", "do_install"] });
  const [release] = readdirSync(join(workshop.packages, "acme/late/1.0"));
  expect(taken.map((folder) => basename(folder))).not.toContain(release);
  expect(contentOf("late")).toContain("one");
});

test("a package that others run with is not replaced by another of its release", async () => {
  planSh(
    workshop,
    "base",
    `do_build() { return 0; }\ndo_install() { echo one > "$pkg_prefix/one"; }`,
  );
  await workshop.build("base", { args: ["--keep"] });
  const nothing = "do_build() { return 0; }\ndo_install() { return 0; }";
  await workshop.build(planSh(workshop, "user", `pkg_deps=(acme/base)\n${nothing}`));
  await workshop.build("base", { args: ["--from", "do_install"] });
  edit(workshop, "base/plan.sh", "echo one", "echo two");
  const { stderr } = await refusal(["--from", "do_install", "base"]);
  expect(stderr).toMatch(/error\[release-exists\].*acme\/user\/1\.0\/\d{14} runs with it/);
});

test("what cannot be kept or taken up is refused in clear words", async () => {
  planSh(
    workshop,
    "plain",
    "do_build() { echo started; until [[ -e /src/results/go ]]; do sleep 0.1; done; }\ndo_install() { return 0; }",
  );
  expect((await refusal(["--from", "do_build", "plain"])).stderr).toContain(
    "error[kept-missing]: nothing was kept",
  );
  const inPlace = await refusal(["--keep", "--studio", "none", "plain"]);
  expect(inPlace.status).toBe(2);
  expect(inPlace.stderr).toContain("a build in place cannot be kept");
  expect((await refusal(["--from", "nowhere", "plain"])).stderr).toContain("do_build_config");
  expect(existsSync(studios()) ? readdirSync(studios()) : []).toEqual([]);

  let second: ReturnType<typeof refusal> | undefined;
  const first = await workshop.habc(["build", "--keep", "plain"], {
    during: (child) => {
      child.stdout?.on("data", (chunk) => {
        if (second !== undefined || !String(chunk).includes("started")) return;
        second = refusal(["--keep", "plain"]).finally(() => workshop.write("results/go", ""));
      });
    },
  });
  expect(first.status, first.output).toBe(0);
  expect((await second)?.stderr).toContain("error[studio-busy]");
});

test.each(["SIGTERM", "SIGKILL"] as const)("after %s a kept build is taken up", async (signal) => {
  planSh(
    workshop,
    "killed",
    `do_build() { echo built > "$CACHE_PATH/x"; }\ndo_install() { echo here > "$pkg_prefix/half"; echo started; sleep 60; }`,
  );
  await workshop.habc(["build", "--keep", "killed"], {
    during: (child) => {
      child.stdout?.on("data", (chunk) => {
        if (String(chunk).includes("started")) child.kill(signal);
      });
    },
  });
  edit(workshop, "killed/plan.sh", /echo here.*/, 'cp "$CACHE_PATH/x" "$pkg_prefix/"; }');
  await workshop.build("killed", { args: ["--from", "do_install"] });
  const folder = workshop.unpack(workshop.hart("killed"));
  expect(readdirSync(folder)).toContain("x");
  expect(readdirSync(folder)).not.toContain("half");
});

test.runIf(process.getuid?.() === 0)("an ordinary user keeps builds too", async () => {
  planSh(
    workshop,
    "plain",
    `do_build() { mkdir -p "$CACHE_PATH/d"; echo x > "$CACHE_PATH/d/x"; chmod 000 "$CACHE_PATH/d"; rm /src/plain/given; }\ndo_install() { chmod 700 "$CACHE_PATH/d"; cp "$CACHE_PATH/d/x" "$pkg_prefix/"; ls /src/plain > "$pkg_prefix/ls"; }`,
  );
  workshop.write("plain/given", "x");
  mkdirSync(workshop.results);
  execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
  execFileSync("chmod", ["755", workshop.folder]);
  const through = becomeNobody;
  await workshop.build("plain", { args: ["--until", "do_install"], through });
  await workshop.build("plain", { args: ["--from", "do_install"], through });
  const folder = workshop.unpack(workshop.hart("plain"));
  expect(readFileSync(join(folder, "x"), "utf8")).toBe("x\n");
  expect(readFileSync(join(folder, "ls"), "utf8")).toBe("plan.sh\n");
});
