/** A place for whole builds: its own store, caches, keys and results, and the built `habc`. */
import { type ChildProcess, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cli } from "../cli/habc.ts";

/** The root of the project. */
export const project = fileURLToPath(new URL("../..", import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a person sees them. */
  readonly output: string;
}

/** What a run can be given. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs `habc`, such as `unshare --mount …`. */
  readonly through?: readonly string[];
  /** Takes the process while it runs. */
  readonly during?: (child: Pick<ChildProcess, "kill" | "stdout">) => void;
}

/** A place for builds of one test. */
export interface Workshop {
  /** A folder that the test may fill. */
  readonly folder: string;
  readonly results: string;
  readonly packages: string;
  readonly sources: string;
  /** The environment in which habc runs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Writes a file below the folder, with those above it. */
  write(file: string, text: string, mode?: number): string;
  /** Writes a package into the store. */
  install(ident: string, files?: Readonly<Record<string, string>>): void;
  habc(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Builds a plan that must succeed, in place or in the studio. */
  build(plan: string, options?: RunOptions & { readonly args?: readonly string[] }): Promise<Ended>;
  /** The only `.hart` in the results, or the only one of a package of `acme`. */
  hart(name?: string): string;
  /** The files of a `.hart`, by path in the package, read with xz and tar. */
  unpack(hart: string): string;
  close(): void;
}

/** Opens a workshop with a key for the origin `acme`. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), "habc-workshop-"));
  const root = join(folder, "root");
  const results = join(folder, "results");
  const packages = join(root, "hab/pkgs");
  mkdirSync(packages, { recursive: true });
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(folder, "home"),
    USER: "tester",
    TERM: "dumb",
    FS_ROOT: root,
    HAB_CACHE_KEY_PATH: join(folder, "keys"),
    HAB_OUTPUT_PATH: results,
  };
  mkdirSync(environment.HOME);

  const workshop: Workshop = {
    folder,
    results,
    packages,
    sources: join(root, "hab/cache/src"),
    environment,
    write(file, text, mode = 0o644) {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode });
      return path;
    },
    install(ident, files = {}) {
      const here = join(packages, ident);
      const all = { IDENT: `${ident}\n`, TARGET: "x86_64-linux\n", MANIFEST: "# x\n", ...files };
      for (const [name, text] of Object.entries(all)) {
        mkdirSync(dirname(join(here, name)), { recursive: true });
        writeFileSync(join(here, name), text);
      }
    },
    async habc(args, { cwd = folder, env = {}, through = [], during } = {}) {
      const [program = "", ...words] = [...through, process.execPath, cli, ...args];
      const child = execa(program, words, {
        cwd,
        env: { ...environment, ...env },
        extendEnv: false,
        stdin: "ignore",
        all: true,
        reject: false,
        stripFinalNewline: false,
      });
      during?.(child);
      const { exitCode, signal, stdout, stderr, all } = await child;
      const status = exitCode ?? 128 + (signal === undefined ? 0 : constants.signals[signal]);
      return { status, stdout, stderr, output: all };
    },
    async build(plan, { args = [], ...options } = {}) {
      const ended = await workshop.habc(["build", ...args, plan], options);
      if (ended.status !== 0)
        throw new Error(`the build ended with ${ended.status}:\n${ended.output}`);
      return ended;
    },
    hart(name) {
      const start = name === undefined ? /^/ : new RegExp(`^acme-${name}-[0-9]`);
      const harts = readdirSync(results).filter(
        (file) => file.endsWith(".hart") && start.test(file),
      );
      if (harts.length !== 1) throw new Error(`not one .hart: ${harts.join(", ")}`);
      return join(results, harts[0] as string);
    },
    unpack(hart) {
      const into = mkdtempSync(join(folder, "unpacked-"));
      const bytes = readFileSync(hart);
      const payload = bytes.subarray(bytes.indexOf("\n\n") + 2);
      execFileSync("tar", ["-xJf", "-", "-C", into], { input: payload });
      return join(
        into,
        execFileSync("sh", ["-c", "echo hab/pkgs/*/*/*/*"], { cwd: into }).toString().trim(),
      );
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  const made = await workshop.habc(["origin", "key", "generate", "acme"]);
  if (made.status !== 0) throw new Error(made.output);
  return workshop;
}
