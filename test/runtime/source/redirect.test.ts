import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { download, httpServer, scratch } from "./servers.ts";

test.each([301, 302, 303, 307, 308])("%d leads on, also relatively", async (status) => {
  const url = await httpServer((request, response) => {
    if (request.url === "/a/x") {
      response.statusCode = status;
      response.setHeader("location", "../b/y z#part");
      response.end("moved");
    } else response.end(request.url);
  });
  const destination = join(scratch(), "x");
  expect((await download({ url: `${url}/a/x`, destination })).told).toBe("");
  expect(readFileSync(destination, "utf8")).toBe("/b/y%20z");
});

test("20 redirects are followed, and no more", async () => {
  const url = await httpServer((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) return void response.end("there");
    response.statusCode = 302;
    response.setHeader("location", `/${left - 1}`);
    response.end("x".repeat(1000));
  });
  const destination = join(scratch(), "x");
  expect((await download({ url: `${url}/20`, destination })).told).toBe("");
  expect(readFileSync(destination, "utf8")).toBe("there");
  const { told } = await download({ url: `${url}/21`, destination });
  expect(told).toContain("the server redirects more than 20 times");
});

test("user and password are for their own server only", async () => {
  const seen: (string | undefined)[] = [];
  const other = await httpServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end("x");
  });
  const url = await httpServer((request, response) => {
    seen.push(request.headers.authorization);
    response.statusCode = 302;
    response.setHeader("location", request.url === "/1" ? "/2" : `${other}/3`);
    response.end();
  });
  const destination = join(scratch(), "x");
  await download({ url: `${url.replace("//", "//me:secret@")}/1`, destination });
  const basic = `Basic ${Buffer.from("me:secret").toString("base64")}`;
  expect(seen).toEqual([basic, basic, undefined]);
});

test.each([
  ["file:///etc/passwd", "another protocol, 'file:///etc/passwd'"],
  ["ftp://me:secret@127.0.0.1/x", "another protocol, 'ftp://127.0.0.1/x'"],
  ["http://[bad", "what is no URL"],
])("a redirect to %s is refused", async (location, expected) => {
  const url = await httpServer((_, response) => {
    response.statusCode = 302;
    response.setHeader("location", location);
    response.end();
  });
  const folder = scratch();
  writeFileSync(join(folder, "file"), "x");
  const { told } = await download(
    { url, destination: join(folder, "x") },
    { files: { host: (path) => path, within: ["/"] } },
  );
  expect(told).toContain(expected);
  expect(told).not.toContain("secret");
});

test("where a redirect led is told without its query", async () => {
  const url = await httpServer((request, response) => {
    response.statusCode = request.url === "/" ? 302 : 404;
    response.setHeader("location", "/elsewhere?signature=secret");
    response.end();
  });
  const { told } = await download({ url, destination: join(scratch(), "x") });
  expect(told).toContain(`cannot download '${url}/': '${url}/elsewhere' answered 404`);
  expect(told).not.toContain("secret");
});
