/** Starts process 1 of a studio in its namespaces, and ends it. */
import { spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import { assetPath } from "../assets.ts";
import { type Control, converse } from "./control.ts";
import { capabilities, namespaceOptions, type Privileges } from "./privileges.ts";
import { type ProgramName, program } from "./programs.ts";

/** How many processes of the build a studio can run: the shell's host and that of a plan.ts. */
export const processSlots = 2;

/** A process that hangs in the kernel, as on a lost network file system, cannot be waited for. */
const patienceMs = 10_000;

/** What process 1 is told. */
export interface LaunchOptions {
  /** The studio's own folder on the host. */
  readonly folder: string;
  /** The results folder below `/src`. */
  readonly results: string;
  readonly network: boolean;
  /** Options of overlayfs, the best first. */
  readonly layers: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly privileges: Privileges;
  /** How process 1 starts a program of the host when the root of the host is gone. */
  readonly command: (program: string) => readonly string[];
}

export interface Init extends Control {
  /**
   * Ends process 1, and with it everything inside. Settles when nothing of it is left. Never
   * throws.
   */
  kill(): Promise<void>;
}

/** @throws HabcError `tool-missing`. */
export function launch(options: LaunchOptions): Init {
  const { privileges, network } = options;
  const namespaces = namespaceOptions({ canMount: privileges.canMount, network });
  const args = [
    // When the driver dies, the kernel ends unshare, and process 1 with it.
    ...["--pdeathsig", "KILL", "--", program("unshare")],
    ...namespaces.flatMap(([, flags]) => flags),
    ...["--kill-child", "--", program("bash"), "-p", assetPath("runtime/studio/init.bash")],
    ...initArguments(options),
  ];
  const child = spawn(program("setpriv"), args, {
    cwd: "/",
    // A session of its own: no terminal to read from or to write to.
    detached: true,
    env: options.environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const control = converse(child, processSlots);
  let pid: number | undefined;
  const begun = control.begun.then((how) => {
    if (how.kind === "ready" && isOwnProc()) pid = how.pid;
    return how;
  });
  let isOver = false;
  const ended = control.ended.then(() => {
    isOver = true;
  });
  return {
    ...control,
    begun,
    ended,
    async kill() {
      // Ending process 1 itself lets unshare wait until the kernel has ended all the others.
      if (!isOver && pid !== undefined) sendKill(pid);
      else child.kill("SIGKILL");
      child.stdin.destroy();
      await Promise.race([ended, passed(patienceMs)]);
    },
  };
}

function initArguments(options: LaunchOptions): string[] {
  const { folder, results, network, layers, command } = options;
  const later = (name: ProgramName) => command(program(name)).join("\n");
  return [
    ...[folder, results, network ? "host" : "own", capabilities],
    ...[program("mount"), program("pivot_root")],
    ...[program("mkdir"), program("rm"), program("cp"), network ? "" : program("ip")],
    ...[later("mount"), later("umount"), later("setpriv")],
    ...layers,
  ];
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Whether `/proc` numbers processes as this process does; else its numbers are not for kill(2). */
function isOwnProc(): boolean {
  return readlinkSync("/proc/self") === String(process.pid);
}

function sendKill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
