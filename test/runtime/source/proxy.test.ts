import { readFileSync } from "node:fs";
import { createServer, request as forward, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { proxyFor } from "../../../runtime/source/proxy.ts";
import { type Authority, makeAuthority } from "./authority.ts";
import { download, httpServer, listen, scratch } from "./servers.ts";

interface Proxy {
  readonly port: number;
  /** The first lines of the requests, and what came as `Proxy-Authorization`. */
  readonly seen: string[];
}

/** A proxy that asks for a user where one is given. */
async function proxyServer(wanted?: string, tls?: Authority): Promise<Proxy> {
  const seen: string[] = [];
  const expected = wanted && `Basic ${Buffer.from(wanted).toString("base64")}`;
  const answer: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (expected !== undefined && request.headers["proxy-authorization"] !== expected) {
      response.statusCode = 407;
      return void response.end();
    }
    const { "proxy-authorization": _, ...headers } = request.headers;
    forward(request.url ?? "", { headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(response);
    }).end();
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  server.on("connect", (request, socket: Socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (expected !== undefined && request.headers["proxy-authorization"] !== expected) {
      return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    }
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  return { port: await listen(server), seen };
}

describe("which proxy", () => {
  const proxy = "http://proxy.test:3128/";
  test.each([
    ["http://a.test/", { http_proxy: proxy }, true],
    ["https://a.test/", { http_proxy: proxy }, false],
    ["https://a.test/", { https_proxy: proxy }, true],
    ["http://a.test/", { HTTP_PROXY: proxy }, true],
    ["http://a.test/", { http_proxy: "", HTTP_PROXY: proxy }, false],
    ["https://a.test/", { ALL_PROXY: proxy }, true],
    ["http://a.test/", { http_proxy: "proxy.test:3128" }, true],
    ["http://a.test/", { http_proxy: proxy, no_proxy: "*" }, false],
    ["http://a.test/", { http_proxy: proxy, no_proxy: "" }, true],
    ["http://a.test/", { http_proxy: proxy, no_proxy: "b.test, A.Test" }, false],
    ["http://a.test./", { http_proxy: proxy, NO_PROXY: "b.test a.test" }, false],
    ["http://x.a.test/", { http_proxy: proxy, no_proxy: "a.test" }, false],
    ["http://x.a.test/", { http_proxy: proxy, no_proxy: ".a.test" }, false],
    ["http://x.a.test/", { http_proxy: proxy, no_proxy: "*.a.test" }, false],
    ["http://xa.test/", { http_proxy: proxy, no_proxy: "a.test" }, true],
    ["http://a.test:8080/", { http_proxy: proxy, no_proxy: "a.test:8080" }, false],
    ["http://a.test/", { http_proxy: proxy, no_proxy: "a.test:8080" }, true],
    ["https://a.test/", { https_proxy: proxy, no_proxy: "a.test:443" }, false],
    ["http://127.0.0.1/", { http_proxy: proxy, no_proxy: "localhost,127.0.0.1" }, false],
    ["http://10.1.2.3/", { http_proxy: proxy, no_proxy: "10.0.0.0/8" }, false],
    ["http://11.1.2.3/", { http_proxy: proxy, no_proxy: "10.0.0.0/8" }, true],
    ["http://10.1.2.3/", { http_proxy: proxy, no_proxy: "10.0.0.0/99,nonsense/8" }, true],
    ["http://1.10.1.2/", { http_proxy: proxy, no_proxy: "10.1.2" }, true],
    ["http://[::1]/", { http_proxy: proxy, no_proxy: "[::1]" }, false],
    ["http://[fd00::7]:80/", { http_proxy: proxy, no_proxy: "fd00::/16" }, false],
  ])("%s with %j", (url, environment, expected) => {
    expect(proxyFor(new URL(url), environment)?.href).toBe(expected ? proxy : undefined);
  });

  test.each(["socks5://me:secret@proxy.test", "http://me:secret@proxy.test:port"])(
    "%s is refused, unseen",
    async (value) => {
      const { told } = await download(
        { url: "http://a.test/", destination: join(scratch(), "x") },
        { environment: { http_proxy: value } },
      );
      expect(told).toContain("the proxy in the environment is not a URL of http or https");
      expect(told).not.toContain("secret");
    },
  );
});

describe("through a proxy", () => {
  test("http: the whole URL is asked for, with the user of the proxy", async () => {
    const { port, seen } = await proxyServer("me@home:s:cret");
    const headers: unknown[] = [];
    const url = await httpServer((request, response) => {
      headers.push(request.headers["proxy-authorization"], request.headers.host);
      response.end("through");
    });
    const destination = join(scratch(), "x");
    const environment = { http_proxy: `http://me%40home:s%3Acret@127.0.0.1:${port}` };
    expect((await download({ url: `${url}/a%20b?c`, destination }, { environment })).told).toBe("");
    expect(readFileSync(destination, "utf8")).toBe("through");
    expect(seen).toEqual([`GET ${url}/a%20b?c`]);
    expect(headers).toEqual([undefined, url.slice("http://".length)]);
  });

  test("http: a user without a password, and the wrong one", async () => {
    const { port } = await proxyServer("me:");
    const url = await httpServer((_, response) => void response.end("through"));
    const destination = join(scratch(), "x");
    const right = { http_proxy: `http://me@127.0.0.1:${port}` };
    expect((await download({ url, destination }, { environment: right })).told).toBe("");
    const wrong = { http_proxy: `http://me:secret@127.0.0.1:${port}` };
    const { told } = await download({ url, destination }, { environment: wrong });
    expect(told).toContain("the proxy answered 407; a proxy with a password is");
    expect(told).not.toContain("secret");
  });

  test("a host of no_proxy is asked directly", async () => {
    const url = await httpServer((_, response) => void response.end("direct"));
    const environment = { http_proxy: "http://127.0.0.1:1", no_proxy: "127.0.0.0/8" };
    const destination = join(scratch(), "x");
    expect((await download({ url, destination }, { environment })).told).toBe("");
  });

  test("a proxy that is not there", async () => {
    const { told } = await download(
      { url: "http://a.test/", destination: join(scratch(), "x") },
      { environment: { http_proxy: "http://me:secret@127.0.0.1:1" } },
    );
    expect(told).toContain("the connection was refused (tried 4 times); check the network, and");
    expect(told).not.toContain("secret");
  });

  test("https: through a tunnel, also where the proxy itself speaks TLS", async () => {
    const authority = makeAuthority();
    const server = createSecureServer(authority, (request, response) => {
      response.end(`${request.headers["proxy-authorization"]}`);
    });
    const port = await listen(server);
    for (const tls of [undefined, authority]) {
      const { port: proxyPort, seen } = await proxyServer("me:secret", tls);
      const environment = {
        https_proxy: `${tls ? "https" : "http"}://me:secret@localhost:${proxyPort}`,
        SSL_CERT_FILE: authority.file,
      };
      const destination = join(scratch(), "x");
      const url = `https://127.0.0.1:${port}/x`;
      expect((await download({ url, destination }, { environment })).told).toBe("");
      expect(readFileSync(destination, "utf8")).toBe("undefined");
      expect(seen).toEqual([`CONNECT 127.0.0.1:${port}`]);
    }
  });

  test("https: the wrong password", async () => {
    const { port } = await proxyServer("me:right");
    const { told } = await download(
      { url: "https://127.0.0.1:9/x", destination: join(scratch(), "x") },
      { environment: { https_proxy: `http://me:secret@127.0.0.1:${port}` } },
    );
    expect(told).toContain("the proxy answered 407; a proxy with a password is");
    expect(told).not.toContain("secret");
  });
});
