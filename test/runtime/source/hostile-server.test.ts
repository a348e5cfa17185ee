import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { download, httpServer, listen, noise, rawServer, scratch } from "./servers.ts";

const head = "HTTP/1.1 200 OK\r\n";

test.each([
  [
    "closes early",
    `${head}Content-Length: 1000\r\n\r\n0123456789`,
    true,
    /another number of bytes than it said|broken off/,
  ],
  ["closes before it answers", "", true, /broken off/],
  ["closes in the head", "HTTP/1.1 200 OK\r\nContent-", true, /broken off/],
  [
    "sends more than it says",
    `${head}Content-Length: 10\r\n\r\n0123456789and more of it`,
    false,
    /sent more than the 10 bytes it said/,
  ],
  [
    "sends garbage in chunks",
    `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\nzz\r\ngarbage`,
    false,
    /does not keep to HTTP/,
  ],
  [
    "ends within a chunk",
    `${head}Transfer-Encoding: chunked\r\n\r\nff\r\n01234`,
    true,
    /broken off|does not keep to HTTP/,
  ],
  [
    "gives two lengths",
    `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n012345`,
    true,
    /another number of bytes than it said/,
  ],
  ["gives no number as length", `${head}Content-Length: ten\r\n\r\n0123456789`, true, /HTTP/],
  ["speaks something else", "220 ftp.example.com ready\r\n", true, /does not keep to HTTP/],
  ["stalls before it answers", "", false, /nothing came for 0.1 s/],
  ["stalls in the head", "HTTP/1.1 200 OK\r\nContent-", false, /nothing came for 0.1 s/],
  ["stalls", `${head}Content-Length: 1000\r\n\r\n0123456789`, false, /nothing came for 0.1 s/],
])("a server that %s", async (_, answer, ends, expected) => {
  let count = 0;
  const url = await rawServer((socket) => {
    count += 1;
    if (ends) socket.end(answer);
    else socket.write(answer);
  });
  const folder = scratch();
  const { told, lines } = await download(
    { url: `${url.replace("//", "//me:secret@")}/x?a=b`, destination: join(folder, "x") },
    { limits: { tries: 2, stallTimeout: expected.source.includes("nothing came") ? 100 : 5000 } },
  );
  expect(told).toContain(`download-failed: cannot download '${url}/x?a=b': `);
  expect(told).toMatch(expected);
  expect(told).toContain("(tried 2 times)");
  expect(told + lines.join()).not.toContain("secret");
  expect(count).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});

test("headers without end", async () => {
  const url = await rawServer((socket) => {
    const more = () => {
      if (!socket.destroyed) socket.write("x: ".padEnd(8000, "y").concat("\r\n"), more);
    };
    socket.write(head);
    more();
  });
  const { told } = await download({ url, destination: join(scratch(), "x") });
  expect(told).toContain("headers without end");
});

test("a body without end is cut off where a limit is set", async () => {
  let sent = 0;
  const block = noise(65_536);
  const url = await httpServer((_, response) => {
    const more = () => {
      sent += 65_536;
      if (!response.destroyed) response.write(block, more);
    };
    more();
  });
  const folder = scratch();
  const { told } = await download(
    { url, destination: join(folder, "x") },
    { limits: { bytes: 1_000_000 } },
  );
  expect(told).toContain("larger than the 1000000 bytes");
  expect(sent).toBeLessThan(50_000_000);
  expect(readdirSync(folder)).toEqual([]);
});

test("a length over the limit is refused before the body", async () => {
  const url = await rawServer((socket) => {
    socket.write(`${head}Content-Length: 99999999999\r\n\r\n`);
  });
  const { told } = await download(
    { url, destination: join(scratch(), "x") },
    { limits: { bytes: 1_000_000, stallTimeout: 60_000 } },
  );
  expect(told).toContain("larger than the 1000000 bytes");
});

test("no server, no host", async () => {
  const port = await listen(createServer());
  const closed = createServer();
  const free = await new Promise<number>((resolve) => {
    closed.listen(0, "127.0.0.1", () => {
      const address = closed.address();
      closed.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
  expect(free).not.toBe(port);
  const refused = await download({
    url: `http://127.0.0.1:${free}/`,
    destination: join(scratch(), "x"),
  });
  expect(refused.told).toContain("the connection was refused (tried 4 times)");
  expect(refused.told).toContain("http_proxy");
  const unknown = await download(
    { url: "http://no-such-host.invalid/", destination: join(scratch(), "x") },
    { limits: { stallTimeout: 5000 } },
  );
  expect(unknown.told).toMatch(/there is no host of that name|cannot be looked up/);
});

test("a connection that is never made", async () => {
  // The server takes the connection and never answers the greeting of TLS.
  const port = await listen(createServer());
  const { told } = await download(
    { url: `https://127.0.0.1:${port}/`, destination: join(scratch(), "x") },
    { limits: { connectTimeout: 100, stallTimeout: 60_000, tries: 1 } },
  );
  expect(told).toContain("no connection in time");
});
