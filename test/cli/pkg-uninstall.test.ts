import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cli } from "./habc.ts";
import { full, hiddenIn, openPlace, type Place } from "./package-place.ts";

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

/** app → web → libc, app → libc, other → web; lonely. */
async function installGraph(): Promise<void> {
  await place.hart("libc/1");
  await place.hart("web/1", { deps: ["libc/1"] });
  await place.hart("extra/1");
  await place.hart("app/1", {
    deps: ["web/1", "extra/1"],
    tdeps: ["web/1", "extra/1", "libc/1"],
  });
  await place.hart("other/1", { deps: ["web/1"], tdeps: ["web/1", "libc/1"] });
  place.install("app/1", "other/1");
}

function removed(stdout: string): string[] {
  return stdout.split("\n").flatMap((line) => /^removing (.*)$/.exec(line)?.[1] ?? []);
}

describe("habc pkg uninstall", () => {
  test("refuses while something runs with the package, and says what", async () => {
    await installGraph();
    const { status, stdout, stderr } = place.pkg(["uninstall", "acme/libc"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(
      `error[package-needed]: ${full("libc/1")} stays: ${full("app/1")}, ${full("other/1")}, ${full("web/1")} need it`,
    );
    expect(place.installed()).toHaveLength(5);
  });

  test("takes along what nothing else needs, and shows that before with --dryrun", async () => {
    await installGraph();
    const dry = place.pkg(["uninstall", "--dryrun", "acme/app"]);
    expect(dry.status).toBe(0);
    expect(place.installed()).toHaveLength(5);
    const { status, stdout, stderr } = place.pkg(["uninstall", "acme/app"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(removed(stdout)).toEqual(["app/1", "extra/1"].map(full));
    expect(removed(dry.stdout)).toEqual(removed(stdout));
    expect(stdout).toContain(`keeping ${full("web/1")}: ${full("other/1")} needs it\n`);
    expect(place.installed()).toEqual(["libc/1", "other/1", "web/1"].map(full));
    expect(removed(place.pkg(["uninstall", "acme/other"]).stdout)).toEqual(
      ["other/1", "web/1", "libc/1"].map(full),
    );
    expect(existsSync(join(place.packages, "acme"))).toBe(false);
    expect(hiddenIn(place)).toEqual([]);
  });

  test("takes a package and what runs with it when both are named, in any order", async () => {
    await installGraph();
    const { status, stdout } = place.pkg([
      ...["uninstall", "--json", "acme/libc", "acme/web", "acme/app", "acme/other"],
    ]);
    expect(status).toBe(0);
    const { removed: gone } = JSON.parse(stdout);
    expect(gone.indexOf(full("libc/1"))).toBeGreaterThan(gone.indexOf(full("web/1")));
    expect(gone.indexOf(full("web/1"))).toBeGreaterThan(gone.indexOf(full("app/1")));
    expect(place.installed()).toEqual([]);
  });

  test("leaves dependencies with --no-deps, and what is excluded with all it runs with", async () => {
    await installGraph();
    expect(removed(place.pkg(["uninstall", "--no-deps", "acme/other"]).stdout)).toEqual([
      full("other/1"),
    ]);
    const { stdout } = place.pkg(["uninstall", "--exclude", "acme/web", "acme/app"]);
    expect(removed(stdout)).toEqual(["app/1", "extra/1"].map(full));
    expect(stdout).toContain(`keeping ${full("web/1")}: it is excluded\n`);
    expect(place.installed()).toEqual(["libc/1", "web/1"].map(full));
  });

  test("takes the newest release, or all but some of the newest", async () => {
    for (const version of ["1.9", "1.10", "1.8"]) await place.hart(`app/${version}`);
    place.install("app/1.9", "app/1.10", "app/1.8");
    expect(place.pkg(["uninstall", "--keep-latest", "x", "acme/app"]).status).toBe(2);
    expect(removed(place.pkg(["uninstall", "--keep-latest", "2", "acme/app"]).stdout)).toEqual([
      full("app/1.8"),
    ]);
    expect(removed(place.pkg(["uninstall", "acme/app"]).stdout)).toEqual([full("app/1.10")]);
    expect(place.pkg(["uninstall", "acme/app/2"]).stderr).toContain(
      `error[package-missing]: acme/app/2 is not installed in ${place.packages}\n  hint: installed: ${full("app/1.9")}`,
    );
  });

  test("runs the uninstall hook when the last release goes, and keeps it where that fails", async () => {
    const log = join(place.folder, "log");
    const hook = `#!/bin/sh\necho {{pkg.version}} >> ${log}\nexit "$(cat ${log}.status)"\n`;
    for (const version of ["1", "2"]) {
      await place.hart(`app/${version}`, { files: { "hooks/uninstall": hook } });
    }
    place.install("app/1", "app/2");
    writeFileSync(`${log}.status`, "4");
    expect(place.pkg(["uninstall", "acme/app"]).status).toBe(0);
    expect(existsSync(log)).toBe(false);
    const { status, stderr } = place.pkg(["uninstall", "acme/app"]);
    expect(status).toBe(1);
    expect(stderr).toContain("error[hook-failed]:");
    expect(place.installed()).toEqual([full("app/1")]);
    writeFileSync(`${log}.status`, "0");
    expect(place.pkg(["uninstall", "acme/app"]).status).toBe(0);
    expect(readFileSync(log, "utf8")).toBe("1\n1\n");
    expect(place.installed()).toEqual([]);
  });

  test("removes folders that cannot be written to, and never follows a link", async () => {
    const outside = join(place.folder, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "precious"), "mine");
    await place.hart("app/1", {
      change(folder) {
        symlinkSync(outside, join(folder, "lib"));
        symlinkSync(join(outside, "precious"), join(folder, "bin/link"));
        chmodSync(join(folder, "bin"), 0o555);
      },
    });
    // As a user for whom modes count.
    const user =
      process.getuid?.() === 0 ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    spawnSync("chmod", ["-R", "a+rwX", place.folder]);
    const run = (...args: string[]) =>
      spawnSync("setpriv", [...user, "--", process.execPath, cli, "pkg", ...args], {
        cwd: place.folder,
        env: { ...place.env, PATH: process.env["PATH"], HOME: place.folder },
        encoding: "utf8",
      });
    expect(run("install", "--from", "harts", "acme/app").stderr).toBe("");
    expect(run("uninstall", "acme/app").stderr).toBe("");
    expect([...place.installed(), ...hiddenIn(place)]).toEqual([]);
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("mine");
  });
});
