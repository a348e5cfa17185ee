/** The users that a studio must work for, and a driver that runs as one of them. */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { StudioSpec } from "../../../runtime/studio/studio.ts";
import type { Outcome } from "./job.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const nobody = 65534;
const isSuperuser = process.getuid?.() === 0;

/** A user, and the command that turns the user of the tests into it. */
export interface User {
  readonly name: string;
  readonly command: readonly string[];
}

const becomeNobody = isSuperuser
  ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--inh-caps=-all", "--"]
  : [];

export const ordinaryUser: User = { name: "an ordinary user", command: becomeNobody };

/** Root only where the tests run as root. */
export const users: readonly User[] = [
  ...(isSuperuser ? [{ name: "root", command: [] }] : []),
  ordinaryUser,
  {
    name: "root of a user namespace",
    command: [...becomeNobody, "unshare", "--user", "--map-root-user", "--mount", "--"],
  },
];

/** A driver that any user of the machine can run. */
export interface Drivers {
  /** A folder that every user can write to. */
  readonly folder: string;
  run(job: Job): Promise<Outcome>;
  start(job: Job): ChildProcess;
  remove(): void;
}

export interface Job {
  readonly user: User;
  readonly script: string;
  readonly changes?: Partial<StudioSpec>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Bundles job.ts as the package would be, with process 1's script beside it. */
export function makeDrivers(): Drivers {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "habc-drivers-"));
  const work = join(folder, "work");
  mkdirSync(join(folder, "bash"));
  mkdirSync(work);
  if (isSuperuser) chownSync(work, nobody, nobody);
  cpSync(join(root, "runtime/studio/init.bash"), join(folder, "bash/init.bash"));
  const bundle = join(folder, "job.mjs");
  buildSync({
    entryPoints: [join(root, "test/runtime/studio/job.ts")],
    bundle: true,
    format: "esm",
    outfile: bundle,
    platform: "node",
  });
  for (const path of [folder, join(folder, "bash"), join(folder, "bash/init.bash"), bundle]) {
    chmodSync(path, 0o755);
  }
  const node = nodeFor(folder);

  function commandOf({ user, changes = {}, script }: Job): [string, ...string[]] {
    const args = [node, bundle, work, JSON.stringify(changes), script];
    // With an open file more, as callers of habc often have: it must not reach a plan.
    return ["bash", "-c", 'exec 77<"$0" "$@"', bundle, ...user.command, ...args];
  }
  const environmentOf = (job: Job) => ({ PATH: process.env["PATH"] ?? "", ...job.environment });

  return {
    folder,
    run(job) {
      const [program, ...args] = commandOf(job);
      const env = environmentOf(job);
      return new Promise((resolve, reject) => {
        execFile(program, args, { env, cwd: "/" }, (error, stdout, stderr) => {
          if (error) reject(new Error(`${error.message}\n${stdout}${stderr}`));
          else resolve(JSON.parse(stdout) as Outcome);
        });
      });
    },
    start(job) {
      const [program, ...args] = commandOf(job);
      return spawn(program, args, { env: environmentOf(job), cwd: "/", stdio: "ignore" });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The Node.js of these tests may lie where only its owner can read it. */
function nodeFor(folder: string): string {
  const [program = "", ...args] = [...ordinaryUser.command, process.execPath, "--version"];
  if (spawnSync(program, args).status === 0) return process.execPath;
  cpSync(process.execPath, join(folder, "node"));
  chmodSync(join(folder, "node"), 0o755);
  return join(folder, "node");
}
