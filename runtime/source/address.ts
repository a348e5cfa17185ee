import { HabcError } from "../../compiler/ir/index.ts";
import { type SourceProtocol, sourceProtocols } from "../../compiler/ir/source-protocols.ts";

/** A URL of a source. */
export type SourceUrl = URL & { readonly protocol: SourceProtocol };

/**
 * Reads a URL as wget takes it: without a protocol it is http, what must be percent-encoded
 * becomes so, and what is percent-encoded already stays. The fragment is dropped.
 *
 * @throws HabcError `download-failed` where it is no URL, or of another protocol.
 */
export function parseSourceUrl(text: string): SourceUrl {
  const trimmed = text.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  // URL would drop the first three and turn the last one into a slash.
  const url = readUrl(full.replace(/[\t\n\r\\]/g, encodeURIComponent));
  if (trimmed === "" || url === undefined) {
    throw new HabcError("download-failed", `cannot download ${shownText(text)}: it is not a URL`, {
      hint: "a source is a URL such as https://example.com/name-1.0.tar.gz",
    });
  }
  if (!isSourceUrl(url)) {
    throw new HabcError(
      "download-failed",
      `cannot download ${shownUrl(url)}: the protocol ${url.protocol.slice(0, -1)} is not known`,
      {
        hint: "https, http, ftp and file are; a plan that clones a repository does so in a do_download of its own",
      },
    );
  }
  url.hash = "";
  return url;
}

/** @returns The URL, of any protocol; undefined where the text is none. */
export function readUrl(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}

/** A URL for a message: quoted, without user and password. */
export function shownUrl(url: URL): string {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return `'${bare.href}'`;
}

/** Where a server led to, for a message: also without the query, which often holds a signature. */
export function shownTarget(url: URL): string {
  const bare = new URL(url);
  bare.search = "";
  return shownUrl(bare);
}

/** A text of somebody else, such as a program's message, without the users and passwords in it. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^\s/@'"]*@/g, "//");
}

/** The value of an `Authorization` header for what stands before the `@` of a URL. */
export function basicCredentials(url: URL): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const pair = `${decoded(url.username)}:${decoded(url.password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isSourceUrl(url: URL): url is SourceUrl {
  return sourceProtocols.some((protocol) => protocol === url.protocol);
}

function shownText(text: string): string {
  return `'${withoutCredentials(text)}'`;
}
