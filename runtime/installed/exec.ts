/** Runs a program with the environment of a package, as if it took the place of habc. */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import type { InstalledStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";
import { commandEnvironment } from "./command-environment.ts";
import { startCommand } from "./start-command.ts";

/** What to run. */
export interface ExecRequest {
  readonly package: Package;
  readonly store: InstalledStore;
  /** The program, as it is looked up on the package's `PATH` and then the caller's. */
  readonly argv: readonly [string, ...string[]];
  /** The caller's environment: the package's own is put on top. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The signals that a user or the system sends to a program. */
const forwarded = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGTERM",
  "SIGUSR1",
  "SIGUSR2",
  "SIGCONT",
  "SIGWINCH",
] as const;

/** Those of them that a terminal sends to every process of a job. */
const fromTerminal: ReadonlySet<string> = new Set(["SIGINT", "SIGQUIT", "SIGWINCH"]);

/**
 * Runs a program on the standard streams of this process. Signals to this process reach it, and
 * it is killed when this process is.
 *
 * @returns Its exit status; 128 and the signal's number where one ended it.
 * @throws HabcError as `startCommand`; `dep-broken`.
 */
export async function execInPackage(request: ExecRequest): Promise<number> {
  const { environment, store, cwd, argv } = request;
  const own = commandEnvironment(request.package, { store, inherited: environment });
  const path = [own.get("PATH"), environment["PATH"]].filter(Boolean).join(":");
  const all = {
    ...environment,
    ...Object.fromEntries(own),
    ...(path === "" ? {} : { PATH: path }),
  };
  const pending: NodeJS.Signals[] = [];
  let child: ChildProcess | undefined;
  for (const signal of forwarded) {
    process.on(signal, () => {
      if (fromTerminal.has(signal) && isForeground()) return;
      if (child === undefined) pending.push(signal);
      else child.kill(signal);
    });
  }
  child = await startCommand({
    argv,
    environment: Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    cwd,
    packages: store.folder,
    streams: "inherit",
  });
  const running = child;
  for (const signal of pending) running.kill(signal);
  return await new Promise((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    if (running.exitCode !== null || running.signalCode !== null) {
      end(running.exitCode, running.signalCode);
    } else running.once("exit", end);
  });
}

/** Whether this process belongs to the job that its terminal sends signals to. proc(5). */
function isForeground(): boolean {
  const stat = readFileSync("/proc/self/stat", "latin1");
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return group === foreground;
}
