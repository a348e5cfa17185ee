import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { full, hiddenIn, openPlace, type Place } from "./package-place.ts";

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

describe("habc pkg install", () => {
  test("installs the newest release of an identifier, what it runs with first", async () => {
    await place.hart("libc/2");
    await place.hart("zlib/1.9", { deps: ["libc/2"] });
    await place.hart("app/1.9", { deps: ["zlib/1.9"], tdeps: ["zlib/1.9", "libc/2"] });
    await place.hart("app/1.10", { deps: ["zlib/1.9"], tdeps: ["zlib/1.9", "libc/2"] });
    expect(place.pkg(["install", "--from", "harts", "acme/app"])).toEqual({
      status: 0,
      stdout: `installed ${full("libc/2")}\ninstalled ${full("zlib/1.9")}\ninstalled ${full("app/1.10")}\n`,
      stderr: "",
    });
    expect(place.installed()).toEqual(["app/1.10", "libc/2", "zlib/1.9"].map(full));
    expect(hiddenIn(place)).toEqual([]);
    const tree = `tree-*/hab/pkgs/${full("zlib/1.9")}`;
    const script = `diff -r ${tree} ${join(place.packages, full("zlib/1.9"))}`;
    expect(spawnSync("sh", ["-c", script], { cwd: place.folder }).status).toBe(0);
  });

  test("looks into the results folder and the artifact cache", async () => {
    const caches = [join(place.folder, "results"), join(place.root, "hab/cache/artifacts")];
    const harts = [await place.hart("app/1", { deps: ["lib/1"] }), await place.hart("lib/1")];
    for (const [at, folder] of caches.entries()) {
      mkdirSync(folder, { recursive: true });
      copyFileSync(harts[at] ?? "", join(folder, harts[at]?.split("/").at(-1) ?? ""));
    }
    expect(place.pkg(["install", "acme/app"]).status).toBe(0);
    expect(place.installed()).toEqual(["app/1", "lib/1"].map(full));
  });

  test("takes a file whatever its name is", async () => {
    renameSync(await place.hart("lib/1"), join(place.folder, "x.hart"));
    renameSync(await place.hart("app/1", { deps: ["lib/1"] }), join(place.folder, "y"));
    const { status, stdout } = place.pkg(["install", "--json", "./y", "x.hart"]);
    expect(status).toBe(0);
    const value = JSON.parse(stdout);
    expect(value).toMatchObject({ ok: true, installed: [full("lib/1"), full("app/1")] });
    expect(value.packages.map(({ ident }: { ident: string }) => ident)).toEqual([
      full("app/1"),
      full("lib/1"),
    ]);
    expect(value.packages[0]).toMatchObject({
      origin: "acme",
      name: "app",
      version: "1",
      path: `/hab/pkgs/${full("app/1")}`,
      folder: join(place.packages, full("app/1")),
    });
  });

  test("leaves alone what is installed already, and says so", async () => {
    const file = await place.hart("app/1");
    place.install("app/1");
    const before = statSync(join(place.packages, full("app/1"))).ino;
    expect(place.pkg(["install", file])).toEqual({
      status: 0,
      stdout: `using ${full("app/1")}\n`,
      stderr: "",
    });
    expect(statSync(join(place.packages, full("app/1"))).ino).toBe(before);
    rmSync(file);
    expect(place.pkg(["install", "acme/app"]).stdout).toBe(`using ${full("app/1")}\n`);
  });

  test("takes a newer release that lies about over an installed one", async () => {
    await place.hart("app/1");
    place.install("app/1");
    await place.hart("app/2");
    expect(place.pkg(["install", "--from", "harts", "acme/app"]).stdout).toBe(
      `installed ${full("app/2")}\n`,
    );
    expect(place.pkg(["install", "--from", "harts", "acme/app/1"]).stdout).toBe(
      `using ${full("app/1")}\n`,
    );
  });

  test("links to the programs of what was asked for, and warns of other files", async () => {
    await place.hart("lib/1");
    await place.hart("app/1", { deps: ["lib/1"], files: { "bin/tool": "#!/bin/sh\n" } });
    mkdirSync(join(place.folder, "root/links"), { recursive: true });
    writeFileSync(join(place.folder, "root/links/tool"), "mine");
    const args = ["install", "-b", "--from", "harts", "acme/app"];
    const { status, stderr, stdout } = place.pkg(args, { env: { HAB_BINLINK_DIR: "/links" } });
    expect(status).toBe(0);
    expect(stdout).toContain(
      `linked ${place.root}/links/app to /hab/pkgs/${full("app/1")}/bin/app`,
    );
    expect(stderr).toBe(
      `skipped ${place.root}/links/tool: another file is there; --force replaces it\n`,
    );
    expect(readFileSync(join(place.root, "links/tool"), "utf8")).toBe("mine");
    expect(existsSync(join(place.root, "links/lib"))).toBe(false);
  });
});

describe("habc pkg install refuses", () => {
  test("a package for another platform", async () => {
    const file = await place.hart("app/1", { target: "aarch64-linux" });
    const { status, stderr } = place.pkg(["install", file]);
    expect(status).toBe(1);
    expect(stderr).toContain("error[package-target]:");
    expect(stderr).toContain("aarch64-linux, not for x86_64-linux");
    expect(place.installed()).toEqual([]);
  });

  test("what lacks a dependency, and installs nothing of it", async () => {
    await place.hart("lib/1");
    await place.hart("app/1", { deps: ["lib/1", "gone/1"] });
    const { status, stderr } = place.pkg(["install", "--from", "harts", "acme/app"]);
    expect(status).toBe(1);
    expect(stderr).toContain(`error[dep-missing]: ${full("gone/1")}`);
    expect(place.installed()).toEqual([]);
  });

  test("a file whose signature does not hold, before anything of it is unpacked", async () => {
    const [file, other] = [await place.hart("app/1"), await place.hart("lib/1")];
    const payload = (path: string) => readFileSync(path).indexOf("\n\n") + 2;
    const header = readFileSync(other).subarray(0, payload(other));
    writeFileSync(file, Buffer.concat([header, readFileSync(file).subarray(payload(file))]));
    const { status, stdout } = place.pkg(["install", "--json", file]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "hart-signature" }],
    });
    expect([...place.installed(), ...hiddenIn(place)]).toEqual([]);
  });

  test("a package that another origin's key signed", async () => {
    const file = await place.hart("app/1", { signer: "other" });
    const { status, stderr } = place.pkg(["install", file]);
    expect(status).toBe(1);
    expect(stderr).toContain("error[hart-signature]:");
    expect(place.installed()).toEqual([]);
  });

  test.each([
    [["nothing.hart"], 2, "there is no such file"],
    [["acme"], 1, "error[ident-invalid]:"],
    [["acme/none"], 1, "error[dep-missing]: acme/none is not installed"],
  ])("%j with status %i", (args, status, message) => {
    const outcome = place.pkg(["install", ...args]);
    expect(outcome.stderr).toContain(message);
    expect(outcome.status).toBe(status);
  });
});

describe("an install hook", () => {
  const statusFile = () => join(place.packages, full("app/1"), "INSTALL_HOOK_STATUS");
  const hook = (text: string) => ({ "hooks/install": `#!/bin/sh\n${text}\n` });

  test("runs once, rendered, with the package's environment and the store at /hab", async () => {
    await place.hart("lib/1");
    await place.hart("app/1", {
      deps: ["lib/1"],
      files: {
        ...hook(
          'echo {{pkg.name}} {{cfg.server.port}} {{pkgPathFor "acme/lib"}} "$COLOR"; lib; ls -d {{pkg.path}}',
        ),
        "default.toml": "[server]\nport = 8080\n",
        RUNTIME_ENVIRONMENT: "COLOR=light blue\n",
      },
    });
    const args = ["install", "--from", "harts", "acme/app"];
    const first = place.pkg(args);
    expect(first.status).toBe(0);
    expect(first.stdout).toContain(`running the install hook of ${full("app/1")}\n`);
    expect(first.stderr).toBe(`\
app 8080 /hab/pkgs/${full("lib/1")} light blue
lib at /hab/pkgs/${full("lib/1")}/bin/lib
/hab/pkgs/${full("app/1")}
`);
    expect(readFileSync(statusFile(), "utf8")).toBe("0");
    expect(place.pkg(args).stderr).toBe("");
  });

  test("that fails is told, and runs again with the next installation", async () => {
    const log = join(place.folder, "log");
    await place.hart("app/1", { files: hook(`echo once >> ${log}; exit 3`) });
    for (const runs of [1, 2]) {
      const { status, stderr } = place.pkg(["install", "--from", "harts", "acme/app"]);
      expect(status).toBe(1);
      expect(stderr).toContain("error[hook-failed]:");
      expect(stderr).toContain("status 3");
      expect(readFileSync(statusFile(), "utf8")).toBe("3");
      expect(readFileSync(log, "utf8")).toBe("once\n".repeat(runs));
    }
    expect(place.installed()).toEqual([full("app/1")]);
  });

  test("is left out with --ignore-install-hook", async () => {
    await place.hart("app/1", { files: hook("exit 3") });
    const args = ["install", "--ignore-install-hook", "--from", "harts", "acme/app"];
    expect(place.pkg(args).status).toBe(0);
    expect(existsSync(statusFile())).toBe(false);
  });

  test.each(["{{#if cfg.x}}a{{/if}}", "{{cfg.none}}", '{{pkgPathFor "acme/none"}}', "{{sys.ip}}"])(
    "that needs the supervisor to render %s is not run, and that is said",
    async (expression) => {
      await place.hart("app/1", { files: hook(`echo ${expression}; exit 3`) });
      const { status, stdout, stderr } = place.pkg(["install", "--from", "harts", "acme/app"]);
      expect(status).toBe(0);
      expect(stdout).toBe(`installed ${full("app/1")}\n`);
      expect(stderr).toContain("warning[hook-not-run]:");
      expect(existsSync(statusFile())).toBe(false);
    },
  );
});
