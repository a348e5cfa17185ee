import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { assigned, openPlan, planWith, type Session } from "./driver.ts";

const sessions: Session[] = [];
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.end()));
});

async function open(...args: Parameters<typeof openPlan>): Promise<Session> {
  const session = await openPlan(...args);
  sessions.push(session);
  return session;
}

async function failure(plan: string): Promise<{ command: string; lines: string[] }> {
  const { loaded, folder } = await open(plan);
  if (loaded.kind !== "failed") throw new Error(`not failed: ${JSON.stringify(loaded)}`);
  expect(loaded.status).toBe(1);
  const lines = loaded.frames.map(({ file, line }) => {
    const text = readFileSync(file, "utf8").split("\n")[line - 1] ?? "";
    return `${file.replace(`${folder}/`, "")}: ${text.trim()}`;
  });
  return { command: loaded.command, lines };
}

describe("what is told of a plan that loads", () => {
  test("settings of every shape, as texts, lists and maps", async () => {
    const { loaded } = await open(
      planWith(`
        pkg_license: ["MIT"], pkg_deps: ["core/glibc"],
        pkg_exports: { port: "server.port", host: "server.host" }, pkg_exposes: ["port"],
        pkg_binds: { database: ["port", "host"] }, pkg_binds_optional: { cache: "port host" },
        pkg_shutdown_signal: "QUIT", pkg_shutdown_timeout_sec: 20, pkg_description: "",`),
    );
    expect(loaded).toMatchObject({ kind: "done", status: 0 });
    expect(assigned(loaded, "pkg_name")).toBe("redis");
    expect(assigned(loaded, "pkg_deps")).toEqual(["core/glibc"]);
    expect(assigned(loaded, "pkg_exports")).toEqual({ port: "server.port", host: "server.host" });
    expect(assigned(loaded, "pkg_binds")).toEqual({ database: "port host" });
    expect(assigned(loaded, "pkg_binds_optional")).toEqual({ cache: "port host" });
    expect(assigned(loaded, "pkg_shutdown_timeout_sec")).toBe("20");
    expect(assigned(loaded, "pkg_description")).toBe("");
    expect(assigned(loaded, "pkg_maintainer")).toBeUndefined();
  });

  test("settings that are functions of others, in any order, and of their defaults", async () => {
    const { loaded } = await open(
      planWith(`
        pkg_source: (pkg) => \`https://example.com/\${pkg.pkg_filename}\`,
        pkg_filename: (pkg) => \`\${pkg.pkg_dirname}.tar.gz\`,
        pkg_svc_run: (pkg) => \`redis \${pkg.pkg_svc_config_path}/\${pkg.pkg_svc_user}\`,`),
      {
        assignments: [
          { kind: "string", name: "pkg_svc_config_path", value: "/hab/svc/redis/config" },
          // Empty values of settings are told before a plan is loaded; the plan's own count.
          { kind: "string", name: "pkg_svc_run", value: "" },
        ],
      },
    );
    expect(assigned(loaded, "pkg_source")).toBe("https://example.com/redis-7.2.tar.gz");
    expect(assigned(loaded, "pkg_svc_run")).toBe("redis /hab/svc/redis/config/hab");
  });

  test("HAB_ORIGIN wins over the plan where a setting is computed", async () => {
    const { loaded } = await open(
      planWith('pkg_origin: "acme", pkg_upstream_url: (pkg) => `https://${pkg.pkg_origin}`,'),
      { environment: { HAB_ORIGIN: "other" } },
    );
    expect(assigned(loaded, "pkg_upstream_url")).toBe("https://other");
  });

  test("each callback with the file and the line where it stands", async () => {
    const { loaded, folder } = await open(
      `import { bash, definePlan } from "habc";
       import { do_strip } from "./shared.ts";
       export default definePlan({
         pkg_name: "redis",
         async pkg_version() { return "1"; },
         do_check: "make check",
         do_install: bash\`make install\`,
         do_build({ do_default_build }) {
           return do_default_build();
         },
         do_strip,
       });`,
      { files: { "shared.ts": "// shared\nexport function do_strip(): void {}\n" } },
    );
    if (loaded.kind !== "done") throw new Error(JSON.stringify(loaded));
    const functions = loaded.state.filter((item) => item.kind === "function");
    const places = functions.map(({ name, file, line }) => [name, file, line]);
    expect(places).toEqual([
      ["do_build", `${folder}/plan.ts`, 8],
      ["do_check", `${folder}/plan.ts`, 6],
      ["do_install", `${folder}/plan.ts`, 7],
      ["do_strip", expect.stringContaining(folder), expect.any(Number)],
      ["pkg_version", `${folder}/plan.ts`, 5],
    ]);
    expect(assigned(loaded, "pkg_version")).toMatchObject({ kind: "function" });
  });

  test("files know their place where the studio shows them", async () => {
    const { loaded } = await open(
      `import { definePlan } from "habc";
       import { where } from "./where.ts";
       export default definePlan({ pkg_name: "a", pkg_version: "1",
         pkg_description: import.meta.url, pkg_maintainer: where });`,
      {
        assignments: [{ kind: "string", name: "PLAN_CONTEXT", value: "/src/plan" }],
        files: { "where.ts": "export const where = import.meta.dirname;\n" },
      },
    );
    expect(assigned(loaded, "pkg_description")).toBe("file:///src/plan/plan.ts");
    expect(assigned(loaded, "pkg_maintainer")).toBe("/src/plan");
  });
});

describe("what is told of a plan that does not load", () => {
  test("an exception, with its places in the plan's own files", async () => {
    const failed = await failure(
      `import { definePlan } from "habc";
       function version(): string {
         throw new RangeError("no version");
       }
       export default definePlan({ pkg_name: "a", pkg_version: version() });`,
    );
    expect(failed).toEqual({
      command: "RangeError: no version",
      lines: [
        'plan.ts: throw new RangeError("no version");',
        'plan.ts: export default definePlan({ pkg_name: "a", pkg_version: version() });',
      ],
    });
  });

  test("settings that are computed from each other, as a circle", async () => {
    const { command } = await failure(
      planWith(
        "pkg_source: (pkg) => pkg.pkg_filename, pkg_filename: (pkg) => pkg.pkg_dirname,\n pkg_dirname: (pkg) => pkg.pkg_source,",
      ),
    );
    expect(command).toBe(
      "settings are computed from each other: pkg_source → pkg_filename → pkg_dirname → pkg_source",
    );
  });

  test.each([
    ["pkg_nmae: 1,", "`pkg_nmae` is neither a setting nor a callback"],
    ["pkg_bin_dirs: 'bin',", "`pkg_bin_dirs` must be a list, and is 'bin'"],
    ["pkg_exports: ['a'],", "`pkg_exports` must be an object, and is [ 'a' ]"],
    ["pkg_description: {},", "`pkg_description` must be a text, and is {}"],
    ["pkg_deps: [true],", "`pkg_deps[0]` must be a text, and is true"],
    ["pkg_exports: { a: ['b'] },", "`pkg_exports[\"a\"]` must be a text, and is [ 'b' ]"],
    [
      "pkg_source: async () => 'x',",
      "`pkg_source` must be a text, and is a promise; only callbacks can wait",
    ],
    ["pkg_source: (pkg) => pkg.CFLAGS,", "`CFLAGS` is not known while the plan is loaded"],
    ["pkg_source: 'a\\0b',", "`pkg_source` holds a NUL character"],
    ["pkg_source: 'a\\uD800b',", "`pkg_source` holds half a character"],
    ["do_build: 5,", "`do_build` must be a function or a text of bash, and is 5"],
    ["do_build: ['make'],", "`do_build` must be a function or a text of bash, and is [ 'make' ]"],
    ["pkg_source: null,", "`pkg_source` is null; leave it out instead"],
  ])("%s", async (property, message) => {
    expect((await failure(planWith(property))).command).toBe(message);
  });

  test("a default export that is no plan", async () => {
    const { command } = await failure('import "habc";\nexport default { pkg_name: "a" };');
    expect(command).toBe("the plan's default export is not what `definePlan` returns");
  });
});
