/** Who reaches the network: habc itself for downloads, and callbacks where that is wanted. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { planSh, planTs } from "./plans.ts";

let workshop: Workshop;
let server: Server;
let port = 0;
let asked: string[] = [];
const text = "what is downloaded\n";
beforeEach(async () => {
  asked = [];
  workshop = await openWorkshop();
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  workshop.close();
});

/** In bash; fails where there is no way to the server of the test. */
const connect = () => `exec 9<>/dev/tcp/127.0.0.1/${port}; echo reached`;
/** Loopback has to work whatever is off. */
const loopback = "exec 8<>/dev/udp/127.0.0.1/9; echo loopback";

const bash = (script: string) =>
  `pkg_version: "1", do_build: bash\`${script.replaceAll("\\", "\\\\")}\`, do_install() {},`;

const build = (plan: string, ...args: string[]) => workshop.habc(["build", ...args, plan]);

test("a plan.ts has none in its callbacks unless it asks by name, and is told how", async () => {
  const silent = planTs(workshop, "silent", bash(`${loopback}; ${connect()}`));
  const refused = await build(silent);
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain("loopback\n");
  expect(refused.stdout).not.toContain("reached");
  expect(refused.stderr).toMatch(/pkg_network: "on".*habc build --network on/s);
  expect((await build(silent, "--network", "on")).stdout).toContain("reached\n");

  const asking = planTs(workshop, "asking", `pkg_network: "on", ${bash(connect())}`);
  expect((await build(asking)).stdout).toContain("reached\n");
  const overruled = await build(asking, "--network", "download");
  expect(overruled.status).toBe(1);
  expect(overruled.stderr).toContain("--network on");

  // What reading cannot tell, running the plan does.
  const computing = planTs(
    workshop,
    "computing",
    `pkg_network: globalThis.process.pid > 0 ? "on" : "off", ${bash(connect())}`,
  );
  expect((await build(computing)).stdout).toContain("reached\n");
});

test("a plan.sh has it as it always had, unless it or the caller says otherwise", async () => {
  const callbacks = `do_build() { ${loopback}; ${connect()}; }\ndo_install() { return 0; }`;
  const usual = planSh(workshop, "usual", callbacks);
  expect((await build(usual)).stdout).toContain("reached\n");
  // Not from the build cache: what a phase saw of the network may be in its package.
  const refused = await build(usual, "--network", "download");
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain("loopback\n");
  const modest = planSh(workshop, "modest", `pkg_network=off\n${callbacks}`);
  expect((await build(modest)).stderr).toContain("`pkg_network=on` in the plan asks for it");
  const wrong = planSh(workshop, "wrong", `pkg_network=maybe\n${callbacks}`);
  expect((await build(wrong)).stderr).toMatch(/pkg_network.*on or off/s);
});

test("downloads are habc's, and with --network off only what is there and verified is used", async () => {
  const sum = createHash("sha256").update(text).digest("hex");
  const source = `pkg_source=http://127.0.0.1:${port}/data\npkg_shasum=${sum}`;
  const callbacks = `do_unpack() { return 0; }\ndo_build() { return 0; }\ndo_install() { cp "$HAB_CACHE_SRC_PATH/data" "$pkg_prefix/"; }`;
  const plan = planSh(workshop, "fetched", `${source}\n${callbacks}`);
  const refused = await build(plan, "--network", "off");
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("error[network-off]");
  expect(refused.stderr).toContain("is not in the source cache with its checksum");
  expect(asked).toEqual([]);

  expect((await build(plan, "--network", "download")).status).toBe(0);
  expect(asked).toEqual(["/data"]);
  expect((await build(plan, "--no-cache", "--network", "off")).status).toBe(0);
  expect(asked).toEqual(["/data"]);

  // A file that is there and not the right one is refused, and stays.
  workshop.write("root/hab/cache/src/data", "something else\n");
  const differs = await build(plan, "--no-cache", "--network", "off");
  expect(differs.stderr).toContain("error[network-off]");
  expect(readFileSync(join(workshop.sources, "data"), "utf8")).toBe("something else\n");

  const trusting = `pkg_source=http://127.0.0.1:${port}/data\ndo_verify() { return 0; }\n${callbacks}`;
  const unverified = await build(planSh(workshop, "trusting", trusting), "--network", "off");
  expect(unverified.stderr).toContain("has no checksum to trust it by");
  expect(asked).toEqual(["/data"]);
});

test("the provenance tells it, and in place nothing can be kept away", async () => {
  const plan = planTs(workshop, "told", bash("true"));
  expect((await build(plan, "--network", "off")).status).toBe(0);
  const { payload } = JSON.parse(
    readFileSync(`${workshop.hart("told")}.provenance.json`, "utf8"),
  ) as { payload: string };
  const { predicate } = JSON.parse(Buffer.from(payload, "base64").toString());
  expect(predicate.buildDefinition.internalParameters).toMatchObject({ network: "off" });
  const inPlace = await build(plan, "--studio", "none", "--network", "off");
  expect(inPlace.status).toBe(2);
  expect(inPlace.stderr).toContain("nothing keeps a plan from the network");
});
