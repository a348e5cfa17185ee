import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inStudio, insideEnvironment, makeStage, type Stage } from "./stage.ts";
import { type Drivers, makeDrivers, type User, users } from "./users.ts";

let drivers: Drivers;
beforeAll(() => {
  drivers = makeDrivers();
});
afterAll(() => drivers.remove());

/** Runs with other file systems mounted below what a studio shows. */
function among(user: User, become: string): User {
  const set = `set -e
    for folder in /usr/share /usr/share/doc /opt; do mount -t tmpfs tmpfs $folder; mkdir -p $folder/doc; done
    chmod 0777 /usr/share /usr/share/doc; echo shared > /usr/share/file
    mount -t tmpfs -o nosuid,nodev,noexec,noatime,mode=0777 tmpfs ${join(drivers.folder, "work")}
    ${become}; exec "$@"`;
  return { name: user.name, command: [...user.command, "unshare", "-m", "bash", "-c", set, "-"] };
}

const withoutRights =
  'set -- setpriv --bounding-set -sys_admin --inh-caps=-all --ambient-caps=-all "$@"';

const script = `
  cat /usr/share/file; ls -d /usr/share/doc
  for folder in /usr/share /usr/share/doc /hab/pkgs; do echo > $folder/x; done
  mount -o remount,rw,bind /usr/share/doc
  echo x > /hab/cache/src/x && echo written`;

describe.each(users.filter(({ name }) => name.startsWith("root")))("for $name", (user) => {
  test.each([
    ["mounts that it may undo", ":"],
    ["mounts that it may not undo", withoutRights],
  ])("%s are shown, and read-only", async (_, become) => {
    const outcome = await drivers.run({ user: among(user, become), script });
    expect(outcome).toMatchObject({ ran: { stdout: "shared\n/usr/share/doc\nwritten\n" } });
    const { stderr } = "ran" in outcome ? outcome.ran : { stderr: "" };
    expect(stderr.match(/Read-only file system/g)).toHaveLength(3);
    expect(stderr).toMatch(/permission denied/);
  });

  test("a file system in the source tree is shown too", async () => {
    const mounted = among(user, ":");
    const changes = { sourceTree: "/usr/share", cwd: "/src/doc" };
    const outcome = await drivers.run({ user: mounted, changes, script: "ls -d doc; cat ../file" });
    expect(outcome).toMatchObject({ ran: { stdout: "doc\nshared\n" } });
  });
});

describe("programs elsewhere on the host", () => {
  let stage: Stage;
  let folder = "";
  beforeEach(() => {
    stage = makeStage();
    folder = mkdtempSync("/var/tmp/habc-tools-");
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "lib"));
    writeFileSync(join(folder, "lib/text"), "from beside\n");
    writeFileSync(join(folder, "bin/habc-tool"), `#!/bin/sh\ncat ${folder}/lib/text\n`);
    chmodSync(join(folder, "bin/habc-tool"), 0o755);
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await stage.remove();
  });

  test("are shown with what lies beside them, where PATH names them", async () => {
    const environment = { PATH: `${folder}/bin:${insideEnvironment.PATH}` };
    const script = `habc-tool; echo > ${folder}/x`;
    const ran = await inStudio({ ...stage.spec, environment }, script);
    expect(ran.stdout).toBe("from beside\n");
    expect(ran.stderr).toMatch(/Read-only file system/);
  });

  test("are not shown otherwise", async () => {
    expect(await inStudio(stage.spec, `ls ${folder}`)).toMatchObject({ status: 2, stdout: "" });
  });
});
