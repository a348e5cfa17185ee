import { setTimeout as delay } from "node:timers/promises";
import { basicCredentials, readUrl, shownTarget } from "./address.ts";
import type { Connections, HttpAnswer } from "./connections.ts";
import { AttemptFailure } from "./failure.ts";
import type { DownloadLimits } from "./limits.ts";
import { received } from "./received.ts";
import { statusFailure } from "./status.ts";
import type { Resume, Transfer } from "./transfer.ts";
import type { Watch } from "./watch.ts";

const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** How long bytes that should not be there may take after the last one, in milliseconds. */
const surplusTime = 5;

/** What a request over HTTP needs. */
export interface HttpRequest {
  readonly url: URL;
  readonly resume: Resume | undefined;
  readonly connections: Connections;
  readonly limits: DownloadLimits;
  readonly watch: Watch;
}

/**
 * Asks for a file, or for the rest of it, and follows redirects.
 *
 * @throws AttemptFailure, or an error of the network.
 */
export async function openHttp(request: HttpRequest): Promise<Transfer> {
  const { url, resume, connections, limits, watch } = request;
  let at = url;
  for (let hops = 0; ; hops += 1) {
    const answer = await connections.get(at, headersFor(at, request), watch);
    watch.alive();
    const { location } = answer.headers;
    if (!redirects.includes(answer.status) || location === undefined) {
      return transferOf(answer, { at, url, resume, connections });
    }
    answer.discard();
    if (hops === limits.redirects) {
      throw new AttemptFailure(`the server redirects more than ${limits.redirects} times`);
    }
    at = redirected(at, location, url);
  }
}

function headersFor(at: URL, { url, resume }: HttpRequest): Record<string, string> {
  // The user and password of the plan's URL are for its own server only.
  const credentials = basicCredentials(at) ?? (at.origin === url.origin && basicCredentials(url));
  return {
    accept: "*/*",
    // The checksum is that of the file as it lies on the server.
    "accept-encoding": "identity",
    "user-agent": "habc",
    ...(credentials ? { authorization: credentials } : {}),
    ...(resume === undefined
      ? {}
      : { range: `bytes=${resume.offset}-`, "if-range": resume.validator }),
  };
}

function redirected(from: URL, location: string, original: URL): URL {
  const to = readUrl(location, from);
  if (to === undefined) throw new AttemptFailure("the server redirects to what is no URL");
  if (to.protocol !== "https:" && to.protocol !== "http:") {
    throw new AttemptFailure(`the server redirects to another protocol, ${shownTarget(to)}`);
  }
  if (to.protocol === "http:" && original.protocol === "https:") {
    throw new AttemptFailure(`the server redirects from https to ${shownTarget(to)}`, {
      hint: "anyone on the way could change the file; take an http URL in the plan if that is meant, with its pkg_shasum",
    });
  }
  to.hash = "";
  return to;
}

interface Asked {
  readonly at: URL;
  readonly url: URL;
  readonly resume: Resume | undefined;
  readonly connections: Connections;
}

function transferOf(answer: HttpAnswer, asked: Asked): Transfer {
  const { status, headers } = answer;
  const length = sizeIn(headers["content-length"]);
  const part = status === 206 ? asked.resume : undefined;
  if (status !== 200 && part === undefined) {
    answer.discard();
    const { at, url, resume } = asked;
    throw statusFailure(answer, { resumed: resume !== undefined, at, url });
  }
  const validator = validatorOf(answer);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers["content-range"] ?? "");
  if (part !== undefined) {
    const sameFile = validator === undefined || validator === part.validator;
    if (Number(range?.[1]) !== part.offset || !sameFile) {
      answer.discard();
      throw new AttemptFailure("the server sent another part of the file than the rest", {
        again: true,
        restart: true,
      });
    }
  }
  const encoding = /^[a-z][a-z, -]{0,40}$/.exec(headers["content-encoding"] ?? "")?.[0];
  return {
    start: part?.offset ?? 0,
    total: part === undefined ? length : sizeIn(range?.[2]),
    validator,
    modified: dateIn(headers["last-modified"]),
    encoding: encoding === "identity" ? undefined : encoding,
    bytes: received(answer.body),
    finish: () => refuseSurplus(asked.connections, length),
  };
}

async function refuseSurplus(connections: Connections, length: number | undefined): Promise<void> {
  if (length === undefined) return;
  await delay(surplusTime);
  if (!connections.sentTooMuch()) return;
  throw new AttemptFailure(`the server sent more than the ${length} bytes it said`, {
    again: true,
    restart: true,
  });
}

/**
 * What is strong enough to ask for the rest of the same file: no weak `ETag`, and no
 * `Last-Modified` so young that the file may have changed within the same second.
 *
 * Source: RFC 9110, 8.8.2.2 and 13.1.5.
 */
function validatorOf({ headers }: HttpAnswer): string | undefined {
  const { etag, date, "last-modified": modified } = headers;
  if (headers["accept-ranges"] === "none") return undefined;
  if (etag !== undefined) return etag.startsWith('"') ? etag : undefined;
  const changed = dateIn(modified);
  const answered = dateIn(date);
  if (modified === undefined || changed === undefined || answered === undefined) return undefined;
  return answered.getTime() - changed.getTime() >= 60_000 ? modified : undefined;
}

function sizeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function dateIn(text: string | undefined): Date | undefined {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}
