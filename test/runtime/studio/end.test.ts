import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openStudio } from "../../../runtime/studio/index.ts";
import { readMounts } from "../../../runtime/studio/mounts.ts";
import { removeTree } from "../../../runtime/studio/remove-tree.ts";
import { makeStage, until } from "./stage.ts";
import { type Drivers, makeDrivers, users } from "./users.ts";

let drivers: Drivers;
let child: ChildProcess | undefined;
beforeAll(() => {
  drivers = makeDrivers();
});
afterEach(async () => {
  child?.kill("SIGKILL");
  const work = join(drivers.folder, "work");
  for (const name of readdirSync(work)) await removeTree(join(work, name));
});
afterAll(() => drivers.remove());

/** Processes that have a text in their command line. */
function processesWith(text: string): string[] {
  return readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(join("/proc", name, "cmdline"), "latin1").includes(text);
    } catch {
      return false;
    }
  });
}

/** What it takes to outlive a careless killer: other sessions, deaf ears, a stopped keeper. */
const stubborn = (mark: string) => `
  trap '' TERM HUP INT
  setsid bash -c 'trap "" TERM HUP INT; while :; do sleep 0.1; done' ${mark} &
  (setsid bash -c 'while :; do :; done' ${mark} &)
  for p in 6 7 8 9 10; do [[ $p == $$ || $p == $! ]] || kill -STOP $p; done
  echo ready > /src/results/ready
  while :; do sleep 0.1; done # ${mark}`;

describe.each(users)("when the driver of $name dies", (user) => {
  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("by %s, nothing is left", async (signal) => {
    const mark = `habc-mark-${user.name.replaceAll(" ", "-")}-${signal}`;
    const work = join(drivers.folder, "work");
    const mounts = readMounts();
    child = drivers.start({ user, script: stubborn(mark) });
    const isReady = () =>
      readdirSync(work).some((name) => existsSync(join(work, name, "tree/results/ready")));
    await until(isReady, "the script runs");
    await until(() => processesWith(mark).length > 3, "its helpers run");

    child.kill(signal);
    await until(() => processesWith(mark).length === 0, "all processes are gone");
    expect(readMounts()).toEqual(mounts);
    // What lies on the disk is what a next build can clear away.
    for (const name of readdirSync(work)) await removeTree(join(work, name));
    expect(readdirSync(work)).toEqual([]);
  });
});

describe("closing", () => {
  test("ends what does not want to end, at once, and leaves no file", async () => {
    const stage = makeStage();
    const studio = await openStudio("namespaces", stage.spec);
    const mark = "habc-mark-close";
    studio.spawn(["bash", "-c", stubborn(mark)]);
    await until(() => existsSync(join(stage.spec.results, "ready")), "the script runs");
    const began = performance.now();
    await studio.close();
    expect(performance.now() - began).toBeLessThan(2000);
    expect(processesWith(mark)).toEqual([]);
    expect(readdirSync(stage.spec.scratch)).toEqual([]);
    await stage.remove();
  });

  test("is possible at any time, as often as one likes", async () => {
    const stage = makeStage();
    const studio = await openStudio("namespaces", stage.spec);
    const opened = studio.openPrefix("/hab/pkgs/acme/one/1.0/1").catch((error: unknown) => error);
    await Promise.all([studio.close(), studio.close()]);
    await studio.close();
    await opened;
    expect(readdirSync(stage.spec.store)).toEqual(["core"]);
    expect(readdirSync(stage.spec.scratch)).toEqual([]);
    await stage.remove();
  });
});
