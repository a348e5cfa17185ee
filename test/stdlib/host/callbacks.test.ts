import { existsSync, readFileSync, realpathSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Outcome } from "../../../runtime/host/plan-host.ts";
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

/** The lines of the plan that a failure names, innermost first. */
function places(outcome: Outcome): string[] {
  if (outcome.kind !== "failed") throw new Error(`not failed: ${JSON.stringify(outcome)}`);
  return outcome.frames.map(({ name, file, line }) => {
    return `${name}: ${readFileSync(file, "utf8").split("\n")[line - 1]?.trim()}`;
  });
}

describe("commands", () => {
  test("run in the phase's folder, and their output is shown byte for byte and captured", async () => {
    const session = await open(`
      async do_build({ $ }) {
        const result = await $\`printf 'no newline \\\\001\\\\377'; printf err >&2\`;
        await $\`pwd\`;
        await $\`printf %s \${JSON.stringify([result.stdout.length, result.stderr])}\`;
      },`);
    const sub = join(session.folder, "sub");
    await mkdir(sub);
    expect(await session.run("do_build", sub)).toMatchObject({ kind: "done", status: 0 });
    expect(session.output.stdout).toBe(`no newline \x01\xff${realpathSync(sub)}\n[13,"err"]`);
    expect(session.output.stderr).toBe("err");
  });

  test("quote what is put in, as bash does", async () => {
    const hostile = "a b'\"$(touch x)`touch y`\\n*\n;";
    const session = await open(`
      async do_build({ $ }) {
        await $\`printf '<%s>' \${${JSON.stringify(hostile)}} \${["a b", "*"]}\`;
      },`);
    await session.run("do_build");
    expect(session.output.stdout).toBe(`<${hostile}><a b><*>`);
    expect(existsSync(join(session.folder, "x"))).toBe(false);
  });

  test("see an environment that callbacks change, and the driver is told", async () => {
    const session = await open(
      `
      async do_prepare({ $, env, CFLAGS }) {
        env.CFLAGS = \`\${CFLAGS} -O3\`;
        env.FOO = "bar";
        env.GONE = undefined;
        await $\`echo "$CFLAGS $FOO \\\${GONE-unset}"\`;
      },
      async do_build({ $, CFLAGS, pkg_prefix }) {
        await $\`echo "$CFLAGS" \${CFLAGS} \${pkg_prefix}\`;
      },`,
      { environment: { GONE: "here" } },
    );
    session.host.assign([
      { kind: "export", name: "CFLAGS", value: "-I/x" },
      { kind: "string", name: "pkg_prefix", value: "/hab/pkgs/acme/redis/7.2/1" },
    ]);
    const outcome = await session.run("do_prepare");
    expect(assigned(outcome, "CFLAGS")).toBe("-I/x -O3");
    expect(assigned(outcome, "FOO")).toBe("bar");
    expect(assigned(outcome, "GONE")).toEqual({ kind: "unset", name: "GONE" });
    const next = await session.run("do_build");
    expect(next).toEqual({ kind: "done", status: 0, state: [{ kind: "umask", mask: 0o022 }] });
    expect(session.output.stdout).toBe(
      "-I/x -O3 bar unset\n-I/x -O3 -I/x -O3 /hab/pkgs/acme/redis/7.2/1\n",
    );
  });

  test("neither hold the channel nor read the user's ~/.bashrc, and their input is empty", async () => {
    const home = await mkdtemp(join(tmpdir(), "habc-home-"));
    await writeFile(join(home, ".bashrc"), "echo 'this is ~/.bashrc' >&2\n");
    const session = await open(
      `
      async do_build({ $ }) {
        const open = (await $\`ls /proc/self/fd\`.quiet()).stdout.split("\\n");
        await $\`cat; echo read\`;
        await $\`echo \${open.filter((fd) => fd === "3" || fd === "4").length}\`;
        await $({ input: "given\\n" })\`cat\`;
        await $\`printf 'a\\nb\\n'\`.pipe($\`tr ab xy\`);
      },`,
      { environment: { HOME: home } },
    );
    await session.run("do_build");
    // Descriptor 3 is the folder that ls lists.
    expect(session.output.stdout).toBe("read\n1\ngiven\nx\ny\n");
    expect(session.output.stderr).toBe("");
  });

  test("follow cd, which ends with the callback", async () => {
    const session = await open(`
      async do_build({ $, cd }) {
        await $\`mkdir -p deep\`;
        cd("deep");
        await $\`pwd\`;
      },
      do_end: async ({ $ }) => { await $\`pwd\`; },`);
    await session.run("do_build");
    await session.run("do_end", "");
    const folder = realpathSync(session.folder);
    expect(session.output.stdout).toBe(`${folder}/deep\n${folder}\n`);
  });

  test("are echoed with DEBUG, and only then", async () => {
    const plan = "do_build({ $ }) { return $`echo hi`; },";
    const loud = await open(plan, { environment: { DEBUG: "1" } });
    await loud.run("do_build");
    expect(loud.output).toEqual({ stdout: "hi\n", stderr: "+ echo hi\n" });
  });
});

describe("failures", () => {
  test("of a command: its status, its text, and every place that led to it", async () => {
    const session = await open(`
      async do_build({ $ }) {
        const compile = async (file: string) => {
          await $\`sh -c 'exit 7'; echo \${file}\`;
        };
        await compile("a.c");
      },`);
    const outcome = await session.run("do_build");
    expect(outcome).toMatchObject({
      kind: "failed",
      status: 7,
      command: "sh -c 'exit 7'; echo a.c",
    });
    expect(places(outcome)).toEqual([
      "compile: await $`sh -c 'exit 7'; echo ${file}`;",
      'do_build: await compile("a.c");',
    ]);
    expect(session.output.stdout).toBe("");
  });

  test("inside a pipe, of an unset variable, by a signal", async () => {
    const session = await open(`
      do_build: ({ $ }) => $\`sh -c 'exit 3' | cat\`,
      do_check: ({ $ }) => $\`echo $NO_SUCH_VARIABLE\`,
      do_install: ({ $ }) => $\`kill -TERM $$\`,`);
    expect(await session.run("do_build")).toMatchObject({ kind: "failed", status: 3 });
    expect(await session.run("do_check")).toMatchObject({ kind: "failed", status: 1 });
    expect(await session.run("do_install")).toMatchObject({ kind: "failed", status: 143 });
  });

  test("of a command that the plan catches are no failures", async () => {
    const session = await open(`
      async do_build({ $ }) {
        await $\`exit 3\`.catch(() => {});
        const { exitCode } = await $\`exit 4\`.nothrow();
        await $\`echo \${exitCode}\`;
      },`);
    expect(await session.run("do_build")).toMatchObject({ kind: "done", status: 0 });
    expect(session.output.stdout).toBe("4\n");
  });

  test("of a command that the plan forgets to await are failures all the same", async () => {
    const session = await open(`
      do_build({ $ }) {
        $\`sleep 0.2; exit 5\`;
      },
      do_install({ $ }) {
        $\`sleep 0.2; echo late\`;
      },`);
    expect(await session.run("do_install")).toMatchObject({ kind: "done" });
    expect(session.output.stdout).toBe("late\n");
    const outcome = await session.run("do_build");
    expect(outcome).toMatchObject({ kind: "failed", status: 5, command: "sleep 0.2; exit 5" });
    expect(places(outcome)).toEqual(["do_build: $`sleep 0.2; exit 5`;"]);
  });

  test("of the plan's own code: what was thrown, and where", async () => {
    const session = await open(`
      do_build() {
        const plan: { missing?: { deep: string } } = {};
        plan.missing!.deep;
      },
      do_check() { throw "a text"; },
      do_install() { setTimeout(() => { throw new Error("later"); }, 0); return new Promise((r) => setTimeout(r, 50)); },`);
    const outcome = await session.run("do_build");
    expect(outcome).toMatchObject({
      status: 1,
      command: "TypeError: Cannot read properties of undefined (reading 'deep')",
    });
    expect(places(outcome)).toEqual(["do_build: plan.missing!.deep;"]);
    expect(await session.run("do_check")).toMatchObject({ kind: "failed", command: "'a text'" });
    expect(await session.run("do_install")).toMatchObject({ kind: "failed", command: "later" });
  });

  test("leave the host able to run a last callback, whose own failure counts for nothing", async () => {
    const session = await open(`
      do_build({ exit_with }) { try { exit_with("enough", 9); } catch {} },
      async do_after_failure({ $ }) { await $\`echo cleaning; exit 2\`; },`);
    const outcome = await session.run("do_build");
    expect(outcome).toMatchObject({ kind: "failed", status: 9, command: "enough" });
    expect(places(outcome)).toEqual([
      'do_build: do_build({ exit_with }) { try { exit_with("enough", 9); } catch {} },',
    ]);
    expect(await session.final("do_after_failure")).toMatchObject({ kind: "done", status: 0 });
    expect(session.output).toEqual({
      stdout: "   redis: ERROR: enough\ncleaning\n",
      stderr: "   redis: WARN: do_after_failure failed: echo cleaning; exit 2\n",
    });
    expect(await session.end(9)).toBe(9);
  });
});
