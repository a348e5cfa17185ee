import { readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Authority, makeAuthority } from "./authority.ts";
import { download, httpServer, listen, scratch } from "./servers.ts";

async function secureServer(authority: Authority, listener: RequestListener): Promise<string> {
  return `https://127.0.0.1:${await listen(createServer(authority, listener))}`;
}

test("SSL_CERT_FILE says whom to trust, and nobody else", async () => {
  const authority = makeAuthority();
  let count = 0;
  const url = await secureServer(authority, (_, response) => {
    count += 1;
    response.end("secure");
  });
  const destination = join(scratch(), "x");
  const trusted = { SSL_CERT_FILE: authority.file };
  expect((await download({ url, destination }, { environment: trusted })).told).toBe("");
  expect(readFileSync(destination, "utf8")).toBe("secure");
  for (const environment of [
    {},
    { SSL_CERT_FILE: "" },
    { SSL_CERT_FILE: makeAuthority().file, NODE_EXTRA_CA_CERTS: authority.file },
  ]) {
    const { told } = await download({ url, destination }, { environment });
    expect(told).toContain("the server's certificate is not accepted: self-signed certificate;");
    expect(told).toContain("SSL_CERT_FILE");
    expect(told).not.toContain("tried");
  }
  expect(count).toBe(1);
});

test("NODE_EXTRA_CA_CERTS adds to the usual authorities", async () => {
  const authority = makeAuthority();
  const url = await secureServer(authority, (_, response) => void response.end("secure"));
  const { told } = await download(
    { url, destination: join(scratch(), "x") },
    { environment: { NODE_EXTRA_CA_CERTS: authority.file } },
  );
  expect(told).toBe("");
});

test("a certificate for another host", async () => {
  const authority = makeAuthority("127.0.0.2");
  const url = await secureServer(authority, (_, response) => void response.end("secure"));
  const { told } = await download(
    { url, destination: join(scratch(), "x") },
    { environment: { SSL_CERT_FILE: authority.file } },
  );
  expect(told).toContain("the server's certificate is for another host;");
});

test("an SSL_CERT_FILE that is not there, or is no PEM", async () => {
  const folder = scratch();
  writeFileSync(join(folder, "der"), "0\x82");
  for (const [file, expected] of [
    ["none", "of SSL_CERT_FILE cannot be read"],
    ["der", "of SSL_CERT_FILE is not PEM"],
  ] as const) {
    const { told } = await download(
      { url: "https://127.0.0.1:9/", destination: join(folder, "x") },
      { environment: { SSL_CERT_FILE: join(folder, file) } },
    );
    expect(told).toContain(`${join(folder, file)} ${expected}`);
  }
});

test("a server without TLS", async () => {
  const url = await httpServer((_, response) => void response.end("plain"));
  const { told } = await download({
    url: url.replace("http:", "https:"),
    destination: join(scratch(), "x"),
  });
  expect(told).toContain("no secure connection: ");
});

test("a redirect may lead from http to https, and not back", async () => {
  const authority = makeAuthority();
  const environment = { SSL_CERT_FILE: authority.file };
  const plain = await httpServer((_, response) => void response.end("plain"));
  const secure = await secureServer(authority, (request, response) => {
    if (request.url === "/x") return void response.end("secure");
    response.writeHead(302, { location: `${plain}/x?token=secret` }).end();
  });
  const up = await httpServer((request, response) => {
    response.writeHead(302, { location: `${secure}${request.url}` }).end();
  });
  const destination = join(scratch(), "x");
  expect((await download({ url: `${up}/x`, destination }, { environment })).told).toBe("");
  expect(readFileSync(destination, "utf8")).toBe("secure");
  // The plan said http itself, so nothing is lost.
  expect((await download({ url: `${up}/down`, destination }, { environment })).told).toBe("");
  expect(readFileSync(destination, "utf8")).toBe("plain");
  const { told } = await download({ url: `${secure}/down`, destination }, { environment });
  expect(told).toContain(`the server redirects from https to '${plain}/x'; anyone on the way`);
});
