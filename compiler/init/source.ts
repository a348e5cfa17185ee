/** The source archive of somebody else, as a new plan is made of it. */
import { basename } from "node:path";
import type { Folder } from "./folder.ts";
import type { Facts } from "./kind.ts";

/** A source that was downloaded and looked at. */
export interface SourceArchive {
  /** With its protocol. */
  readonly url: string;
  /** SHA-256. */
  readonly shasum: string;
  /** The folder that all of it lies in; absent where there is no single one. */
  readonly top?: string | undefined;
  /** What is in that folder. */
  readonly content: Folder;
}

const suffix = /\.(tar(\.[a-z0-9]+)?|t[a-z]+z2?|tzst|zip)$/i;

/** The name of the file that an address leads to. */
export function publishedFile(url: string): string {
  return decodeURIComponent(basename(new URL(url).pathname));
}

/** The end of a file's name that says which archive it is. */
export function archiveSuffix(file: string): string {
  return suffix.exec(file)?.[0] ?? "";
}

/** What an address, or the folder in an archive, is called: `redis-7.2.4`, `v1.0`, `zlib_1.3`. */
const named =
  /^(?:(.+?)[-_.]?)??v?([0-9]+(?:[._][0-9]+)*(?:[-.+~]?(?:rc|alpha|beta|p)[-.]?[0-9]*)?)$/i;

/**
 * The name and version that an archive is published under, which a plan follows; and the home of
 * what GitHub and GitLab host.
 */
export function publishedFacts({ url, top }: Pick<SourceArchive, "url" | "top">): Facts {
  const { pathname, host } = new URL(url);
  const file = publishedFile(url).replace(suffix, "");
  const [owner, repository] = pathname.slice(1).split("/");
  const isForge = /^(www\.)?(github|gitlab)\.com$/.test(host) && repository !== undefined;
  for (const text of [top, file]) {
    const [, name, version] = named.exec(text ?? "") ?? [];
    if (version === undefined) continue;
    return {
      version,
      name: name ?? (isForge ? repository : undefined),
      url: isForge ? `https://${host}/${owner}/${repository}` : undefined,
    };
  }
  return {};
}
