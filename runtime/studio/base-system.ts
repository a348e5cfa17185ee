/**
 * The tables of what a studio shows of the host beside the build's own folders. A row that the
 * host does not have is left out.
 */

/** Where programs and libraries of the host lie. Links among them stay links. */
export const toolchain = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/**
 * Names in `/etc` that programs of the toolchain read, without anything that could hold a
 * secret: folders are mounted, files copied.
 */
export const etcNames: readonly RegExp[] = [
  /^alternatives$/,
  /^(ca-certificates.*|crypto-policies)$/,
  /^(debian_version|os-release|redhat-release|lsb-release|alpine-release)$/,
  /^(fonts|groff|sgml|xml|texmf|terminfo|magic|magic\.mime|mime\.types|mailcap)$/,
  /^(gai\.conf|host\.conf|hosts|networks|protocols|resolv\.conf|rpc|services)$/,
  /^(java|jvm|perl|php|python|ruby)[-0-9.]*[a-z]*$/,
  /^java-[0-9]+-openjdk$/,
  /^ld\.so\.(cache|conf|conf\.d)$|^ld-musl-.*\.path$/,
  /^(localtime|timezone|locale\.alias|locale\.conf)$/,
];

/** What of them tells of the network: it is the host's, whatever the base. */
export const networkNames: readonly string[] = ["hosts", "resolv.conf"];

/** The same, in folders of `/etc` that may hold keys or passwords as well. */
export const etcPaths: readonly string[] = [
  "maven/logging",
  "maven/m2.conf",
  "ssl/certs",
  "ssl/cert.pem",
  "ssl/openssl.cnf",
  "pki/ca-trust",
  "pki/java",
  "pki/tls/cert.pem",
  "pki/tls/certs",
  "pki/tls/openssl.cnf",
];

/** What a studio has of its own, whatever a root file system has at its top. */
export const ownFolders = new Set(
  "boot dev etc hab home lost+found media mnt proc root run src srv sys tmp var".split(" "),
);

/** Folders in which nothing that `PATH` names is shown: they are private, or made anew. */
export const privateFolders = ["/dev", "/hab", "/home", "/proc", "/root", "/run", "/sys", "/tmp"];

export const devices = ["full", "null", "random", "tty", "urandom", "zero"].map(
  (name) => `/dev/${name}`,
);

/** Parts of `/proc` and `/sys` that act on the whole machine: not to be written to … */
export const readOnlyKernelFiles = [
  "/proc/bus",
  "/proc/dynamic_debug",
  "/proc/fs",
  "/proc/irq",
  "/proc/sys",
  "/proc/sysrq-trigger",
];

/** … or not to be read either. */
export const hiddenKernelFiles = [
  "/proc/acpi",
  "/proc/asound",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/sched_debug",
  "/proc/scsi",
  "/proc/timer_list",
  "/sys/devices/virtual/powercap",
  "/sys/firmware",
];

/** Holds what belongs to one studio while it is open. */
export const runtimeFolder = "/run";

/**
 * Folders that take what is written, until the studio is closed. `make install` of services, such
 * as nginx's, makes folders below `/hab/svc`.
 */
export const writableFolders: readonly { readonly inside: string; readonly mode: number }[] = [
  { inside: "/hab/svc", mode: 0o755 },
  { inside: "/root", mode: 0o700 },
  { inside: runtimeFolder, mode: 0o755 },
  { inside: "/tmp", mode: 0o1777 },
  { inside: "/var/tmp", mode: 0o1777 },
];

export const emptyFolders = [
  "/hab",
  "/home",
  "/media",
  "/mnt",
  "/opt",
  "/srv",
  "/var/cache",
  "/var/lib",
  "/var/log",
];

export const links: Readonly<Record<string, string>> = {
  "/dev/core": "/proc/kcore",
  "/dev/fd": "/proc/self/fd",
  "/dev/ptmx": "pts/ptmx",
  "/dev/stderr": "/proc/self/fd/2",
  "/dev/stdin": "/proc/self/fd/0",
  "/dev/stdout": "/proc/self/fd/1",
  "/etc/mtab": "/proc/self/mounts",
  "/var/lock": "/run/lock",
  "/var/run": "/run",
};

/**
 * Names and numbers are looked up in the files below alone, so that the accounts of the host
 * stay unknown.
 */
export const nameServices = `passwd: files
group: files
shadow: files
hosts: files dns
networks: files
protocols: files
services: files
ethers: files
rpc: files
`;
