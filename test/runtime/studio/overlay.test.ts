import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Drivers, makeDrivers, type User, users } from "./users.ts";

let drivers: Drivers;
beforeAll(() => {
  drivers = makeDrivers();
});
afterAll(() => drivers.remove());

/** A user whose folders lie on as many overlays, one upon the other. */
function onOverlays({ name, command }: User, count: number, work: string): User {
  const layer = (n: number) =>
    `mkdir $t/u${n} $t/w${n}
     mount -t overlay -o lowerdir=$l,upperdir=$t/u${n},workdir=$t/w${n} overlay $t/m${n}; l=$t/m${n}`;
  const lines = [
    "set -e; t=$(mktemp -d); mount -t tmpfs tmpfs $t",
    "mkdir $t/l $t/m1 $t/m2; l=$t/l",
    ...Array.from({ length: count }, (_, at) => layer(at + 1)),
    `mkdir $l/work; mount --bind $l/work ${work}; exec "$@"`,
  ];
  return { name, command: [...command, "unshare", "--mount", "bash", "-c", lines.join("\n"), "-"] };
}

const script = `
  cat plan.sh && echo x > new && rm plan.sh && echo made > results/file && ls
  grep ' /src ' /proc/self/mountinfo`;

// Overlays can be made only by root.
const mounters = users.filter(({ name }) => name.startsWith("root"));

describe.each(mounters)("where overlayfs has its limits, for $name", (user) => {
  test.each([
    [0, /upperdir=upper/],
    [1, /upperdir=memory/],
    [2, /studio.copy .src /],
  ])("changes are kept apart on %i overlays: %s", async (count, how) => {
    const work = join(drivers.folder, "work");
    const outcome = await drivers.run({ user: onOverlays(user, count, work), script });
    expect(outcome).toMatchObject({ ran: { status: 0 } });
    const { stdout } = "ran" in outcome ? outcome.ran : { stdout: "" };
    expect(stdout).toMatch(/^pkg_name=one\nnew\nresults\n/);
    expect(stdout).toMatch(how);
    expect(readdirSync(work)).toEqual([]);
  });
});
