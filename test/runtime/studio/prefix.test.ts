import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStudio } from "../../../runtime/studio/index.ts";
import type { Studio } from "../../../runtime/studio/studio.ts";
import { makeStage, runScript, type Stage, textOf } from "./stage.ts";

const first = "/hab/pkgs/acme/one/1.0/20240101000000";
const second = "/hab/pkgs/acme/one/1.1/20240101000000";

let stage: Stage;
let studio: Studio;
beforeEach(async () => {
  stage = makeStage();
  studio = await openStudio("namespaces", stage.spec);
});
afterEach(async () => {
  await studio.close();
  await stage.remove();
});

test("is the only place of the store that takes what is written", async () => {
  const host = await studio.openPrefix(first);
  const script = `mkdir ${first}/bin && echo x > ${first}/bin/x; echo x > /hab/pkgs/acme/one/x; ls /hab/pkgs`;
  const ran = await runScript(studio, script);
  expect(ran.stdout).toBe("acme\ncore\n");
  expect(ran.stderr).toMatch(/^bash: line 1: \/hab\/pkgs\/acme\/one\/x: Read-only file system\n$/);
  expect(readFileSync(join(host, "bin/x"), "utf8")).toBe("x\n");
  expect(studio.host(`${first}/bin/x`)).toBe(join(host, "bin/x"));
  expect(studio.inside(join(host, "bin"))).toBe(`${first}/bin`);
});

test("moves with the version, and forgets what was at the earlier place", async () => {
  await studio.openPrefix(first);
  const child = studio.spawn([
    "bash",
    "-c",
    `cd ${first} && echo x > old && echo && read -ru 4; cd ${second} && echo y > new; ls -A; ls -d /hab/pkgs/acme/one/*; echo > ${first}/x`,
  ]);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const host = await studio.openPrefix(second);
  child.replies.write("\n");
  expect(await textOf(child.stdout)).toBe("new\n/hab/pkgs/acme/one/1.1\n");
  expect(await textOf(child.stderr)).toMatch(/No such file or directory/);
  expect(readdirSync(host)).toEqual(["new"]);
  expect(readdirSync(join(stage.spec.store, "acme/one"))).toEqual(["1.1"]);
});

test("leaves the store as it was when nothing is published", async () => {
  await studio.openPrefix(first);
  await studio.openPrefix(second);
  await studio.openPrefix(second);
  await studio.close();
  expect(readdirSync(stage.spec.store)).toEqual(["core"]);
  expect(readdirSync(stage.spec.scratch)).toEqual([]);
});

test("leaves what was published, and the folders that were there", async () => {
  mkdirSync(join(stage.spec.store, "acme"));
  const host = await studio.openPrefix(first);
  writeFileSync(join(host, "IDENT"), "acme/one\n");
  renameSync(host, join(stage.spec.store, first.slice("/hab/pkgs/".length)));
  const ran = await runScript(studio, `cat ${first}/IDENT; echo x > ${first}/more`);
  expect(ran.stdout).toBe("acme/one\n");
  await studio.close();
  expect(existsSync(join(stage.spec.store, "acme/one/1.0/20240101000000/IDENT"))).toBe(true);
});

test("takes modes that would keep its owner out", async () => {
  await studio.openPrefix(first);
  const script = `cd ${first} && mkdir -p a/b /tmp/a/b /src/a/b && echo > a/b/c && chmod -R 0 a /tmp/a /src/a`;
  expect(await runScript(studio, script)).toMatchObject({ status: 0, stderr: "" });
  await studio.close();
  expect(readdirSync(stage.spec.scratch)).toEqual([]);
});

test.each(["/hab/pkgs", "/hab/pkgs/../x", "/src", "/hab/pkgs/a/", "relative"])(
  "is refused at %s",
  async (path) => {
    await expect(studio.openPrefix(path)).rejects.toMatchObject({
      diagnostic: { code: "studio-failed" },
    });
  },
);

test("two studios have their own", async () => {
  const other = makeStage({ store: stage.spec.store });
  const another = await openStudio("namespaces", other.spec);
  const hosts = [await studio.openPrefix(first), await another.openPrefix(second)];
  await Promise.all([
    runScript(studio, `echo one > ${first}/file; echo no > ${second}/file`),
    runScript(another, `echo two > ${second}/file; echo no > ${first}/file`),
  ]);
  expect(hosts.map((host) => readFileSync(join(host, "file"), "utf8"))).toEqual(["one\n", "two\n"]);
  await Promise.all([studio.close(), another.close()]);
  expect(readdirSync(stage.spec.store)).toEqual(["core"]);
  await other.remove();
});

describe("in place", () => {
  test("is made in the store itself, and goes if it stays empty", async () => {
    const inPlace = await openStudio("none", { ...stage.spec, cwd: stage.spec.sourceTree });
    const prefix = join(stage.spec.store, "acme/one/1.0/20240101000000");
    const next = join(stage.spec.store, "acme/one/1.1/20240101000000");
    expect(await inPlace.openPrefix(prefix)).toBe(prefix);
    expect(await inPlace.openPrefix(next)).toBe(next);
    expect(readdirSync(join(stage.spec.store, "acme/one"))).toEqual(["1.1"]);
    await inPlace.close();
    expect(readdirSync(stage.spec.store)).toEqual(["core"]);
  });
});
