import { execFileSync, spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { assetPath } from "../../../runtime/assets.ts";
import { decodeAssignments } from "../../../stdlib/protocol/messages.ts";
import { assigned, openPlan, planWith, type Session } from "./driver.ts";

const sessions: Session[] = [];
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.end()));
});

async function open(plan: string, options: Parameters<typeof openPlan>[1] = {}): Promise<Session> {
  const session = await openPlan(planWith(plan), options);
  sessions.push(session);
  expect(session.loaded).toMatchObject({ kind: "done", status: 0 });
  return session;
}

describe("helpers of the host itself", () => {
  test.each([
    ["without a terminal", {}],
    ["on a terminal", { TERM: "xterm-256color" }],
    ["on a terminal without colours", { TERM: "xterm", HAB_NOCOLORING: "true" }],
    ["with DEBUG", { TERM: "screen", DEBUG: "1" }],
  ])("say lines as the bash of a plan.sh does, %s", async (_, environment) => {
    const all = { ...environment, pkg_name: "redis", PATH: process.env["PATH"] ?? "" };
    const output = assetPath("stdlib/bash/output.bash");
    const script = `source ${output}; build_line info; warn careful; debug detail; exit_with end 4`;
    const bash = spawnSync("bash", ["--norc", "-c", script], { env: all, encoding: "latin1" });
    const session = await open(
      `do_build({ build_line, warn, debug, exit_with }) {
         build_line("info"); warn("careful"); debug("detail"); exit_with("end", 4);
       },`,
      { environment },
    );
    expect(await session.run("do_build")).toMatchObject({ kind: "failed", status: 4 });
    expect(session.output).toEqual({ stdout: bash.stdout, stderr: bash.stderr });
  });

  test("find what the dependencies offer", async () => {
    const store = await mkdtemp(join(tmpdir(), "habc-store-"));
    const bashPackage = join(store, "core/bash/5.2/20240101000000");
    await mkdir(bashPackage, { recursive: true });
    await writeFile(join(bashPackage, "INTERPRETERS"), `${bashPackage}/bin/bash\n`);
    const gccPackage = join(store, "core/gcc/13.2/20240101000000");
    const session = await open(
      `pkg_deps: ["core/bash"], pkg_build_deps: ["core/gcc/13.2"],
       do_build({ pkg_path_for, pkg_interpreter_for, build_line }) {
         build_line(pkg_path_for("gcc"));
         build_line(pkg_path_for("core/gcc/13.2"));
         build_line(pkg_interpreter_for("core/bash", "bin/bash"));
       },
       do_check({ pkg_path_for }) { pkg_path_for("core/missing"); },
       do_install({ pkg_interpreter_for }) { pkg_interpreter_for("core/gcc", "bin/cpp"); },`,
    );
    session.host.assign([
      { kind: "list", name: "pkg_all_deps_resolved", value: [gccPackage, bashPackage] },
      { kind: "list", name: "pkg_deps_resolved", value: [bashPackage] },
    ]);
    await session.run("do_build");
    expect(session.output.stdout.split("\n")).toEqual([
      `   redis: ${gccPackage}`,
      `   redis: ${gccPackage}`,
      `   redis: ${bashPackage}/bin/bash`,
      "",
    ]);
    expect(await session.run("do_check")).toMatchObject({
      kind: "failed",
      status: 1,
      command: "pkg_path_for core/missing",
    });
    expect(session.output.stderr).toContain("no package for 'core/missing'");
    expect(await session.run("do_install")).toMatchObject({ kind: "failed", status: 1 });
  });

  test("know paths, commands and texts", async () => {
    const session = await open(`
      do_build({ abspath, exists, trim, join_by, cd }) {
        cd("sub");
        console.log(JSON.stringify([
          abspath("."), abspath("../plan.ts"), exists("bash"), exists("cd"), exists("no-such"),
          trim("  a b\\n"), join_by(", ", "a", "b"), join_by("", "a", "b"),
        ]));
      },
      do_check({ abspath }) { abspath("nowhere"); },`);
    const folder = realpathSync(session.folder);
    await mkdir(join(folder, "sub"));
    await session.run("do_build", folder);
    const expected = [`${folder}/sub`, `${folder}/plan.ts`, true, true, false, "a b", "a,b", "ab"];
    expect(JSON.parse(session.output.stdout)).toEqual(expected);
    expect(await session.run("do_check")).toMatchObject({
      status: 127,
      command: "abspath nowhere",
    });
  });

  test("go through a link by its name, as cd of bash does", async () => {
    const session = await open(`
      async do_build({ $, cd }) {
        for (const folder of ["link", "deeper", "..", "..", "sub/../link"]) {
          cd(folder);
          await $\`echo "$PWD $(pwd -P)"\`;
        }
      },
      async do_check({ $ }) { await $\`echo "$PWD"\`; },`);
    const folder = realpathSync(session.folder);
    await mkdir(join(folder, "elsewhere/far/deeper"), { recursive: true });
    await mkdir(join(folder, "sub"));
    await symlink("elsewhere/far", join(folder, "link"));
    const script = `for folder in link deeper .. .. sub/../link; do
      cd "$folder"
      echo "$PWD $(pwd -P)"
    done`;
    const expected = execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
    await session.run("do_build", folder);
    await session.run("do_check", folder);
    expect(session.output.stdout).toBe(`${expected}${folder}\n`);
  });
});

describe("helpers of the driver", () => {
  test("are called one at a time with flags, folder and arguments, and change what is known", async () => {
    let underway = 0;
    const session = await open(
      `async do_setup_environment({ set_runtime_env, push_buildtime_env, download_file, env }) {
         await Promise.all([
           set_runtime_env("A", "1", { force: true }),
           push_buildtime_env("PATHS", "x y"),
           download_file("https://x", "f", "abc"),
         ]);
         console.log(env.TOLD);
       },
       do_build({ TOLD_LIST, pkg_dirname }) { console.log(pkg_dirname); },`,
      {
        async reply() {
          underway += 1;
          await new Promise((resolve) => setTimeout(resolve, 10));
          expect(underway).toBe(1);
          underway -= 1;
          const assignments = [
            { kind: "export", name: "TOLD", value: "yes" },
            { kind: "string", name: "pkg_dirname", value: "other" },
          ] as const;
          return { status: 0, stdout: "out\n", stderr: "err\n", assignments };
        },
      },
    );
    const outcome = await session.run("do_setup_environment");
    // The driver knows what it told itself.
    expect(outcome).toEqual({ kind: "done", status: 0, state: [{ kind: "umask", mask: 0o022 }] });
    const cwd = realpathSync(session.folder);
    expect(session.calls).toEqual([
      { helper: "set_runtime_env", flags: "-f", cwd, args: ["A", "1"] },
      { helper: "push_buildtime_env", flags: "", cwd, args: ["PATHS", "x y"] },
      { helper: "download_file", flags: "", cwd, args: ["https://x", "f", "abc"] },
    ]);
    await session.run("do_build");
    expect(session.output).toEqual({
      stdout: "out\nout\nout\nyes\nother\n",
      stderr: "err\nerr\nerr\n",
    });
  });

  test("fail where the plan called them, with the status they end with", async () => {
    const session = await open(
      `async do_verify({ verify_file }) {
         await verify_file("f", "abc");
       },
       async do_unpack({ unpack_file, do_default_unpack }) {
         await unpack_file("f").catch(() => do_default_unpack());
       },`,
      { reply: ({ helper }) => ({ status: helper.startsWith("do_default_") ? 0 : 6 }) },
    );
    expect(await session.run("do_verify")).toMatchObject({
      kind: "failed",
      status: 6,
      command: "verify_file f abc",
      frames: [{ name: "do_verify", file: join(session.folder, "plan.ts"), line: 6 }],
    });
    expect(await session.run("do_unpack")).toMatchObject({ kind: "done" });
    expect(session.calls.map(({ helper }) => helper)).toEqual([
      "verify_file",
      "unpack_file",
      "do_default_unpack",
    ]);
  });

  test("run callbacks that are bash texts", async () => {
    const session = await open(
      "do_build: 'make all', do_install: bash`make ${'a b'} ${['x', \"y'z\"]} PREFIX=$pkg_prefix`,",
      { reply: ({ args }) => ({ status: args[0] === "make all" ? 2 : 0 }) },
    );
    const cwd = realpathSync(session.folder);
    expect(await session.run("do_build")).toMatchObject({
      kind: "failed",
      status: 2,
      command: "make all",
    });
    await session.run("do_install");
    expect(session.calls).toEqual([
      { helper: "eval", flags: "", cwd, args: ["make all"] },
      {
        helper: "eval",
        flags: "",
        cwd,
        args: ["make 'a b' x 'y'\\''z' PREFIX=$pkg_prefix"],
      },
    ]);
  });

  test("take the version that the plan computes, and the settings that follow from it", async () => {
    const session = await openPlan(
      `import { definePlan } from "habc";
       export default definePlan({
         pkg_name: "redis",
         pkg_source: (pkg) => \`https://x/\${pkg.pkg_dirname}.tgz\`,
         pkg_description: "fixed",
         async pkg_version({ $ }) { return (await $\`echo 8.0\`.quiet()).stdout; },
         async do_before({ update_pkg_version }) { await update_pkg_version(); },
         do_build({ pkg_version, pkg_source }) { console.log(pkg_version, pkg_source); },
       });`,
    );
    sessions.push(session);
    expect(assigned(session.loaded, "pkg_source")).toBe(
      "https://x/redis-__pkg__version__unset__.tgz",
    );
    const outcome = await session.run("do_before");
    const [call] = session.calls;
    expect(call?.helper).toBe("update_pkg_version");
    expect(call?.args[0]).toBe("8.0");
    const source = { kind: "string", name: "pkg_source", value: "https://x/redis-8.0.tgz" };
    expect(decodeAssignments(call?.args.slice(1) ?? [])).toEqual([source]);
    expect(assigned(outcome, "pkg_source")).toBe(source.value);
    await session.run("do_build");
    expect(session.output.stdout).toBe(`8.0 ${source.value}\n`);
  });

  test("is called without a version where the plan says it as a text", async () => {
    const session = await open(
      "async do_before({ update_pkg_version }) { await update_pkg_version(); },",
    );
    await session.run("do_before");
    expect(session.calls.map(({ args }) => args)).toEqual([[]]);
  });
});
