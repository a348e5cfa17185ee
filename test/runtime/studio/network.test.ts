import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inStudio, makeStage, type Stage } from "./stage.ts";

let stage: Stage;
let server: Server;
let port = 0;
beforeAll(async () => {
  stage = makeStage();
  server = createServer((_, response) => response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  await stage.remove();
});

const connect = () => `exec 9<>/dev/tcp/127.0.0.1/${port} && echo reached`;

test("processes inside reach what the host reaches", async () => {
  const ran = await inStudio(stage.spec, connect());
  expect(ran).toMatchObject({ status: 0, stdout: "reached\n" });
});

test("without the network they have loopback alone, and it works", async () => {
  const script = `
    grep -c : /proc/net/dev
    (${connect()})
    node=${process.execPath}
    exec 8<>/dev/udp/127.0.0.1/9 && echo loopback`;
  const ran = await inStudio({ ...stage.spec, network: false }, script);
  expect(ran.stdout).toBe("1\nloopback\n");
  expect(ran.stderr).toMatch(/Connection refused/);
});
