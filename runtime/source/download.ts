import { constants } from "node:fs";
import { type FileHandle, lstat, open, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { unwritable } from "../crypto/aside.ts";
import { parseSourceUrl, shownUrl } from "./address.ts";
import type { DownloadContext } from "./context.ts";
import { fetchInto } from "./fetch.ts";
import { defaultLimits } from "./limits.ts";
import { openPart } from "./part.ts";
import { liesWithin, pathOf } from "./regular-file.ts";
import { checksumMismatch, compareSums, verifyFile } from "./verify.ts";

/** What to download, and where to. */
export interface DownloadRequest {
  /** An http, https, ftp or file URL; without a protocol it is http. */
  readonly url: string;
  /** An absolute path of the host, in a folder that is there. */
  readonly destination: string;
  /** The SHA-256 that the file must have, in hexadecimal digits. Empty or absent: any. */
  readonly sha256?: string;
  /** Keep a file with another checksum, with a warning: the plan verifies it in its own way. */
  readonly keepMismatch?: boolean;
  /** The file's name in the lines of the build. Absent: the last part of its path. */
  readonly name?: string;
  /** A folder of the host that the file must come to lie in when all links are followed. */
  readonly within?: string;
}

/**
 * Downloads a file, as plan-build's `download_file` does: a file that is there already with the
 * right checksum is used as it is, one with another checksum is removed, and without a checksum
 * it is always downloaded.
 *
 * The destination is the whole file or what it was before. Broken connections are taken up again
 * where the server can tell that the file is the same, also by a later run; the checksum is that
 * of the bytes as they came.
 *
 * @throws HabcError `download-failed`, `network-off`, `checksum-mismatch`, `results-unwritable`, `tool-missing`,
 *   or `build-interrupted` after the signal.
 * @example
 * await downloadFile(
 *   { url: "https://example.com/x-1.tar.gz", destination: "/hab/cache/src/x-1.tar.gz", sha256 },
 *   { events, environment: process.env },
 * );
 */
export async function downloadFile(
  request: DownloadRequest,
  context: DownloadContext,
): Promise<void> {
  const { destination, name = basename(destination) } = request;
  const url = parseSourceUrl(request.url);
  const sha256 = request.sha256 === "" ? undefined : request.sha256;
  const say = (text: string) => context.events({ type: "line", level: "info", text });
  const folder = await openFolder(request);
  try {
    if (sha256 !== undefined && (await isUsable({ ...request, name, sha256 }, folder, context))) {
      return;
    }
    if (context.offline && url.protocol !== "file:") throw notHere(request, name);
    say(`Downloading ${shownUrl(url)} to '${name}'`);
    const part = await openPart({
      folder,
      destination,
      url,
      verified: sha256 !== undefined,
    }).catch((thrown: unknown) => {
      throw unwritable(destination, thrown);
    });
    const job = {
      url,
      name,
      sha256,
      context,
      limits: { ...defaultLimits, ...context.limits },
    };
    try {
      let modified = await fetchInto(part, job);
      if (sha256 !== undefined) {
        let found = compareSums(sha256, part.hash());
        if (!found.matches && part.isInherited()) {
          // The beginning may be damaged, or of a file that the server replaced since.
          await part.reset(undefined);
          modified = await fetchInto(part, job);
          found = compareSums(sha256, part.hash());
        }
        if (!found.matches) {
          if (!request.keepMismatch) throw checksumMismatch(name, found);
          const text = `The checksum of '${name}' is ${found.computed}`;
          context.events({ type: "line", level: "warn", text });
        }
      }
      await part.settle(modified);
    } catch (thrown) {
      if (isHabcError(thrown) && keepsPart(thrown)) await part.leave();
      else await part.discard();
      throw thrown;
    }
    say(`Downloaded '${name}'`);
  } finally {
    await folder.close();
  }
}

function notHere({ url, sha256 }: DownloadRequest, name: string): HabcError {
  const why = sha256
    ? "is not in the source cache with its checksum"
    : "has no checksum to trust it by";
  return new HabcError(
    "network-off",
    `${shownUrl(parseSourceUrl(url))} is not downloaded: ${name} ${why}`,
    {
      hint: "`--network download` lets habc download it",
    },
  );
}

function keepsPart({ diagnostic }: HabcError): boolean {
  return diagnostic.code === "download-failed" || diagnostic.code === "build-interrupted";
}

/** Opens the folder of the destination, so that no link can be put in its way afterwards. */
async function openFolder({ destination, within }: DownloadRequest): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY;
  const folder = await open(dirname(destination), flags).catch((thrown: unknown) => {
    throw unwritable(destination, thrown);
  });
  const fits = await liesWithin(folder, within === undefined ? undefined : [within]).catch(
    () => false,
  );
  if (fits) return folder;
  await folder.close();
  throw new HabcError("results-unwritable", `${destination} leads out of ${within}`, {
    hint: "a file is downloaded to the source cache, and no link may lead out of it",
  });
}

type Existing = DownloadRequest & { readonly name: string; readonly sha256: string };

/** Whether the file is there already. One with another checksum is removed. */
async function isUsable(
  { destination, sha256, name, within }: Existing,
  folder: FileHandle,
  { events, signal, offline }: DownloadContext,
): Promise<boolean> {
  const path = join(pathOf(folder), basename(destination));
  if ((await lstat(path).catch(() => undefined)) === undefined) return false;
  const say = (text: string) => events({ type: "line", level: "info", text });
  say(`Found previous file '${name}', attempting to re-use`);
  if (await verifyFile(path, sha256, { events, name, signal, within })) {
    say(`Using cached and verified '${name}'`);
    return true;
  }
  if (offline) return false;
  say(`Clearing previous '${name}' file and re-attempting download`);
  await unlink(path).catch((thrown: unknown) => {
    throw unwritable(destination, thrown);
  });
  return false;
}
