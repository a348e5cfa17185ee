import { shownTarget } from "./address.ts";
import type { HttpAnswer } from "./connections.ts";
import { AttemptFailure } from "./failure.ts";

/** In which request a status came. */
interface StatusContext {
  /** Whether the request was for the rest of a file. */
  readonly resumed: boolean;
  /** The URL that answered, and the one of the plan. */
  readonly at: URL;
  readonly url: URL;
}

const hints: Readonly<Record<number, string>> = {
  401: "the server wants a user and a password: https://user:password@host/…",
  403: "the server does not give this file to you",
  404: "the file is not there: check pkg_source, with the version that it is made of",
  407: "the proxy wants a user and a password: http://user:password@host:port",
  410: "the file is there no more: take pkg_source from a mirror or an archive",
};

/** The failure for an answer that brings no file. Source: RFC 9110, 10.2.3 and 15; RFC 6585. */
export function statusFailure(answer: HttpAnswer, context: StatusContext): AttemptFailure {
  const { status, headers } = answer;
  const { resumed, at, url } = context;
  const whence = at.href === url.href ? "the server" : shownTarget(at);
  // A header's text is the server's: nothing that steers a terminal may pass.
  const reason = answer.reason.replace(/[^\x20-\x7e]/g, "").slice(0, 80);
  const what = `${whence} answered ${`${status} ${reason}`.trim()}`;
  if (status === 416 && resumed) return new AttemptFailure(what, { again: true, restart: true });
  const wait = pauseIn(headers["retry-after"]);
  const hint = hints[status];
  return new AttemptFailure(what, {
    again: status === 408 || status === 429 || status >= 500,
    ...(wait === undefined ? {} : { wait }),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The milliseconds in a `Retry-After`: a number of seconds, or a date. */
function pauseIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}
