/** Builds that use exactly what a lock file names. */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { metadata, writePlans } from "./trees.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
  writePlans(workshop, { lib: [], app: ["lib"] });
  const text = readFileSync(join(workshop.folder, "plans/app/plan.sh"), "utf8");
  workshop.write("plans/app/plan.sh", text.replace("(acme/lib)", "(acme/lib core/zlib)"));
  install("core/zlib/1.2/20240101000000", "TDEPS", "core/glibc/2.27/20240101000000\n");
  install("core/glibc/2.27/20240101000000");
});
afterEach(() => workshop.close());

function install(ident: string, ...[file, text]: [] | [string, string]): void {
  workshop.install(ident, { FILES: `${ident}\n`, ...(file === undefined ? {} : { [file]: text }) });
}

const lockFile = () => join(workshop.folder, "plans/habc.lock");
const lock = (...args: string[]) => workshop.habc(["lock", "plans", ...args]);
const build = (...args: string[]) =>
  workshop.habc(["build", "--all", "plans", "--locked", ...args]);

test("a lock names what the plans need from outside, with b2sum's checksums", async () => {
  const { status, stdout, stderr } = await lock();
  expect(status, stderr).toBe(0);
  expect(stdout).toBe(`core/zlib: core/zlib/1.2/20240101000000\n2 packages in ${lockFile()}\n`);
  const text = readFileSync(lockFile(), "utf8");
  const file = join(workshop.packages, "core/zlib/1.2/20240101000000/FILES");
  const sum = execFileSync("b2sum", ["-l", "256", file], { encoding: "utf8" }).slice(0, 64);
  expect(text).toContain(
    `\n[[package]]\nident = "core/zlib/1.2/20240101000000"\ntarget = "x86_64-linux"\nwanted = ["core/zlib"]\nfiles = "${sum}"\n`,
  );
  expect(text).toContain('ident = "core/glibc/2.27/20240101000000"');
  expect(text).not.toContain("acme");
  expect((await lock("--check")).status).toBe(0);
});

test("a locked build gets what was locked, and another one what is newest", async () => {
  await lock();
  install("core/zlib/1.3/20250101000000");
  expect((await build()).status).toBe(0);
  expect(metadata(workshop, "app", "DEPS")).toContain("core/zlib/1.2/20240101000000\n");
  expect((await workshop.habc(["build", "plans/app", "--locked"])).status).toBe(0);
  expect(metadata(workshop, "app", "DEPS")).toContain("core/zlib/1.2/20240101000000\n");
  expect((await workshop.habc(["build", "--all", "plans"])).status).toBe(0);
  expect(metadata(workshop, "app", "DEPS")).toContain("core/zlib/1.3/20250101000000\n");
});

test("a lock stays as it is until it is updated", async () => {
  install("core/other/1.0/20240101000000");
  appendFileSync(join(workshop.folder, "plans/lib/plan.sh"), "pkg_build_deps=(core/other)\n");
  await lock();
  const before = readFileSync(lockFile(), "utf8");
  install("core/zlib/1.3/20250101000000");
  install("core/other/1.1/20250101000000");
  expect((await lock()).stdout).toBe(`3 packages in ${lockFile()}\n`);
  expect(readFileSync(lockFile(), "utf8")).toBe(before);

  expect((await lock("--update", "core/zlib")).stdout).toContain(
    "core/zlib: core/zlib/1.2/20240101000000 → core/zlib/1.3/20250101000000\n",
  );
  expect(readFileSync(lockFile(), "utf8")).toContain("core/other/1.0/20240101000000");
  await lock("--update");
  expect(readFileSync(lockFile(), "utf8")).toContain("core/other/1.1/20250101000000");
  expect((await lock("--update", "core/nothing")).stderr).toContain(
    "nothing is locked for core/nothing",
  );
});

test("a lock names all that is missing at once, and what is left out of the tree is outside", async () => {
  appendFileSync(
    join(workshop.folder, "plans/lib/plan.sh"),
    "pkg_build_deps=(core/new core/more)\n",
  );
  const { status, stderr } = await lock();
  expect(status).toBe(1);
  expect(stderr.match(/^error\[dep-missing\]: core\/\w+/gm)).toEqual([
    "error[dep-missing]: core/more",
    "error[dep-missing]: core/new",
  ]);
  expect(existsSync(lockFile())).toBe(false);
  writePlans(workshop, { lib: [] });
  install("acme/lib/1.0/20200101000000");
  expect((await lock("--exclude", "acme/lib")).status).toBe(0);
  install("acme/lib/1.0/20210101000000");
  expect((await build("--exclude", "acme/lib")).status).toBe(0);
  expect(metadata(workshop, "app", "DEPS")).toContain("acme/lib/1.0/20200101000000\n");
});

test("a locked build says what differs", async () => {
  expect((await build()).stderr).toContain("error[lock-invalid]: there is no habc.lock in");
  await lock();
  appendFileSync(
    join(workshop.folder, "plans/lib/plan.sh"),
    "pkg_build_deps=(core/new core/more)\n",
  );
  const missing = await build();
  expect(missing.status).toBe(1);
  expect(missing.stderr).toContain(`error[lock-outdated]: core/more is not in ${lockFile()}`);
  expect(missing.stderr).toContain(`error[lock-outdated]: core/new is not in ${lockFile()}`);
  expect((await lock("--check")).status).toBe(1);
  writePlans(workshop, { lib: [] });

  const zlib = join(workshop.packages, "core/zlib/1.2/20240101000000");
  appendFileSync(join(zlib, "FILES"), "changed\n");
  const changed = await build("--keep-going");
  expect(changed.stderr).toContain(
    "error[lock-outdated]: core/zlib/1.2/20240101000000 is not the package that",
  );
  rmSync(zlib, { recursive: true });
  install("core/zlib/1.3/20250101000000");
  const gone = await build("--keep-going");
  expect(gone.stderr).toContain(
    `error[dep-missing]: core/zlib/1.2/20240101000000 is not installed, which ${lockFile()} names`,
  );
  expect(gone.stderr).toContain("hint: install it, or `habc lock --update core/zlib` to take");
  expect(existsSync(join(workshop.packages, "acme/app"))).toBe(false);
});

test("a package that lies about as a file is locked with its checksum, and stand-ins as such", async () => {
  await workshop.build("plans/lib");
  workshop.write(
    "outside/plan.sh",
    "pkg_name=outside\npkg_origin=acme\npkg_version=1.0\npkg_deps=(acme/lib core/gcc)\ndo_build() { return 0; }\ndo_install() { return 0; }\n",
  );
  workshop.install("core/gcc/9.1.0/20240101000000", { HOST_STAND_IN: "gcc\n" });
  const { status, stderr } = await workshop.habc(["lock", "outside"]);
  expect(status, stderr).toBe(0);
  const text = readFileSync(join(workshop.folder, "outside/habc.lock"), "utf8");
  const hash = await workshop.habc(["pkg", "hash", workshop.hart("lib")]);
  expect(text).toContain(`hart = "${hash.stdout.slice(0, 64)}"`);
  expect(text).toContain(
    'ident = "core/gcc/9.1.0/20240101000000"\ntarget = "x86_64-linux"\nwanted = ["core/gcc"]\nstand-in = true\n',
  );
});
