import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  download,
  downloadScript,
  httpServer,
  noise,
  rangeStart,
  rawServer,
  scratch,
  sha256,
} from "./servers.ts";

const bytes = noise(400_000);
const sum = sha256(bytes);

/** Sends the file from where it is asked for, and breaks off after `most` bytes. */
function sendSome(request: IncomingMessage, response: ServerResponse, most: number): void {
  const start = rangeStart(request) ?? 0;
  if (start > 0) response.setHeader("content-range", `bytes ${start}-399999/400000`);
  response.statusCode = start > 0 ? 206 : 200;
  response.setHeader("content-length", bytes.length - start);
  const end = Math.min(bytes.length, start + most);
  response.write(bytes.subarray(start, end), () => {
    if (end === bytes.length) response.end();
    else response.socket?.end();
  });
}

test.each([
  ["an ETag", { etag: '"v1"' }, '"v1"'],
  [
    "an old Last-Modified",
    { "last-modified": "Sun, 09 Sep 2001 01:46:40 GMT" },
    "Sun, 09 Sep 2001 01:46:40 GMT",
  ],
])("a broken connection is taken up again with %s", async (_, headers, condition) => {
  const asked: unknown[] = [];
  const url = await httpServer((request, response) => {
    asked.push([request.headers.range, request.headers["if-range"]]);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendSome(request, response, 100_000);
  });
  const destination = join(scratch(), "x");
  const { told, lines, events } = await download({ url, destination });
  expect(told).toBe("");
  expect(readFileSync(destination).equals(bytes)).toBe(true);
  expect(asked).toEqual([
    [undefined, undefined],
    ["bytes=100000-", condition],
    ["bytes=200000-", condition],
    ["bytes=300000-", condition],
  ]);
  expect(lines.filter((line) => line.startsWith("!"))).toHaveLength(3);
  const progress = events.flatMap((event) => (event.type === "progress" ? [event] : []));
  expect(progress.map(({ done }) => done)).toEqual(
    progress.map(({ done }) => done).sort((a, b) => a - b),
  );
  expect(new Set(progress.map(({ total }) => total))).toEqual(new Set([bytes.length]));
});

test.each([
  ["nothing", {}],
  ["a weak ETag", { etag: 'W/"v1"' }],
  ["a Last-Modified of now", { "last-modified": new Date().toUTCString() }],
  ["no ranges", { etag: '"v1"', "accept-ranges": "none" }],
])("a server that gives %s is asked for the whole file again", async (_, headers) => {
  const asked: unknown[] = [];
  const url = await httpServer((request, response) => {
    asked.push(request.headers.range);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendSome(request, response, asked.length === 1 ? 100_000 : 400_000);
  });
  const destination = join(scratch(), "x");
  expect((await download({ url, destination, sha256: sum })).told).toBe("");
  expect(asked).toEqual([undefined, undefined]);
});

test("a server that ignores the range, or has another file by now, starts over", async () => {
  const newer = noise(300_000).reverse();
  let count = 0;
  const url = await httpServer((request, response) => {
    count += 1;
    response.setHeader("etag", count === 1 ? '"v1"' : '"v2"');
    if (count === 1) sendSome(request, response, 100_000);
    else response.end(newer);
  });
  const destination = join(scratch(), "x");
  expect((await download({ url, destination, sha256: sha256(newer) })).told).toBe("");
  expect(count).toBe(2);
});

test.each([
  ["416", 416, "bytes */5"],
  ["another part", 206, "bytes 7-399999/400000"],
  ["no range", 206, undefined],
])("a wrong answer to a range starts over: %s", async (_, status, range) => {
  const asked: unknown[] = [];
  const url = await httpServer((request, response) => {
    asked.push(request.headers.range);
    response.setHeader("etag", '"v1"');
    if (asked.length === 2) {
      response.statusCode = status;
      if (range !== undefined) response.setHeader("content-range", range);
      response.end(bytes.subarray(7));
    } else sendSome(request, response, asked.length === 1 ? 100_000 : 400_000);
  });
  const destination = join(scratch(), "x");
  expect((await download({ url, destination, sha256: sum })).told).toBe("");
  expect(asked).toEqual([undefined, "bytes=100000-", undefined]);
});

test.each([408, 429, 500, 502, 503, 504])("%d is tried again", async (status) => {
  let count = 0;
  const url = await httpServer((_, response) => {
    count += 1;
    response.statusCode = count < 3 ? status : 200;
    response.end(bytes);
  });
  const destination = join(scratch(), "x");
  expect((await download({ url, destination, sha256: sum })).told).toBe("");
  expect(count).toBe(3);
});

test("after the last try the status is told, and the number of tries", async () => {
  let count = 0;
  const url = await httpServer((_, response) => {
    count += 1;
    response.statusCode = 503;
    response.end();
  });
  const folder = scratch();
  const { told, lines } = await download({ url, destination: join(folder, "x") });
  expect(count).toBe(4);
  expect(told).toContain(
    `download-failed: cannot download '${url}/': the server answered 503 Service Unavailable (tried 4 times)`,
  );
  expect(lines.slice(1)).toEqual(
    Array(3).fill("! Downloading 'x': the server answered 503 Service Unavailable; trying again"),
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("Retry-After is kept to, and given up on where it is too long", async () => {
  for (const [after, least, tries] of [
    ["1", 950, 2],
    [new Date(Date.now() + 1500).toUTCString(), 0, 2],
    ["3600", 0, 1],
  ] as const) {
    let count = 0;
    const url = await httpServer((_, response) => {
      count += 1;
      response.statusCode = count === 1 ? 429 : 200;
      response.setHeader("retry-after", after);
      response.end("x");
    });
    const start = performance.now();
    const { told } = await download({ url, destination: join(scratch(), "x") });
    expect(performance.now() - start).toBeGreaterThanOrEqual(least);
    expect(count).toBe(tries);
    expect(told === "").toBe(tries === 2);
  }
});

test("tries that bring something new are not counted, up to a bound", async () => {
  let count = 0;
  const url = await httpServer((request, response) => {
    count += 1;
    response.setHeader("etag", '"v1"');
    sendSome(request, response, 40_000);
  });
  const folder = scratch();
  const destination = join(folder, "x");
  expect((await download({ url, destination, sha256: sum })).told).toBe("");
  expect(count).toBe(10);
  count = 0;
  const { told } = await download({ url, destination }, { limits: { attempts: 6 } });
  expect(count).toBe(6);
  expect(told).toContain("(tried 6 times)");
  expect(readFileSync(destination).equals(bytes)).toBe(true);
});

/** A server that breaks off the first answer for good and remembers what it was asked. */
async function brokenOnce(): Promise<{ url: string; asked: (string | undefined)[] }> {
  const asked: (string | undefined)[] = [];
  let count = 0;
  const url = await httpServer((request, response) => {
    count += 1;
    asked.push(request.headers.range);
    response.setHeader("etag", '"v1"');
    sendSome(request, response, count === 1 ? 150_000 : 400_000);
  });
  return { url, asked };
}

const oneTry = { limits: { tries: 1, attempts: 1 } };

test("a later run goes on with what an earlier one left", async () => {
  const { url, asked } = await brokenOnce();
  const folder = scratch();
  const destination = join(folder, "x");
  expect((await download({ url, destination }, oneTry)).told).toContain("download-failed");
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.download-/)]);
  expect((await download({ url, destination })).told).toBe("");
  expect(asked).toEqual([undefined, "bytes=150000-"]);
  expect(readFileSync(destination).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(["x"]);
});

test("what is left of another URL or another file is not taken", async () => {
  const { url, asked } = await brokenOnce();
  const folder = scratch();
  await download({ url, destination: join(folder, "x") }, oneTry);
  expect((await download({ url, destination: join(folder, "y") })).told).toBe("");
  expect((await download({ url: `${url}/?2`, destination: join(folder, "x") })).told).toBe("");
  expect(asked).toEqual([undefined, undefined, undefined]);
});

test("a beginning that was damaged since is found out and fetched again", async () => {
  const { url, asked } = await brokenOnce();
  const folder = scratch();
  const request = { url, destination: join(folder, "x"), sha256: sum };
  await download(request, oneTry);
  const [left = ""] = readdirSync(folder);
  const part = join(folder, left, "part");
  writeFileSync(part, Buffer.alloc(statSync(part).size));
  expect((await download(request)).told).toBe("");
  expect(asked).toEqual([undefined, "bytes=150000-", undefined]);
  expect(readFileSync(request.destination).equals(bytes)).toBe(true);
});

test("after a crash of the machine a beginning is only used with a checksum", async () => {
  for (const [wanted, range] of [
    [sum, "bytes=150000-"],
    ["", undefined],
  ] as const) {
    const { url, asked } = await brokenOnce();
    const folder = scratch();
    const request = { url, destination: join(folder, "x"), sha256: wanted };
    await download(request, oneTry);
    const state = join(folder, readdirSync(folder)[0] ?? "", "state.json");
    writeFileSync(state, JSON.stringify({ ...JSON.parse(readFileSync(state, "utf8")), boot: "0" }));
    expect((await download(request)).told).toBe("");
    expect(asked).toEqual([undefined, range]);
  }
});

test("a beginning that is the whole file needs no server", async () => {
  const { url, asked } = await brokenOnce();
  const folder = scratch();
  const request = { url, destination: join(folder, "x"), sha256: sum };
  await download(request, oneTry);
  appendFileSync(join(folder, readdirSync(folder)[0] ?? "", "part"), bytes.subarray(150_000));
  expect((await download(request)).told).toBe("");
  expect(asked).toEqual([undefined]);
  expect(readdirSync(folder)).toEqual(["x"]);
});

test("what somebody put in the place of a beginning is not followed", async () => {
  const secret = "a file of somebody else";
  for (const plant of [
    (part: string, victim: string) => symlinkSync(victim, part),
    (part: string, victim: string) => linkSync(victim, part),
    (part: string) => mkdirSync(part),
  ]) {
    const { url, asked } = await brokenOnce();
    const top = scratch();
    const folder = join(top, "cache");
    mkdirSync(folder);
    writeFileSync(join(top, "victim"), secret);
    const request = { url, destination: join(folder, "x"), sha256: sum };
    await download(request, oneTry);
    const part = join(folder, readdirSync(folder)[0] ?? "", "part");
    renameSync(part, join(top, "moved"));
    plant(part, join(top, "victim"));
    expect((await download(request)).told).toBe("");
    expect(asked).toEqual([undefined, undefined]);
    expect(readFileSync(join(top, "victim"), "utf8")).toBe(secret);
    expect(readFileSync(request.destination).equals(bytes)).toBe(true);
  }
});

test("old leftovers go, those of living processes stay", async () => {
  const url = await httpServer((_, response) => void response.end("x"));
  const folder = scratch();
  const key = "0123456789abcdef";
  const old = Date.now() / 1000 - 8 * 86_400;
  const names = {
    [`.download-${key}.free.00000000`]: old,
    [`.download-${key}.free.00000001`]: Date.now() / 1000,
    [`.download-${key}.0a0a0a0a-1-1-1.00000002`]: old,
    [`.download-${key}.0a0a0a0a-1-1-1.00000003`]: Date.now() / 1000,
    ".download-notes": old,
  };
  for (const [name, time] of Object.entries(names)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "part"), "");
    utimesSync(join(folder, name, "part"), time, time);
  }
  expect((await download({ url, destination: join(folder, "x") })).told).toBe("");
  expect(readdirSync(folder).sort()).toEqual([
    `.download-${key}.0a0a0a0a-1-1-1.00000003`,
    `.download-${key}.free.00000001`,
    ".download-notes",
    "x",
  ]);
});

test("a killed process leaves no lock, and the next one goes on with its file", async () => {
  const { url, asked } = await brokenOnce();
  const slow = await rawServer((socket) => {
    asked.push("killed");
    socket.write('HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: 400000\r\n\r\n');
    socket.write(bytes.subarray(0, 150_000));
  });
  // The same URL for both: a proxy leads to one server, then to the other.
  const target = "http://source.test/x";
  const folder = scratch();
  const destination = join(folder, "x");
  const script = downloadScript({ url: target, destination }, { http_proxy: slow });
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: "inherit",
  });
  const size = () => {
    const [left = ""] = readdirSync(folder);
    return statSync(join(folder, left, "part"), { throwIfNoEntry: false })?.size ?? 0;
  };
  while (size() < 150_000) await new Promise((resolve) => setTimeout(resolve, 10));

  // While it lives, its file is its own.
  const meanwhile = await download(
    { url: target, destination },
    { ...oneTry, environment: { http_proxy: url } },
  );
  expect(meanwhile.told).toContain("download-failed");
  expect(asked).toEqual(["killed", undefined]);
  expect(readdirSync(folder)).toHaveLength(2);
  for (const name of readdirSync(folder)) {
    if (name.includes(".free.")) renameSync(join(folder, name), join(scratch(), "away"));
  }

  child.kill("SIGKILL");
  await once(child, "exit");
  const { told } = await download(
    { url: target, destination },
    { environment: { http_proxy: url } },
  );
  expect(told).toBe("");
  expect(asked).toEqual(["killed", undefined, "bytes=150000-"]);
  expect(readFileSync(destination).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(["x"]);
});
