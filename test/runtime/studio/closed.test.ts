import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Drivers, makeDrivers, users } from "./users.ts";

/** What a hostile plan tries. Each row: the attempt, and what its output must be. */
const attempts: readonly (readonly [name: string, script: string, output: RegExp])[] = [
  ["sees the packages", "cat /hab/pkgs/core/other/*/*/IDENT", /^core\/other$/],
  ["sees its source", "cat /src/plan.sh", /^pkg_name=one$/],
  ["has the tools of the host", "printf 'a\\nb\\n' | sed -n 2p", /^b$/],
  ["finds no keys", "ls /hab/cache", /^artifacts\nsrc$/],
  ["finds nothing in the home folder", "ls -A /root /home | tr -d '\\n'", /^\/home:\/root:$/],
  ["finds no passwords", "cat /etc/shadow", /No such file/],
  [
    "knows no accounts of the host",
    "cut -d: -f1 /etc/passwd | sort",
    /^hab\n(\w+\n)?nobody\nroot$/,
  ],
  [
    "finds no folder of the host beside",
    "ls / | tr '\\n' ' '",
    /^bin dev etc hab home lib (lib\w+ )*media mnt opt proc root run sbin src srv sys tmp usr var $/,
  ],
  ["sees no process of the host", "ls /proc | grep -c '^[0-9]'", /^([1-9]|1[0-9])$/],
  ["cannot read what process 1 was started with", "cat /proc/1/environ", /Permission denied/],
  [
    "cannot read it of any process",
    "cat /proc/[0-9]*/environ | tr '\\0' '\\n'",
    /^(?!.*a token).*$/s,
  ],
  ["cannot enter the root of process 1", "ls /proc/1/root/", /Permission denied/],
  ["cannot take the files of process 1", "cat /proc/1/fd/9", /Permission denied/],
  ["cannot enter its namespaces", "nsenter -t 1 -m true", /Permission denied/],
  ["cannot stop process 1", "kill -KILL 1; kill -STOP 1; grep State /proc/1/status", /sleeping/],
  ["cannot write to the store", "echo > /hab/pkgs/x", /Read-only file system/],
  ["cannot change a package", "echo >> /hab/pkgs/core/other/1.0/20200101000000/IDENT", /Read-only/],
  ["cannot write to the artifact cache", "echo > /hab/cache/artifacts/x", /Read-only/],
  ["cannot write to the toolchain", "echo > /usr/bin/x", /Read-only file system/],
  ["cannot write to /etc", "echo > /etc/ld.so.preload", /Read-only file system/],
  ["cannot make a folder in /", "mkdir /x", /Read-only file system/],
  ["cannot change the kernel's settings", "echo x > /proc/sys/kernel/core_pattern", /Read-only/],
  ["cannot write to /sys", "mkdir /sys/fs/cgroup/x", /Read-only|No such file|not permitted/],
  ["sees no control groups", "ls /sys/fs/cgroup", /^$/],
  ["cannot mount the store anew", "mount -o remount,rw /hab/pkgs", /permission denied/],
  ["nor its mount point", "mount -o remount,rw,bind /hab/pkgs", /permission denied/],
  [
    "nor in a user namespace of its own",
    "unshare -Ur mount -o remount,rw,bind /hab/pkgs",
    /permission denied|not permitted|failed/,
  ],
  [
    "nor by way of another mount there",
    "unshare -Urm sh -c 'mount --bind /hab/pkgs /mnt && mount -o remount,rw,bind /mnt; echo > /mnt/x'",
    /Read-only file system|unshare failed/,
  ],
  [
    "cannot uncover what is covered",
    "unshare -Urm umount /sys/fs/cgroup; ls /sys/fs/cgroup",
    /^(umount|unshare): .*$/,
  ],
  ["cannot make a device", "mknod /tmp/disk b 254 0", /not permitted/],
  ["cannot change the clock", "date -s 2001-01-01 2>&1 >/dev/null", /not permitted/],
  ["cannot rename the machine", "hostname other", /must be root|not permitted/],
  ["has no terminal", "echo > /dev/tty", /No such device/],
  [
    "gains no rights",
    "grep -E 'NoNewPrivs|CapInh' /proc/self/status",
    /CapInh:\s0+\nNoNewPrivs:\s1$/,
  ],
  ["lacks the rights that matter", "grep CapBnd /proc/self/status", /^CapBnd:\s00000000800405fb$/],
  ["inherits no open file", "ls /proc/self/fd | tr '\\n' ' '", /^0 1 2 3 4 5 $/],
  [
    "does not get out by changing the root",
    `perl -e 'mkdir "/tmp/j"; chroot "/tmp/j"; chdir ".." for 1 .. 99; chroot "."; exec "/bin/ls", "-d", "/src"'`,
    /^\/src$/,
  ],
];

const separator = "\u0001";

function script(): string {
  return attempts
    .map(([, attempt]) => `( ${attempt} ) 2>&1 </dev/null; printf '${separator}'`)
    .join("\n");
}

let drivers: Drivers;
beforeAll(() => {
  drivers = makeDrivers();
});
afterAll(() => drivers.remove());

describe.each(users)("a studio of $name", (user) => {
  let outputs: string[] = [];

  beforeAll(async () => {
    const outcome = await drivers.run({
      user,
      script: script(),
      environment: { HAB_AUTH_TOKEN: "a token of the driver", HOME: drivers.folder },
    });
    outputs = "ran" in outcome ? outcome.ran.stdout.split(separator) : [JSON.stringify(outcome)];
  });

  test.each(attempts.map(([name, , output], at) => ({ name, output, at })))(
    "$name",
    ({ output, at }) => {
      expect(outputs[at]?.replace(/\n$/, "")).toMatch(output);
    },
  );

  test("keeps what is written to /tmp, /run and the home folder to itself", async () => {
    const outcome = await drivers.run({
      user,
      script: "for f in /tmp /var/tmp /run /root /dev/shm; do echo x > $f/habc-mark || exit; done",
    });
    expect(outcome).toMatchObject({ ran: { status: 0 } });
    for (const folder of ["/tmp", "/var/tmp", "/run", "/root", "/dev/shm"]) {
      expect(existsSync(`${folder}/habc-mark`)).toBe(false);
    }
  });
});
