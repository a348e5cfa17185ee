/** Starts a program of a package where it finds its files: with the package store at `/hab/pkgs`. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, lstatSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { assetPath } from "../assets.ts";
import { unwritable } from "../crypto/aside.ts";
import { packagesInside } from "../store/package.ts";
import { splitEnvironment } from "../studio/environment.ts";
import { privileges } from "../studio/privileges.ts";
import { program } from "../studio/programs.ts";
import type { Account } from "./accounts.ts";

/** What is started. */
export interface Command {
  /** The program, as it is looked up on `PATH`, and its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The package store on this machine. */
  readonly packages: string;
  /** Who it runs as. Absent: the user of this process. */
  readonly account?: Account | undefined;
  /** Its standard streams: those of this process, or none to read from and two pipes. */
  readonly streams: "inherit" | "pipes";
}

/** Whether packages lie elsewhere than where their programs look for each other. */
export function isElsewhere(packages: string): boolean {
  const [here, inside] = [packages, packagesInside].map((folder) =>
    statSync(folder, { throwIfNoEntry: false }),
  );
  if (here === undefined || inside === undefined) return resolve(packages) !== packagesInside;
  return here.dev !== inside.dev || here.ino !== inside.ino;
}

/**
 * Starts a program. It has the id of the returned process, and is killed when this process is.
 *
 * A store that lies elsewhere is shown at `/hab` in a mount namespace of the program's own.
 *
 * @throws HabcError `usage` with exit status 127 where there is no such program, 126 where it
 *   cannot be run; `studio-unavailable`; `tool-missing`.
 */
export async function startCommand(command: Command): Promise<ChildProcess> {
  refuseMissing(command);
  const { account, argv, cwd, streams, environment, packages } = command;
  const identity =
    account === undefined
      ? []
      : [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  // When this process dies, the kernel ends the program.
  const last = [program("setpriv"), "--pdeathsig", "KILL", ...identity, "--", ...argv];
  if (!isElsewhere(packages)) {
    const [first, ...args] = last as [string, ...string[]];
    const stdio = streams === "inherit" ? streams : (["ignore", "pipe", "pipe"] as const);
    return started(spawn(first, args, { cwd, env: environment, stdio: [...fan(stdio)] }), argv);
  }
  return await startInView({ ...command, last });
}

type Streams = "inherit" | "pipe" | "ignore";

function fan(stdio: Streams | readonly Streams[]): Streams[] {
  return typeof stdio === "string" ? [stdio, stdio, stdio] : [...stdio];
}

async function started(child: ChildProcess, argv: Command["argv"]): Promise<ChildProcess> {
  await new Promise<void>((done, fail) => {
    child.once("spawn", done);
    child.once("error", (cause) => {
      fail(new HabcError("usage", `${argv[0]} cannot be started: ${cause.message}`, { cause }));
    });
  });
  return child;
}

/** Starts the program by way of show-store.bash. */
async function startInView(
  command: Command & { readonly last: readonly string[] },
): Promise<ChildProcess> {
  const { cwd, environment, packages, streams, argv, last } = command;
  const { canMount } = privileges();
  const { inherited, given } = splitEnvironment(environment);
  const user = ["--user", `--map-user=${process.getuid?.()}`, `--map-group=${process.getgid?.()}`];
  const args = [
    ...["--pdeathsig", "KILL", "--", program("unshare")],
    ...(canMount ? [] : ["--user", "--map-root-user"]),
    ...["--mount", "--", program("bash"), "-p", assetPath("runtime/installed/show-store.bash")],
    ...[mountPoint(packages), dirname(resolve(packages)), cwd],
    ...[program("mount"), program("umount"), program("pivot_root")],
    ...[program("mkdir"), program("cp")],
    // Who mounted as root of a namespace goes on as the user.
    ...(canMount ? [] : [program("unshare"), ...user, "--"]),
    ...(given.length === 0 ? [] : [program("env"), ...given]),
    ...last,
  ];
  const stdio = streams === "inherit" ? fan("inherit") : fan(["ignore", "pipe", "pipe"]);
  const child = spawn(program("setpriv"), args, { cwd, env: inherited, stdio: [...stdio, "pipe"] });
  await started(child, argv);
  const words = await firstLine(child);
  if (words !== "ready") throw noView(packages, words);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  const stream = child.stdio[3];
  if (stream && "setEncoding" in stream) {
    for await (const piece of stream.setEncoding("utf8")) text += piece;
  }
  return text.split("\n")[0] ?? "";
}

/** A folder to put the new root on: empty, and there for good. */
function mountPoint(packages: string): string {
  const folder = join(dirname(resolve(packages)), "studios", "view");
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

function noView(packages: string, words: string): HabcError {
  const why = words === "" ? "the kernel does not allow the namespaces for it" : words;
  return new HabcError(
    "studio-unavailable",
    `the packages in ${packages} cannot be shown at ${packagesInside}, where their programs look for each other: ${why}`,
    { hint: `allow user namespaces, or install into ${packagesInside}` },
  );
}

function refuseMissing({ argv: [name], environment, cwd, packages }: Command): void {
  const folders = name.includes("/") ? [cwd] : (environment["PATH"] ?? "").split(":");
  const candidates = folders.map((folder) => onHost(resolve(cwd, folder, name), packages));
  const there = candidates.filter(exists);
  if (there.some(canRun)) return;
  const is = there.length === 0 ? "is not there" : "cannot be run";
  throw new HabcError("usage", `the program ${name} ${is}`, {
    hint: name.includes("/")
      ? "check its path"
      : `it was looked for in ${folders.filter(Boolean).join(", ") || "no folder at all"}`,
    exitCode: there.length === 0 ? 127 : 126,
  });
}

function onHost(path: string, packages: string): string {
  const isInside = path.startsWith(`${packagesInside}/`);
  return isInside ? join(packages, path.slice(packagesInside.length)) : path;
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // In a folder of another user's.
    return false;
  }
}

/** A link may lead to another package, whose path is not one of this machine. */
function canRun(path: string): boolean {
  if (lstatSync(path).isSymbolicLink()) return true;
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
