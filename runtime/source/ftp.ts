import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Readable } from "node:stream";
import { HabcError } from "../../compiler/ir/index.ts";
import { withoutCredentials } from "./address.ts";
import { AttemptFailure } from "./failure.ts";
import type { DownloadLimits } from "./limits.ts";
import type { Environment } from "./proxy.ts";
import type { Transfer } from "./transfer.ts";
import type { Watch } from "./watch.ts";

/** How a program fetches the URL in its input to its output. */
interface FtpProgram {
  readonly args: (seconds: number) => readonly string[];
  /** What it reads: a URL on the command line would show its password to every user. */
  readonly input: (url: string) => string;
  /** The exit statuses of trouble with the network, after which another try may help. */
  readonly again: readonly number[];
}

/** Neither reads the user's own settings and passwords. Source: the manuals of wget and curl. */
const programs: Readonly<Record<string, FtpProgram>> = {
  wget: {
    args: (seconds) =>
      `--no-config --no-netrc --no-verbose --tries=1 --timeout=${seconds} -O - -i -`.split(" "),
    input: (url) => `${url}\n`,
    again: [4],
  },
  curl: {
    args: (seconds) =>
      `-q --silent --show-error --connect-timeout ${seconds} --config - -o -`.split(" "),
    input: (url) => `url = "${url.replace(/["\\]/g, "\\$&")}"\n`,
    again: [5, 6, 7, 18, 28, 52, 55, 56],
  },
};

/** What of the environment the programs get. */
const passed = ["PATH", "ftp_proxy", "FTP_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE"];

/** What a request over FTP needs. */
export interface FtpRequest {
  readonly url: URL;
  readonly environment: Environment;
  readonly limits: DownloadLimits;
  readonly watch: Watch;
}

/**
 * Fetches a file over FTP, with the first program that is there: FTP has gone out of use, and
 * Node.js has none.
 *
 * @throws HabcError `tool-missing` where there is no such program.
 */
export async function openFtp({ url, environment, limits, watch }: FtpRequest): Promise<Transfer> {
  const found = await findProgram(environment["PATH"] ?? "");
  if (found === undefined) {
    throw new HabcError("tool-missing", "a source over FTP needs wget or curl", {
      hint: "install one of them, or take an https URL as pkg_source",
    });
  }
  const { file, program, name } = found;
  const child = spawn(file, program.args(Math.ceil(limits.connectTimeout / 1000)), {
    env: Object.fromEntries(
      passed.flatMap((key) => (environment[key] === undefined ? [] : [[key, environment[key]]])),
    ),
    signal: watch.signal,
    killSignal: "SIGKILL",
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(program.input(url.href));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  ended.catch(() => {});
  return {
    start: 0,
    bytes: watched(child.stdout, watch),
    async finish() {
      const status = await ended;
      if (status === 0) return;
      const text = withoutCredentials(Buffer.concat(said).toString()).trim().split("\n").at(-1);
      throw new AttemptFailure(`${name} failed with status ${status}: ${text}`, {
        again: status !== null && program.again.includes(status),
      });
    },
  };
}

/** Ends with the watch, even where the program is slow to die, and the program with it. */
async function* watched(bytes: Readable, { aborted }: Watch): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> = bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    bytes.destroy();
  }
}

async function findProgram(
  path: string,
): Promise<{ file: string; name: string; program: FtpProgram } | undefined> {
  for (const [name, program] of Object.entries(programs)) {
    for (const folder of path.split(delimiter).filter((entry) => entry !== "")) {
      const file = join(folder, name);
      if (
        await access(file, constants.X_OK).then(
          () => true,
          () => false,
        )
      ) {
        return { file, name, program };
      }
    }
  }
  return undefined;
}
