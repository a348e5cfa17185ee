import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The built program; `HABC_CLI` names another build to test. */
export const cli =
  process.env["HABC_CLI"] ?? fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** How the program is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** The whole environment, beside `PATH` and `HOME`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What came of a run. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `habc` to its end. */
export function habc(args: readonly string[], options: RunOptions = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    ...spawnOptions(options),
    input: options.input ?? "",
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

/** Starts `habc`; the caller waits for its end. */
export function startHabc(args: readonly string[], options: RunOptions = {}) {
  return spawn(process.execPath, [cli, ...args], spawnOptions(options));
}

/** Runs a line of bash in which `habc` is the program. */
export function bash(script: string, options: RunOptions = {}): Outcome {
  const define = 'habc() { "$NODE" "$CLI" "$@"; }; set -o pipefail\n';
  const { status, stdout, stderr } = spawnSync("bash", ["-c", define + script], {
    ...spawnOptions({ ...options, env: { ...options.env, NODE: process.execPath, CLI: cli } }),
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

function spawnOptions({ cwd, env = {} }: RunOptions) {
  const { PATH = "", HOME = "" } = process.env;
  return { ...(cwd === undefined ? {} : { cwd }), env: { PATH, HOME, ...env } };
}
