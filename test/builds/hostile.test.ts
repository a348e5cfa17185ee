/** A plan that means harm: each attempt is made for real, as root and as an ordinary user. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { becomeNobody } from "../support/nobody.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { planSh } from "./plans.ts";

/** What an attempt may use: paths and numbers of the host, as bash variables. */
const prelude = `
  host=$PLAN_CONTEXT/host; [[ -e $host ]] && source "$host"
  python() { /usr/bin/python3 -c "import ctypes, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
def tell(result): print(result if result >= 0 else os.strerror(ctypes.get_errno()))
$1"; }`;

/** Each row: what must not be possible, the attempt, and what its output must be. */
const attempts: readonly (readonly [name: string, script: string, output: RegExp])[] = [
  ["reads a key", 'cat "$key"; find / -name "*.sig.key" 2>/dev/null', /^cat: .*No such file.*$/],
  ["reads a key where a plan is told it lies", 'ls -A "$HAB_CACHE_KEY_PATH"', /No such file/],
  ["reads a token in its environment", "env | grep -c 'a token'; true", /^0$/],
  [
    "reads a token in the environment of a process",
    "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c 'a token'; true",
    /^0$/,
  ],
  ["reads the home folder", 'cat "$home/secret"; ls -A /root /home/*', /^(?!.*a secret)/s],
  ["sees another process", 'ls -d "/proc/$pid/cwd"; kill -0 "$pid"', /No such.*No such process/s],
  ["sees the driver", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '", /^(?!.*cli\.js)/s],
  ["writes to another package", "echo x > /hab/pkgs/acme/other/1/20240101000000/x", /Read-only/],
  ["adds a package to the store", "mkdir /hab/pkgs/acme/mine", /Read-only/],
  ["writes to the finished packages", "echo x > /hab/cache/artifacts/x", /Read-only/],
  [
    "writes to the base",
    "echo x > /usr/bin/x; echo x > /etc/x; mkdir /x",
    /Read-only.*Read-only.*Read-only/s,
  ],
  [
    "changes a device of the host",
    "chmod 600 /dev/null; touch -d @1 /dev/zero",
    /(Read-only|not permitted).*(Read-only|not permitted)/s,
  ],
  [
    "makes a mount",
    "mount -t tmpfs tmpfs /mnt; mount --bind /tmp /usr",
    /(denied|permitted).*(denied|permitted)/s,
  ],
  ["changes a mount", "mount -o remount,rw,bind /usr", /denied|permitted/],
  [
    "gets more in a user namespace",
    "unshare -Urm bash -c 'mount -o remount,rw,bind /usr; echo x > /usr/bin/x; umount /sys/fs/cgroup; cat /proc/1/environ'",
    /^(?!.*a token)(.*(Read-only file system|unshare failed|not permitted))/s,
  ],
  ["makes a device", "mknod /tmp/disk b 254 0 && cat /tmp/disk", /not permitted/],
  [
    "gains rights from a set-user-ID program",
    "cp /usr/bin/python3 /tmp/p; chmod 4755 /tmp/p; setpriv --reuid=65534 --clear-groups /tmp/p -c 'import os; print(os.geteuid())' 2>&1",
    /^65534$|setpriv: .*(not permitted|Invalid argument)/,
  ],
  ["gains rights at all", "grep NoNewPrivs /proc/self/status", /^NoNewPrivs:\t1$/],
  [
    "has a capability that matters",
    "/usr/bin/python3 -c \"print(bin(int(open('/proc/self/status').read().split('CapEff:')[1].split()[0], 16) & ~0x800405fb))\"",
    /^0b0$/,
  ],
  ["traces process 1", 'python "tell(libc.ptrace(16, 1, 0, 0))"', /not permitted/],
  ["writes the kernel's settings", "echo x > /proc/sys/kernel/core_pattern", /Read-only/],
  ["asks the kernel to restart", "echo h > /proc/sysrq-trigger", /Read-only|No such file|denied/],
  [
    "gets out by a control group",
    "find /sys/fs/cgroup -mindepth 1; ls /sys/fs/cgroup/release_agent",
    /^ls: .*No such file/,
  ],
  [
    "gets out by changing the root",
    `perl -e 'mkdir "/tmp/j"; chroot "/tmp/j"; chdir ".." for 1 .. 99; chroot "."; exec "/bin/ls", "-d", "/src"'`,
    /^\/src$/,
  ],
  [
    "types into a terminal",
    "python \"import fcntl; fcntl.ioctl(os.open('/dev/tty', os.O_RDWR), 0x5412, b'x')\"",
    /No such device/,
  ],
  [
    "types into what it was given",
    "for fd in 0 1 2 3 4; do python \"import fcntl; fcntl.ioctl($fd, 0x5412, b'x')\"; done 2>&1 | grep -c Error",
    /^5$/,
  ],
  [
    "loads a module",
    "python \"tell(libc.syscall(313, 0, b'', 0))\"",
    /not permitted|not implemented/,
  ],
  ["reaches the network", "exec 9<>/dev/tcp/127.0.0.1/$port", /refused/],
  [
    "reaches a socket of the host by name",
    "python \"socket.socket(socket.AF_UNIX).connect('\\0' + '$socket')\"",
    /refused/,
  ],
  ["sees the network of the host", 'python "print(socket.if_nameindex())"', /^\[\(1, 'lo'\)\]$/],
  ["makes packets", 'python "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)"', /not permitted/],
];

/** What a filter of system calls is for; habc has one for this machine alone. */
const filtered: typeof attempts = [
  ["reads a key of the kernel", 'python "tell(libc.syscall(250, 0, -3, 0))"', /not permitted/],
  [
    "does so by the numbers of an older machine",
    `echo '#include <stdio.h>
int main(void) { long r; __asm__ volatile("int $0x80" : "=a"(r) : "a"(288), "b"(0), "c"(-3), "d"(0)); printf("%ld\\n", r); }' > /tmp/old.c; gcc -o /tmp/old /tmp/old.c && /tmp/old`,
    /^-1$|^-38$|Segmentation/,
  ],
  ["loads a program into the kernel", 'python "tell(libc.syscall(321, 0, 0, 0))"', /not permitted/],
  ["watches the processor", 'python "tell(libc.syscall(298, 0, 0, 0, 0, 0))"', /not permitted/],
  [
    "reaches the host of a virtual machine",
    'python "socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)"',
    /Address family not supported/,
  ],
  [
    "types into a terminal of its own",
    "python \"import fcntl; fcntl.ioctl(os.openpty()[1], 0x5412, b'x')\"",
    /not permitted/,
  ],
];
const all = process.arch === "x64" ? [...attempts, ...filtered] : attempts;

const separator = "\u0001";

/** What is left to do harm when the build is over. */
const leavings = `
  (setsid bash -c 'trap "" TERM HUP INT; exec -a "$0" sleep 1000' "$mark" & )
  nohup bash -c 'exec -a "$0" sleep 1000' "$mark" >/dev/null 2>&1 &
  for folder in "$pkg_output_path" "$HAB_CACHE_SRC_PATH"; do
    mkdir -p "$folder/left/deep" "$CACHE_PATH/deep"; cp /bin/true "$folder/left/tool"
    cp /bin/true "$folder/left/deep/tool"; chmod 4755 "$folder/left/deep/tool"
    cp /bin/true "$CACHE_PATH/deep/tool"; chmod 4755 "$CACHE_PATH/deep/tool"
    chown 1234:1234 "$folder/left/tool" "$folder/left" 2>/dev/null || true
    chmod 6755 "$folder/left/tool"; chmod 777 "$folder" || true
    ln -sfn /etc "$folder/left/link"
  done
  mkdir -p /src/beside; echo x > /src/plan.sh`;

const users = [
  ...(process.getuid?.() === 0 ? [{ name: "root", through: [] as string[] }] : []),
  { name: "an ordinary user", through: becomeNobody },
];

describe.each(users)("a hostile plan of $name", ({ name: userName, through }) => {
  let workshop: Workshop;
  let server: Server;
  let listener: Server;
  let other: ChildProcess;
  let outputs: string[] = [];
  const mark = `habc-hostile-${userName.replaceAll(" ", "-")}-${process.pid}`;

  beforeAll(async () => {
    workshop = await openWorkshop();
    server = createServer().listen(0, "127.0.0.1");
    listener = createServer().listen(`\0${mark}`);
    other = spawn("sleep", ["1000"], { env: { TOKEN: "a token of another process" } });
    await Promise.all(
      [server, listener].map((one) => new Promise((on) => one.once("listening", on))),
    );
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const keys = join(workshop.folder, "keys");
    const key = readdirSync(keys).find((file) => file.endsWith(".sig.key"));
    workshop.write("home/secret", "a secret\n");
    workshop.install("acme/other/1/20240101000000");
    const script = all.map(
      ([, attempt]) => `( ${attempt} ) 2>&1 </dev/null || true; printf '${separator}'`,
    );
    const plan = planSh(
      workshop,
      "hostile",
      `do_build() { set +e; ${prelude}\n${script.join("\n")}\n${leavings}\nset -e; }\ndo_install() { return 0; }`,
    );
    const host = {
      key: join(keys, key ?? ""),
      home: join(workshop.folder, "home"),
      pid: String(other.pid),
      port: String(port),
      socket: mark,
      mark,
    };
    workshop.write(
      "hostile/host",
      Object.entries(host)
        .map(([name, value]) => `${name}='${value}'\n`)
        .join(""),
    );
    if (through.length > 0) execFileSync("chown", ["-R", "65534:65534", workshop.folder]);
    chmodSync(workshop.folder, 0o755);
    mkdirSync(workshop.results, { recursive: true });
    if (through.length > 0) execFileSync("chown", ["65534:65534", workshop.results]);
    const ended = await workshop.build(plan, {
      through: [...through],
      args: ["--network", "off"],
      env: { HAB_AUTH_TOKEN: "a token of the driver", GITHUB_TOKEN: "a token too" },
    });
    outputs = ended.stdout.split(separator);
    outputs[0] =
      outputs[0]
        ?.split("\n")
        .filter((line) => !line.startsWith("   "))
        .join("\n") ?? "";
  });
  afterAll(() => {
    other.kill();
    server.close();
    listener.close();
    workshop.close();
  });

  test.each(all.map(([name, , output], at) => ({ name, output, at })))(
    "never $name",
    ({ output, at }) => {
      expect(outputs[at]?.trim()).toMatch(output);
    },
  );

  test("leaves no mount behind", () => {
    expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(workshop.folder);
  });

  test("leaves no process behind", () => {
    const running = execFileSync("sh", ["-c", `pgrep -f ^${mark} || true`]).toString();
    expect(running).toBe("");
  });

  test("leaves no file of another owner, and none with rights, behind", () => {
    const sources =
      through.length > 0 ? join(workshop.folder, "home/.hab/cache/src") : workshop.sources;
    const owner = statSync(workshop.packages).uid;
    for (const folder of [workshop.results, sources]) {
      const own = folder === sources ? ["hostile-1.0/deep/tool"] : [];
      for (const file of ["", "left", "left/tool", "left/deep/tool", "left/link", ...own]) {
        const stats = lstatSync(join(folder, file));
        expect(stats.uid, file).toBe(owner);
        expect(stats.isFile() ? stats.mode & 0o6000 : 0, file).toBe(0);
      }
      expect(statSync(folder).mode & 0o022).toBe(0);
    }
  });

  test("changes nothing in its source tree, nor above it", () => {
    expect(readFileSync(join(workshop.folder, "hostile/plan.sh"), "utf8")).toMatch(
      /^pkg_name=hostile\n/,
    );
    expect(readdirSync(join(workshop.folder, "hostile")).sort()).toEqual(["host", "plan.sh"]);
    expect(readdirSync(workshop.packages)).toEqual(["acme"]);
    expect(readdirSync(join(workshop.packages, "acme")).sort()).toEqual(["hostile", "other"]);
  });
});
