/** The `xz` program, which compresses and expands the payload of a `.hart`. */
import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { HabcError } from "../../compiler/ir/index.ts";
import { errorCode } from "../crypto/aside.ts";

const mebibyte = 1024 * 1024;
const defaultLevel = 6;
/** xz gives other bytes when it runs with one. */
const leastThreads = 2;

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** How to compress. */
export interface CompressOptions {
  /** 0 (quick) to 9 (small). Absent: 6. */
  readonly level?: number;
  /** How many threads, at least 2. Absent: one for each processor. */
  readonly threads?: number;
  /** Ends the program; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The compression level that the environment asks for: `HAB_HART_COMPRESSION_LEVEL`, else 6.
 *
 * @throws HabcError `usage` for anything but a digit.
 */
export function compressionLevel(
  environment: Readonly<Record<string, string | undefined>>,
): number {
  const given = environment["HAB_HART_COMPRESSION_LEVEL"];
  if (!given) return defaultLevel;
  if (/^[0-9]$/.test(given)) return Number(given);
  throw new HabcError(
    "usage",
    `HAB_HART_COMPRESSION_LEVEL is ${JSON.stringify(given)}; expected one digit, from 0 (quick) to 9 (small)`,
  );
}

/**
 * Compresses pieces of data into one xz stream.
 *
 * The bytes depend on the data and the level alone: the blocks have a fixed size, so that it
 * does not matter how many threads work on them.
 *
 * @throws What `pieces` throws; HabcError `tool-missing`, `tool-failed`.
 */
export function compress(
  pieces: Pieces,
  { level = defaultLevel, threads = availableParallelism(), signal }: CompressOptions = {},
): AsyncGenerator<Uint8Array> {
  // The dictionary of the level. xz's own choice is three times that, which leaves processors
  // idle for most packages: 65 MB took 15.5 s on two, 10.6 s so, and became 0.7 % larger.
  const blockBytes = 8 * 2 ** Math.max(0, level - defaultLevel) * mebibyte;
  return throughXz(pieces, {
    args: [
      "--compress",
      "--stdout",
      `-${level}`,
      `--threads=${Math.max(leastThreads, threads)}`,
      `--block-size=${blockBytes}`,
      "--check=crc64",
    ],
    signal,
    explain: (text) => new HabcError("tool-failed", `xz failed: ${text}`),
  });
}

/**
 * Expands an xz stream. Who stops taking ends the program.
 *
 * @param file What to call the data in errors.
 * @throws What `pieces` throws; HabcError `tool-missing`, `tool-failed`, `hart-invalid`.
 */
export function expand(pieces: Pieces, file: string): AsyncGenerator<Uint8Array> {
  return throughXz(pieces, {
    args: ["--decompress", "--stdout", "--format=xz", "--threads=0"],
    explain: (text) =>
      new HabcError("hart-invalid", `${file}: the payload cannot be expanded: ${text}`),
  });
}

interface Run {
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** What xz's own complaint means. */
  readonly explain: (text: string) => HabcError;
}

async function* throughXz(
  pieces: Pieces,
  { args, signal, explain }: Run,
): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  const child = spawn("xz", args, {
    stdio: ["pipe", "pipe", "pipe"],
    // Nothing else: XZ_OPT and XZ_DEFAULTS would change what is written.
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
    ...(signal === undefined ? {} : { signal }),
  });
  const outcome = outcomeOf(child);
  let feedFailure: unknown;
  const fed = pipeline(Readable.from(pieces), child.stdin).catch((thrown: unknown) => {
    feedFailure = thrown;
    if (!isBrokenPipe(thrown)) child.kill("SIGKILL");
  });
  try {
    yield* child.stdout;
    await fed;
    const failure = await outcome;
    signal?.throwIfAborted();
    if (feedFailure !== undefined && !isBrokenPipe(feedFailure)) throw feedFailure;
    if (typeof failure === "string") throw explain(failure);
    if (failure !== undefined) throw failure;
    if (feedFailure !== undefined) throw feedFailure;
  } finally {
    child.kill("SIGKILL");
    await Promise.all([fed, outcome]);
  }
}

/** How a run ended: well, with xz's own complaint, or for a reason outside of it. */
async function outcomeOf(child: ChildProcess): Promise<undefined | string | HabcError> {
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  return await new Promise((resolve) => {
    child.once("error", (cause) => {
      const message = `xz cannot be started: ${errorCode(cause) ?? cause.message}`;
      const hint = "install xz (xz-utils in Debian)";
      resolve(new HabcError("tool-missing", message, { hint, cause }));
    });
    child.once("close", (status, signal) => {
      if (status === 0) resolve(undefined);
      else if (signal !== null) resolve(new HabcError("tool-failed", `xz was ended by ${signal}`));
      else resolve(complaint.trim().replace(/^xz: (\(stdin\): )?/, "") || `exit status ${status}`);
    });
  });
}

function isBrokenPipe(thrown: unknown): boolean {
  const code = errorCode(thrown);
  return code === "EPIPE" || code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE";
}
