/** `habc compile --evaluate`: what plans of both kinds are when they run, and what they cannot reach. */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";

let workshop: Workshop;
const server = createServer((_, response) => response.end("reached"));
let port = 0;
beforeAll(async () => {
  workshop = await openWorkshop();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
  workshop.write("ts/VERSION", "9.8.7\n");
  workshop.write(
    "ts/plan.ts",
    `import { execSync } from "node:child_process";
import { definePlan } from "habc";
console.log("loading ts");
export default definePlan({
  pkg_name: "typed", pkg_origin: "acme",
  pkg_version: execSync("cat VERSION").toString().trim(),
  pkg_description: process.env.GIVEN ?? "none",
  pkg_maintainer: await fetch("http://127.0.0.1:${port}").then(() => "reached", () => "closed"),
  do_build() {},
});
`,
  );
  workshop.write("sh/VERSION", "1.2\n");
  workshop.write(
    "sh/plan.sh",
    `pkg_name=shell
pkg_origin=acme
pkg_version=$(cat VERSION)
pkg_description="\${GIVEN:-none}"
echo loading sh
(exec 3<>/dev/tcp/127.0.0.1/${port}) 2>/dev/null && pkg_maintainer=reached || pkg_maintainer=closed
do_install() { :; }
`,
  );
});
afterAll(() => {
  server.close();
  workshop.close();
});

test("plans of both kinds have their final values, and no network", async () => {
  const args = ["compile", "--evaluate", "--json", "--env", "GIVEN=a=b", "ts", "sh"];
  const { status, stdout, stderr } = await workshop.habc(args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "loading ts\nloading sh\n" });
  const [typed, shell] = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(typed).toMatchObject({
    ok: true,
    kind: "plan.ts",
    settings: { pkg_version: "9.8.7", pkg_description: "a=b", pkg_maintainer: "closed" },
    dynamic: {},
    callbacks: { do_build: { language: "typescript", span: { start: { line: 9 } } } },
    reads: ["GIVEN"],
  });
  expect(shell).toMatchObject({
    ok: true,
    kind: "plan.sh",
    settings: { pkg_version: "1.2", pkg_description: "a=b", pkg_maintainer: "closed" },
    dynamic: {},
    callbacks: { do_install: { language: "bash", span: { start: { line: 7 } } } },
  });
});

test("without it nothing of a plan runs", async () => {
  const { stdout, stderr } = await workshop.habc(["compile", "--json", "ts", "sh"]);
  expect(stderr).toBe("");
  const dynamic = stdout
    .trimEnd()
    .split("\n")
    .map((line) => Object.keys(JSON.parse(line).dynamic));
  expect(dynamic[0]).toEqual(["pkg_version", "pkg_maintainer"]);
});

test("a plan that cannot be loaded is told, and the others go on", async () => {
  workshop.write("bad/plan.ts", 'throw new Error("no such thing");\nexport default 1;\n');
  const { status, stdout, stderr } = await workshop.habc(["compile", "--evaluate", "bad", "sh"]);
  expect(status).toBe(1);
  expect(stderr).toContain("error[plan-load-failed]: ");
  expect(stderr).toContain("no such thing");
  expect(stdout).toContain("pkg_name: shell\n");
});

test("nothing is left in the working directory", async () => {
  const cwd = join(workshop.folder, "sh");
  await workshop.habc(["compile", "--evaluate", "."], { cwd, env: { HAB_OUTPUT_PATH: "" } });
  expect(existsSync(join(cwd, "results"))).toBe(false);
});
