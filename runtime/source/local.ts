import { fileURLToPath } from "node:url";
import { AttemptFailure } from "./failure.ts";
import { openRegular } from "./regular-file.ts";
import type { Transfer } from "./transfer.ts";

/** Which files of the host a `file://` URL may name. */
export interface LocalFiles {
  /** Where something that the build sees lies on the host; undefined where it sees no such thing. */
  host(path: string): string | undefined;
  /** The folders of the host one of which must hold the file when all links are followed. */
  readonly within: readonly string[];
}

/** Opens a file of the machine. Without `files` there is none that may be read. */
export async function openLocal(url: URL, files: LocalFiles | undefined): Promise<Transfer> {
  if (url.host !== "") {
    throw new AttemptFailure("it is a file of another host", {
      hint: "a file of this machine is file:///path",
    });
  }
  const path = files?.host(fileURLToPath(url));
  const handle = path === undefined ? undefined : await openRegular(path, files?.within);
  if (handle === undefined) {
    throw new AttemptFailure("there is no such file that the build may read", {
      hint: "a build sees its source tree, its source cache and its dependencies",
    });
  }
  const { size, mtime } = await handle.stat();
  return {
    start: 0,
    total: size,
    modified: mtime,
    bytes: handle.createReadStream({ highWaterMark: 1 << 20 }),
  };
}
