import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import {
  download,
  downloadScript,
  httpServer,
  listen,
  noise,
  rawServer,
  scratch,
  sha256,
} from "./servers.ts";

const text = "the file\n";

test("a file, its lines, its progress and its time", async () => {
  const bytes = noise(300_000);
  const url = await httpServer((request, response) => {
    expect(request.headers["accept-encoding"]).toBe("identity");
    response.setHeader("content-length", bytes.length);
    response.setHeader("last-modified", "Sun, 09 Sep 2001 01:46:40 GMT");
    response.end(bytes);
  });
  const folder = scratch();
  const destination = join(folder, "x-1.tar.gz");
  const tried = await download({
    url: `${url.replace("//", "//user:secret@")}/a/x-1.tar.gz#top`,
    destination,
    sha256: sha256(bytes).toUpperCase(),
  });
  expect(tried.error).toBeUndefined();
  expect(readFileSync(destination).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(["x-1.tar.gz"]);
  expect(statSync(destination).mtimeMs).toBe(1_000_000_000_000);
  expect(statSync(destination).mode & 0o777).toBe(0o666 & ~process.umask());
  expect(tried.lines).toEqual([
    `Downloading '${url}/a/x-1.tar.gz' to 'x-1.tar.gz'`,
    "Downloaded 'x-1.tar.gz'",
  ]);
  const progress = tried.events.filter((event) => event.type === "progress");
  expect(progress.at(-1)).toEqual({
    type: "progress",
    task: "Downloading x-1.tar.gz",
    done: bytes.length,
    total: bytes.length,
  });
});

test("progress comes at most ten times a second, without a total where none is known", async () => {
  const url = await httpServer((_, response) => {
    let left = 60;
    const timer = setInterval(() => {
      response.write(noise(1000));
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      response.end();
    }, 5);
  });
  const start = performance.now();
  const { events } = await download({ url, destination: join(scratch(), "x") });
  const progress = events.filter((event) => event.type === "progress");
  expect(progress.length).toBeLessThanOrEqual((performance.now() - start) / 100 + 2);
  expect(progress.length).toBeGreaterThanOrEqual(3);
  expect(progress.at(-1)).toEqual({ type: "progress", task: "Downloading x", done: 60_000 });
});

test("user and password of the URL are sent, decoded", async () => {
  let seen: string | undefined;
  const url = await httpServer((request, response) => {
    seen = request.headers.authorization;
    response.end(text);
  });
  await download({
    url: `${url.replace("//", "//me%40home:s%3Acret@")}/x`,
    destination: join(scratch(), "x"),
  });
  expect(seen).toBe(`Basic ${Buffer.from("me@home:s:cret").toString("base64")}`);
});

test("the path reaches the server as wget would send it", async () => {
  const paths: string[] = [];
  const url = await httpServer((request, response) => {
    paths.push(request.url ?? "");
    response.end(text);
  });
  for (const path of ["/x y.txt", "/x%20y%2Bz.txt", "/é\\?q=a b&c=%25", "/~a/(b)[c]+=:@"]) {
    await download({ url: url + path, destination: join(scratch(), "x") });
  }
  await download({
    url: ` ${url.slice("http://".length)}/bare `,
    destination: join(scratch(), "x"),
  });
  expect(paths).toEqual([
    "/x%20y.txt",
    "/x%20y%2Bz.txt",
    "/%C3%A9%5C?q=a%20b&c=%25",
    "/~a/(b)[c]+=:@",
    "/bare",
  ]);
});

test.each([
  ["", "it is not a URL"],
  ["http://", "it is not a URL"],
  ["http://me:secret@h:port/x", "it is not a URL"],
  ["git://me:secret@example.com/x.git", "the protocol git is not known"],
  ["javascript:alert(1)", "it is not a URL"],
])("no source: %j", async (url, expected) => {
  const folder = scratch();
  const { told } = await download({ url, destination: join(folder, "x") });
  expect(told).toContain("download-failed: cannot download '");
  expect(told).toContain(expected);
  expect(told).not.toContain("secret");
  expect(readdirSync(folder)).toEqual([]);
});

test("a file that is there with the right checksum is used as it is", async () => {
  const destination = join(scratch(), "x");
  writeFileSync(destination, text);
  const url = "http://127.0.0.1:1/x";
  const { lines, error } = await download({
    url,
    destination,
    sha256: sha256(text).toUpperCase(),
    name: "sub/x",
  });
  expect(error).toBeUndefined();
  expect(lines).toEqual([
    "Found previous file 'sub/x', attempting to re-use",
    "Verifying sub/x",
    "Checksum verified for sub/x",
    "Using cached and verified 'sub/x'",
  ]);
});

test("a file that is there with another checksum is removed and downloaded again", async () => {
  const url = await httpServer((_, response) => void response.end(text));
  const destination = join(scratch(), "x");
  writeFileSync(destination, "stale");
  const { lines } = await download({ url, destination, sha256: sha256(text) });
  expect(readFileSync(destination, "utf8")).toBe(text);
  expect(lines).toEqual([
    "Found previous file 'x', attempting to re-use",
    "Verifying x",
    "! Checksum differs for x:",
    `!    Expected: ${sha256(text)}`,
    `!    Computed: ${sha256("stale")}`,
    "Clearing previous 'x' file and re-attempting download",
    `Downloading '${url}/' to 'x'`,
    "Downloaded 'x'",
  ]);
});

test("without a checksum a file is always downloaded, and stays when that fails", async () => {
  let count = 0;
  const url = await httpServer((_, response) => {
    count += 1;
    response.statusCode = count === 1 ? 200 : 404;
    response.end(text);
  });
  const destination = join(scratch(), "x");
  writeFileSync(destination, "older");
  expect((await download({ url, destination, sha256: "" })).error).toBeUndefined();
  expect(readFileSync(destination, "utf8")).toBe(text);
  expect((await download({ url, destination })).told).toContain("404 Not Found");
  expect(readFileSync(destination, "utf8")).toBe(text);
});

test.each([
  ["0123456789abcdef".repeat(4), "published anew"],
  ["TODO", "64 hexadecimal digits"],
])("another checksum than %s leaves nothing", async (expected, hint) => {
  const url = await httpServer((_, response) => void response.end(text));
  const folder = scratch();
  const { told } = await download({ url, destination: join(folder, "x"), sha256: expected });
  expect(told).toContain("checksum-mismatch: the checksum of x differs");
  expect(told).toContain(`expected ${expected.toLowerCase()}, computed ${sha256(text)}`);
  expect(told).toContain(hint);
  expect(readdirSync(folder)).toEqual([]);
});

test("an encoding of the content is kept, with a word where the name does not say so", async () => {
  const packed = Buffer.from("1f8b08000000000000034b04004 3beb7e801000000".replace(" ", ""), "hex");
  const url = await httpServer((_, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(packed);
  });
  const folder = scratch();
  const gz = await download({ url, destination: join(folder, "x.tar.gz") });
  const patch = await download({ url, destination: join(folder, "x.patch") });
  for (const name of ["x.tar.gz", "x.patch"]) {
    expect(readFileSync(join(folder, name)).equals(packed)).toBe(true);
  }
  expect(gz.lines.filter((line) => line.startsWith("!"))).toEqual([]);
  expect(patch.lines).toContain(
    "! The server sent 'x.patch' with the encoding gzip: it stays as it came",
  );
});

test("an empty file is a file", async () => {
  const url = await httpServer((_, response) => void response.end());
  const destination = join(scratch(), "x");
  expect((await download({ url, destination })).error).toBeUndefined();
  expect(statSync(destination).size).toBe(0);
});

test("two downloads of one file at once are both right", async () => {
  const bytes = noise(200_000);
  const url = await httpServer((_, response) => {
    response.setHeader("etag", '"one"');
    response.write(bytes.subarray(0, 100_000));
    setTimeout(() => response.end(bytes.subarray(100_000)), 30);
  });
  const folder = scratch();
  const request = { url, destination: join(folder, "x"), sha256: sha256(bytes) };
  const both = await Promise.all([download(request), download(request), download(request)]);
  expect(both.map(({ told }) => told)).toEqual(["", "", ""]);
  expect(readFileSync(join(folder, "x")).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(["x"]);
});

test("the caller's signal ends it at once", async () => {
  const url = await httpServer((_, response) => void response.write("begin"));
  const folder = scratch();
  const controller = new AbortController();
  const { told } = await download(
    { url, destination: join(folder, "x") },
    {
      signal: controller.signal,
      limits: { stallTimeout: 60_000 },
      events: (event) => {
        if (event.type === "progress") controller.abort();
      },
    },
  );
  expect(told).toContain(`build-interrupted: the download of '${url}/' was interrupted`);
  expect(readdirSync(folder)).toEqual([]);
  const before = await download(
    { url, destination: join(folder, "x") },
    { signal: AbortSignal.abort() },
  );
  expect(before.told).toContain("build-interrupted");
});

test("the caller's signal also ends the pause before another try", async () => {
  const port = await listen(createServer((socket) => socket.destroy()));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const start = performance.now();
  const { told } = await download(
    { url: `http://127.0.0.1:${port}/`, destination: join(scratch(), "x") },
    { signal: controller.signal, limits: { pauses: [60_000] } },
  );
  expect(told).toContain("build-interrupted");
  expect(performance.now() - start).toBeLessThan(5000);
});

test("a destination that cannot be written", async () => {
  const url = await httpServer((_, response) => void response.end(text));
  const folder = scratch();
  const missing = await download({ url, destination: join(folder, "none/x") });
  expect(missing.told).toContain("results-unwritable");
  expect(missing.told).toContain(join(folder, "none/x"));
  mkdirSync(join(folder, "x"));
  const taken = await download({ url, destination: join(folder, "x") });
  expect(taken.told).toContain("there is a folder of that name");
  expect(readdirSync(folder)).toEqual(["x"]);
  const full = await download({ url, destination: "/proc/x" });
  expect(full.told).toContain("results-unwritable: /proc/x cannot be written");
});

test("a full disk", async () => {
  const url = await httpServer((_, response) => void response.end(noise(500_000)));
  const folder = scratch();
  const destination = join(folder, "disk/x");
  mkdirSync(join(folder, "disk"));
  writeFileSync(join(folder, "run.mjs"), downloadScript({ url, destination }));
  const mount = `mount -t tmpfs -o size=200k none disk && "$1" run.mjs && ls -A disk`;
  const { stdout, stderr } = await promisify(execFile)(
    "unshare",
    ["-rm", "sh", "-c", mount, "sh", process.execPath],
    { cwd: folder },
  );
  expect(stderr).toBe("");
  expect(stdout).toBe(`results-unwritable ${destination} cannot be written: the disk is full\n`);
});

test("no link leads out of the folder that was given", async () => {
  const url = await httpServer((_, response) => void response.end(text));
  const top = scratch();
  const within = join(top, "cache");
  const outside = join(top, "outside");
  mkdirSync(within);
  mkdirSync(outside);
  writeFileSync(join(outside, "key"), text);
  symlinkSync(outside, join(within, "folder"));
  const led = await download({ url, destination: join(within, "folder/x"), within });
  expect(led.told).toContain("results-unwritable");
  symlinkSync(join(outside, "key"), join(within, "x"));
  const sum = sha256(text);
  const replaced = await download({ url, destination: join(within, "x"), sha256: sum, within });
  expect(replaced.lines).toContain("Clearing previous 'x' file and re-attempting download");
  expect(existsSync(join(within, "x"))).toBe(true);
  expect(statSync(join(within, "x")).ino).not.toBe(statSync(join(outside, "key")).ino);
  expect(readdirSync(outside)).toEqual(["key"]);
});

test("other statuses than 200 bring no file", async () => {
  for (const [status, hint] of [
    [401, "user and a password"],
    [403, "not give this file"],
    [404, "check pkg_source"],
    [410, "mirror"],
    [204, ""],
    [206, ""],
    [300, ""],
    [304, ""],
    [418, ""],
  ] as const) {
    let count = 0;
    const url = await rawServer((socket) => {
      count += 1;
      socket.end(`HTTP/1.1 ${status} Some\x1b[31m Reason\r\nContent-Length: 0\r\n\r\n`);
    });
    const folder = scratch();
    const { told } = await download({
      url: `${url.replace("//", "//me:secret@")}/x`,
      destination: join(folder, "x"),
    });
    expect(told).toContain(
      `cannot download '${url}/x': the server answered ${status} Some[31m Reason; `,
    );
    expect(told).toContain(hint);
    expect(count).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  }
});
