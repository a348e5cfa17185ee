import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { basicCredentials } from "./address.ts";
import { trustedAuthorities } from "./certificates.ts";
import { isMalformed } from "./failure.ts";
import type { DownloadLimits } from "./limits.ts";
import { type Environment, proxyFor } from "./proxy.ts";
import type { Watch } from "./watch.ts";

/** The beginning of a server's answer. */
export interface HttpAnswer {
  readonly status: number;
  /** The words beside the status. */
  readonly reason: string;
  /** By name in small letters; of several of one name the first. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it comes: no encoding of the content is undone. */
  readonly body: Readable;
  /** Leaves the body unread. */
  discard(): void;
}

/** The connections of one download. */
export interface Connections {
  /**
   * Asks for a URL, through the proxy of the environment where there is one. Follows no redirect.
   *
   * @throws Errors of the network as undici gives them.
   */
  get(url: URL, headers: Readonly<Record<string, string>>, watch: Watch): Promise<HttpAnswer>;
  /** Whether a server sent more than it said. */
  sentTooMuch(): boolean;
  /** Ends them all. Never throws. */
  close(): Promise<void>;
}

interface ConnectionOptions {
  readonly environment: Environment;
  readonly limits: DownloadLimits;
}

/** Makes nothing before the first request: the library loads only where something is fetched. */
export function openConnections({ environment, limits }: ConnectionOptions): Connections {
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  let tooMuch = false;

  function dispatcherFor(url: URL): Promise<Dispatcher> {
    const proxy = proxyFor(url, environment);
    const secure = url.protocol === "https:" || proxy?.protocol === "https:";
    const key = `${secure} ${proxy?.href ?? ""}`;
    const known = dispatchers.get(key);
    if (known !== undefined) return known;
    const made = makeDispatcher(proxy, secure);
    dispatchers.set(key, made);
    return made;
  }

  async function makeDispatcher(proxy: URL | undefined, secure: boolean): Promise<Dispatcher> {
    const { Agent, ProxyAgent } = await import("undici");
    const connect = {
      timeout: limits.connectTimeout,
      ...(secure ? { ca: await trustedAuthorities(environment) } : {}),
    };
    // Whether a connection is dead is watched over the whole download, not per request.
    const patient = { headersTimeout: 0, bodyTimeout: 0 };
    const token = proxy === undefined ? undefined : basicCredentials(proxy);
    const dispatcher =
      proxy === undefined
        ? new Agent({ ...patient, connect })
        : new ProxyAgent({
            ...patient,
            uri: proxy.origin,
            ...(token === undefined ? {} : { token }),
            requestTls: connect,
            proxyTls: connect,
            // As curl and wget do: many a proxy tunnels to port 443 only.
            proxyTunnel: false,
          });
    dispatcher.on("disconnect", (_origin, _targets, error) => {
      // What undici says of bytes after the end of an answer.
      if (error.message === "bad response" || isMalformed(error)) tooMuch = true;
    });
    return dispatcher;
  }

  return {
    async get(url, headers, { signal, aborted }) {
      tooMuch = false;
      const dispatcher = await dispatcherFor(url);
      const path = `${url.pathname}${url.search}`;
      const asked = dispatcher.request({
        origin: url.origin,
        path,
        method: "GET",
        headers,
        signal,
      });
      asked.catch(() => {});
      // A signal alone does not end the wait for a connection.
      const answer = await Promise.race([asked, aborted]);
      return {
        status: answer.statusCode,
        reason: answer.statusText,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, [value].flat()[0]]),
        ),
        body: answer.body,
        discard: () => void answer.body.dump().catch(() => {}),
      };
    },
    sentTooMuch: () => tooMuch,
    async close() {
      for (const made of dispatchers.values()) {
        await made.then((dispatcher) => dispatcher.destroy()).catch(() => {});
      }
    },
  };
}
