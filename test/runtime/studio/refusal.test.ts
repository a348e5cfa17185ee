import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openStudio } from "../../../runtime/studio/index.ts";
import { makeStage, type Stage } from "./stage.ts";
import { type Drivers, makeDrivers, ordinaryUser, type User } from "./users.ts";

let drivers: Drivers;
beforeAll(() => {
  drivers = makeDrivers();
});
afterAll(() => drivers.remove());

/** An ordinary user of a machine that was set up so. */
function where(set: string): User {
  const script = `set -e; ${set}; exec "$@"`;
  return {
    name: set,
    command: [
      ...ordinaryUser.command,
      ...["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"],
      ...["--mount-proc", "bash", "-c", script, "-"],
    ],
  };
}

const drop = (...names: string[]) => {
  const set = names.map((name) => `-${name}`).join(",");
  return `set -- setpriv --bounding-set ${set} --inh-caps=-all "$@"`;
};

describe("where no studio can be made", () => {
  test.each([
    [
      "user namespaces are used up",
      `echo 0 > /proc/sys/user/max_user_namespaces; ${drop("sys_admin")}`,
      /a user namespace is refused \(unshare: .*No space left on device\): user\.max_user_namespaces is 0/,
      /sysctl user\.max_user_namespaces=10000/,
    ],
    [
      "mount namespaces are used up",
      "echo 0 > /proc/sys/user/max_mnt_namespaces",
      /a mount namespace is refused .*user\.max_mnt_namespaces is 0/,
      /sysctl user\.max_mnt_namespaces=/,
    ],
    [
      "process namespaces are used up",
      "echo 0 > /proc/sys/user/max_pid_namespaces",
      /a process namespace is refused .*user\.max_pid_namespaces is 0/,
      /sysctl user\.max_pid_namespaces=/,
    ],
    [
      "/proc is covered, as in a container",
      `mount --bind /dev/null /proc/timer_list; ${drop("sys_admin")}`,
      /a \/proc of its own is refused .*parts of \/proc are covered/,
      /systempaths=unconfined/,
    ],
  ])("because %s, it is said", async (_, set, message, hint) => {
    const outcome = await drivers.run({ user: where(set), script: "true" });
    expect(outcome).toMatchObject({
      refused: {
        code: "studio-unavailable",
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      },
    });
    expect(outcome).toMatchObject({ refused: { hint: expect.stringContaining("--studio none") } });
    expect(readdirSync(join(drivers.folder, "work"))).toEqual([]);
  });
});

describe("where something cannot be shown", () => {
  let stage: Stage;
  beforeEach(() => {
    stage = makeStage();
  });
  afterEach(() => stage.remove());

  test("it is named, and nothing is left", async () => {
    const spec = { ...stage.spec, artifactCache: join(stage.folder, "not-there") };
    await expect(openStudio("namespaces", spec)).rejects.toMatchObject({
      diagnostic: { code: "studio-failed", message: expect.stringContaining("not-there") },
    });
    expect(readdirSync(stage.spec.scratch)).toEqual([]);
  });

  test("what the failing mount said is told, and nothing is left", async () => {
    // The folder is there when the studio is laid out, and gone when it is mounted.
    const doomed = join(stage.folder, "doomed");
    mkdirSync(doomed);
    const opened = openStudio("namespaces", { ...stage.spec, artifactCache: doomed });
    rmSync(doomed, { recursive: true });
    await expect(opened).rejects.toMatchObject({
      diagnostic: { code: "studio-failed", message: expect.stringMatching(/doomed/) },
    });
    expect(readdirSync(stage.spec.scratch)).toEqual([]);
  });

  test("a scratch folder of another studio is refused", async () => {
    const studio = await openStudio("namespaces", stage.spec);
    await expect(openStudio("namespaces", stage.spec)).rejects.toMatchObject({
      diagnostic: { code: "studio-failed" },
    });
    const child = studio.spawn(["true"]);
    expect(await child.exited).toBe(0);
    await studio.close();
  });
});
