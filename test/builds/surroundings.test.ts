/** Builds where habc is not at home: strange paths, read-only trees, no terminal, no namespaces. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { becomeNobody } from "../support/nobody.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { nothing, planSh } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const users = [
  ...(process.getuid?.() === 0 ? [{ name: "root", become: [] as readonly string[] }] : []),
  { name: "an ordinary user", become: becomeNobody },
];

function giveAway(become: readonly string[]): void {
  mkdirSync(workshop.results, { recursive: true });
  if (become.length === 0) return;
  execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
  execFileSync("chmod", ["755", workshop.folder]);
}

test.each(users)(
  "$name builds a read-only tree in a strange path, without a terminal",
  async ({ become }) => {
    const place = 'a tree/with "ünïcödé" ✓ $HOME';
    workshop.write(`${place}/.git/HEAD`, "x\n");
    planSh(
      workshop,
      `${place}/odd`,
      'pkg_name=odd\ndo_build() { echo x > made; [[ ! -e /dev/tty ]] || ! : > /dev/tty; }\ndo_install() { cp made "$pkg_prefix/"; }',
    );
    giveAway(become);
    const tree = join(workshop.folder, place);
    const namespaces = [
      "unshare",
      "--mount",
      ...(become.length === 0 ? [] : ["--user", "--map-root-user"]),
    ];
    const script =
      'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec setsid --wait "$@"';
    await workshop.build("odd", {
      through: [...become, ...namespaces, "sh", "-c", script, tree],
    });
    expect(readdirSync(workshop.unpack(workshop.hart("odd")))).toContain("made");
    expect(readdirSync(join(tree, "odd"))).toEqual(["plan.sh"]);
  },
);

test("without user namespaces an ordinary user is told why, and what to do", async () => {
  const plan = planSh(workshop, "barred", nothing);
  giveAway(becomeNobody);
  // Namespaces of the test's own, in which no more can be made.
  const script =
    'echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --bounding-set=-all --inh-caps=-all "$@"';
  const ended = await workshop.habc(["build", plan], {
    through: [...becomeNobody, "unshare", "--user", "--map-root-user", "sh", "-c", script, "sh"],
  });
  expect(ended.status).toBe(1);
  expect(ended.stderr).toContain("error[studio-unavailable]");
  expect(ended.stderr).toContain("user.max_user_namespaces is 0");
  expect(ended.stderr).toContain("--studio none");
  expect(readdirSync(workshop.results)).toEqual([]);
});
