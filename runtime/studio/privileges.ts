/** What this process may do, and what the processes of a studio may. */
import { readFileSync } from "node:fs";

const sysAdmin = 21n;

/** What the processes inside keep: enough to install files and to change owners, no more. */
export const capabilities = [
  "-all",
  "+chown",
  "+dac_override",
  "+fowner",
  "+fsetid",
  "+kill",
  "+net_bind_service",
  "+setfcap",
  "+setgid",
  "+setpcap",
  "+setuid",
  "+sys_chroot",
].join(",");

/** The rights that decide how namespaces are made. */
export interface Privileges {
  /** Whether mounts can be made without a user namespace of one's own. */
  readonly canMount: boolean;
  /** Whether this is root of the machine, in no user namespace. */
  readonly isMachineRoot: boolean;
}

export function privileges(): Privileges {
  const effective = BigInt(`0x${statusField("CapEff") || "0"}`);
  const canMount = process.geteuid?.() === 0 && ((effective >> sysAdmin) & 1n) === 1n;
  const users = readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/).join(" ");
  return { canMount, isMachineRoot: canMount && users === "0 0 4294967295" };
}

/** A field of `/proc/self/status`; empty where the kernel does not have it. */
export function statusField(name: string): string {
  const status = readFileSync("/proc/self/status", "utf8");
  return new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1] ?? "";
}

/** The namespaces of a studio, as options of unshare(1), in the order in which they are tried. */
export function namespaceOptions(of: {
  readonly canMount: boolean;
  readonly network: boolean;
}): readonly (readonly [NamespaceName, readonly string[]])[] {
  return [
    ...(of.canMount ? [] : [["user", ["--user", "--map-root-user"]] as const]),
    ["mount", ["--mount"]],
    ["pid", ["--pid", "--fork"]],
    ["ipc", ["--ipc"]],
    ["uts", ["--uts"]],
    ...(of.network ? [] : [["net", ["--net"]] as const]),
  ];
}

export type NamespaceName = "user" | "mount" | "pid" | "ipc" | "uts" | "net";
