import { HabcError } from "../../compiler/ir/index.ts";
import { errorCode } from "../crypto/aside.ts";

/** What is known of a try that failed. */
export interface FailureDetails {
  /** Whether another try may help. Absent: no. */
  readonly again?: boolean;
  /** Whether the bytes that are there are of no use. */
  readonly restart?: boolean;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly wait?: number;
  readonly hint?: string;
  readonly cause?: unknown;
}

/** One try to download failed. Never leaves this folder: the last one becomes a `HabcError`. */
export class AttemptFailure extends Error {
  readonly details: FailureDetails;

  constructor(what: string, details: FailureDetails = {}) {
    super(what, { cause: details.cause });
    this.details = details;
  }
}

const networkHint = "check the network, and http_proxy, https_proxy and no_proxy if there is one";
const certificateHint =
  "if a proxy or a server of your own signs it, let SSL_CERT_FILE name a PEM file with its authority";

interface NetworkError {
  readonly what: string;
  readonly hint?: string;
  readonly final?: true;
}

const networkErrors: Readonly<Record<string, NetworkError>> = {
  ECONNREFUSED: { what: "the connection was refused", hint: networkHint },
  ECONNRESET: { what: "the connection was broken off" },
  EPIPE: { what: "the connection was broken off" },
  UND_ERR_SOCKET: { what: "the connection was broken off" },
  ETIMEDOUT: { what: "the connection timed out", hint: networkHint },
  UND_ERR_CONNECT_TIMEOUT: { what: "no connection in time", hint: networkHint },
  EHOSTUNREACH: { what: "the host cannot be reached", hint: networkHint },
  ENETUNREACH: { what: "the network cannot be reached", hint: networkHint },
  EAI_AGAIN: { what: "the name of the host cannot be looked up", hint: networkHint },
  ENOTFOUND: { what: "there is no host of that name", hint: networkHint, final: true },
  UND_ERR_HEADERS_OVERFLOW: { what: "the server sent headers without end", final: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    what: "the server sent another number of bytes than it said",
  },
  CERT_HAS_EXPIRED: { what: "the server's certificate has expired", final: true },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: "the server's certificate is for another host",
    final: true,
  },
};

const untrusted =
  /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_|INVALID_CA|PATH_LENGTH)/;

/** Puts an error of the network into words; leaves a failure that is in words already. */
export function networkFailure(thrown: unknown): AttemptFailure {
  if (thrown instanceof AttemptFailure) return thrown;
  const error = innermost(thrown);
  const code = errorCode(error) ?? "";
  const known = networkErrors[code];
  if (known !== undefined) {
    const { what, hint, final } = known;
    const details = { again: final === undefined, cause: thrown };
    return new AttemptFailure(what, hint === undefined ? details : { ...details, hint });
  }
  const message = error instanceof Error ? error.message : String(error);
  if (untrusted.test(code)) {
    return new AttemptFailure(`the server's certificate is not accepted: ${message}`, {
      hint: certificateHint,
      cause: thrown,
    });
  }
  const tunnel = /Proxy response \((\d+)\)/.exec(message) ?? /\((407)\)/.exec(message);
  if (tunnel !== null) {
    return new AttemptFailure(`the proxy answered ${tunnel[1]}`, {
      again: Number(tunnel[1]) >= 500,
      hint: "a proxy with a password is http://user:password@host:port",
      cause: thrown,
    });
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return new AttemptFailure(`no secure connection: ${message}`, { cause: thrown });
  }
  if (isMalformed(error)) {
    const detail = /\((.*)\)/.exec(message)?.[1] ?? message;
    return new AttemptFailure(`the server does not keep to HTTP: ${detail}`, {
      again: true,
      cause: thrown,
    });
  }
  return new AttemptFailure(message, { again: true, cause: thrown });
}

/** Whether undici could not read what a server sent. */
export function isMalformed(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "HTTPParserError";
}

/** The refusal that ends a download. */
export function downloadFailed(shown: string, failure: AttemptFailure, tries: number): HabcError {
  const often = tries > 1 ? ` (tried ${tries} times)` : "";
  const { hint, cause } = failure.details;
  return new HabcError("download-failed", `cannot download ${shown}: ${failure.message}${often}`, {
    hint: hint ?? "check that the URL is right and the server in order, then build again",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The error of the network under the errors that were made of it. */
function innermost(thrown: unknown): unknown {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return thrown.errors[0];
  if (!(thrown instanceof Error) || thrown.cause === undefined) return thrown;
  return networkErrors[errorCode(thrown) ?? ""] === undefined ? innermost(thrown.cause) : thrown;
}
