import { setTimeout as delay } from "node:timers/promises";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { type SourceUrl, shownUrl } from "./address.ts";
import { type Connections, openConnections } from "./connections.ts";
import type { DownloadContext } from "./context.ts";
import { AttemptFailure, downloadFailed, networkFailure } from "./failure.ts";
import { openFtp } from "./ftp.ts";
import { openHttp } from "./http.ts";
import type { DownloadLimits } from "./limits.ts";
import { openLocal } from "./local.ts";
import type { Part } from "./part.ts";
import { type ProgressMeter, progressMeter } from "./progress.ts";
import type { Transfer } from "./transfer.ts";
import { compareSums } from "./verify.ts";
import { type Watch, watchFor } from "./watch.ts";

/** A file to fetch. */
export interface FetchJob {
  readonly url: SourceUrl;
  readonly name: string;
  readonly sha256: string | undefined;
  readonly context: DownloadContext;
  readonly limits: DownloadLimits;
}

/**
 * Fetches a file into a part until it is whole, in as many tries as the limits allow.
 *
 * @returns When the file was changed last, where the server says so.
 * @throws HabcError `download-failed`, or `build-interrupted` after the signal.
 */
export async function fetchInto(part: Part, job: FetchJob): Promise<Date | undefined> {
  const { url, name, sha256, context, limits } = job;
  if (part.isInherited() && sha256 !== undefined && compareSums(sha256, part.hash()).matches) {
    return undefined;
  }
  const meter = progressMeter(context.events, `Downloading ${name}`);
  const connections = openConnections({ environment: context.environment, limits });
  let furthest = part.size();
  let idle = 0;
  try {
    for (let tried = 1; ; tried += 1) {
      try {
        return await attempt(part, { ...job, meter, connections });
      } catch (thrown) {
        meter.flush();
        if (isHabcError(thrown)) throw thrown;
        throwIfInterrupted(job, thrown);
        const failure = networkFailure(thrown);
        idle = part.size() > furthest ? 1 : idle + 1;
        furthest = Math.max(furthest, part.size());
        const { again, restart, wait = 0 } = failure.details;
        if (restart) await part.reset(undefined);
        const spent = idle >= limits.tries || tried >= limits.attempts;
        if (!again || spent || wait > limits.longestPause) {
          throw downloadFailed(shownUrl(url), failure, tried);
        }
        const text = `Downloading '${name}': ${failure.message}; trying again`;
        context.events({ type: "line", level: "warn", text });
        const pause = limits.pauses[idle - 1] ?? limits.pauses.at(-1) ?? 0;
        await delay(Math.max(pause, wait), undefined, { signal: context.signal }).catch(
          (reason: unknown) => throwIfInterrupted(job, reason),
        );
      }
    }
  } finally {
    await connections.close();
  }
}

type Attempt = FetchJob & { readonly meter: ProgressMeter; readonly connections: Connections };

async function attempt(part: Part, job: Attempt): Promise<Date | undefined> {
  const { context, limits, meter } = job;
  const watch = watchFor(limits.stallTimeout, context.signal);
  try {
    const transfer = await openTransfer(part, job, watch);
    if (transfer.start === 0) await part.reset(transfer.validator);
    const { total, encoding } = transfer;
    if (encoding !== undefined && !/\.(t?gz|Z|t?bz2|t?xz|t?zst|br)$/.test(job.name)) {
      const text = `The server sent '${job.name}' with the encoding ${encoding}: it stays as it came`;
      context.events({ type: "line", level: "warn", text });
    }
    checkSize(total ?? 0, limits);
    meter.update(part.size(), total);
    for await (const bytes of transfer.bytes) {
      checkSize(part.size() + bytes.length, limits);
      await part.write(bytes);
      // After the write: a slow disk is no dead connection.
      watch.alive();
      meter.update(part.size(), total);
    }
    meter.flush();
    await transfer.finish?.();
    if (total !== undefined && part.size() !== total) {
      throw new AttemptFailure(`it ended after ${part.size()} of ${total} bytes`, { again: true });
    }
    return transfer.modified;
  } catch (thrown) {
    // What a stream throws after an abort is not the reason for it.
    throw watch.signal.aborted ? watch.signal.reason : thrown;
  } finally {
    watch.stop();
  }
}

function openTransfer(part: Part, job: Attempt, watch: Watch): Promise<Transfer> {
  const { url, context, limits, connections } = job;
  const { environment, files } = context;
  switch (url.protocol) {
    case "http:":
    case "https:":
      return openHttp({ url, resume: part.resume(), connections, limits, watch });
    case "ftp:":
    case "ftps:":
      return openFtp({ url, environment, limits, watch });
    case "file:":
      return openLocal(url, files);
  }
}

function checkSize(
  bytes: number,
  { bytes: limit = Number.POSITIVE_INFINITY }: DownloadLimits,
): void {
  if (bytes <= limit) return;
  throw new AttemptFailure(`the file is larger than the ${limit} bytes that are allowed`);
}

function throwIfInterrupted({ url, context }: FetchJob, cause: unknown): void {
  if (context.signal?.aborted !== true) return;
  throw new HabcError("build-interrupted", `the download of ${shownUrl(url)} was interrupted`, {
    hint: "the next build goes on with what is there of the file, if the server allows it",
    cause,
  });
}
