/** Building again after do_install or a hook was edited, beside building as a whole. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare } from "./support/compare.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-bench-"));
const environment = {
  PATH: process.env["PATH"],
  HOME: folder,
  FS_ROOT: join(folder, "root"),
  HAB_CACHE_KEY_PATH: join(folder, "keys"),
  HAB_OUTPUT_PATH: join(folder, "results"),
};

function habc(...args: readonly string[]): void {
  const cli = process.env["HABC_CLI"] ?? join(process.cwd(), "dist/cli.js");
  execFileSync(process.execPath, [cli, ...args], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

habc("origin", "key", "generate", "acme");
/** How long the work of `do_build` takes that is saved, in seconds. */
for (const work of [0, 5, 20]) {
  const plan = `wave-${work}`;
  const file = join(folder, plan, "plan.sh");
  cpSync("plans-examples/tarball", join(folder, plan), { recursive: true });
  const text = readFileSync(file, "utf8").replace("pkg_name=wave", `pkg_name=${plan}`);
  const callbacks = `do_build() { do_default_build; sleep ${work}; }\npkg_dirname=wave-1.2.0\n`;
  let edits = 0;
  const write = () =>
    writeFileSync(file, `${text}\n${callbacks}do_install() { make install; : ${edits++}; }\n`);
  write();
  await compare(
    `The tarball example, with ${work} s of work in do_build`,
    [
      { name: "the whole build", run: () => habc("build", "--no-cache", plan) },
      { name: "the whole build, kept", run: () => habc("build", "--keep", plan) },
      {
        name: "do_install edited, --from do_install",
        run() {
          write();
          habc("build", "--from", "do_install", plan);
        },
      },
    ],
    work > 5 ? 1 : 2,
  );
}
rmSync(folder, { recursive: true });
