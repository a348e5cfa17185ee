import { BlockList, isIP } from "node:net";
import { readUrl } from "./address.ts";
import { AttemptFailure } from "./failure.ts";

/** The variables of the caller's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL, from `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, or the same
 * in capitals. The names in small letters go first; an empty value means no proxy.
 *
 * Source: the manual of curl, ENVIRONMENT; wget takes the names in small letters only.
 *
 * @returns A URL, with user and password where the variable has them.
 */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const value =
    variable(environment, `${url.protocol.slice(0, -1)}_proxy`) ??
    variable(environment, "all_proxy") ??
    "";
  if (value === "" || isExcepted(url, variable(environment, "no_proxy") ?? "")) return undefined;
  const proxy = readUrl(value.includes("://") ? value : `http://${value}`);
  if (proxy === undefined || !["http:", "https:"].includes(proxy.protocol)) {
    // The value is not shown: it may hold a password.
    throw new AttemptFailure("the proxy in the environment is not a URL of http or https", {
      hint: "a proxy is http://host:port or http://user:password@host:port",
    });
  }
  return proxy;
}

/**
 * Whether a host is in a list such as `localhost, .example.com, 10.0.0.0/8, host:8080`. A name
 * stands for itself and all below it; `*` for every host.
 */
function isExcepted(url: URL, list: string): boolean {
  const host = plainHost(url.hostname);
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.includes("/")) return isInNetwork(host, entry);
      const [, name = entry, only] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      if (only !== undefined && only !== port) return false;
      const excepted = plainHost(name).replace(/^\*?\./, "");
      return host === excepted || (isIP(host) === 0 && host.endsWith(`.${excepted}`));
    });
}

function isInNetwork(host: string, network: string): boolean {
  const [address = "", bits = ""] = network.split("/");
  const base = plainHost(address);
  const family = isIP(base);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  const prefix = Number(bits);
  if (prefix > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(base, prefix, type);
  return block.check(host, type);
}

function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

function variable(environment: Environment, name: string): string | undefined {
  return environment[name] ?? environment[name.toUpperCase()];
}
