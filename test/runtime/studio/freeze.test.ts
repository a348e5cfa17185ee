import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStudio } from "../../../runtime/studio/index.ts";
import type { Studio } from "../../../runtime/studio/studio.ts";
import { makeStage, type Stage, until } from "./stage.ts";

let stage: Stage;
let studio: Studio;
beforeEach(() => {
  stage = makeStage();
});
afterEach(async () => {
  await studio.close();
  await stage.remove();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(["namespaces", "none"] as const)("freezing a studio of kind %s", (kind) => {
  test("stops those that write, and lets them go on", async () => {
    const cwd = kind === "none" ? stage.spec.sourceTree : "/src";
    studio = await openStudio(kind, { ...stage.spec, cwd });
    const loop = "while :; do echo >> results/$1; done";
    const writers = `${loop} & set -- 2; ( ${loop} ) & wait`;
    studio.spawn(["bash", "-c", writers, "bash", "1"]);
    const size = () =>
      ["1", "2"].map((name) => {
        const found = statSync(join(stage.spec.results, name), { throwIfNoEntry: false });
        return found?.size ?? 0;
      });
    await until(() => size().every((bytes) => bytes > 100), "both write");

    await studio.freeze();
    if (kind === "none") await pause(50);
    const frozen = size();
    await pause(200);
    expect(size()).toEqual(frozen);

    await studio.thaw();
    await until(() => size().every((bytes, at) => bytes > (frozen[at] ?? 0)), "both write again");
  });
});

test("a process that starts others all the time is stopped with all of them", async () => {
  studio = await openStudio("namespaces", stage.spec);
  const script = "f() { while :; do (echo >> results/ticks) & wait; done; }; f & f & f";
  studio.spawn(["setsid", "bash", "-c", script]);
  const read = () => readFileSync(join(stage.spec.results, "ticks"), "utf8").length;
  await until(
    () => statSync(join(stage.spec.results, "ticks"), { throwIfNoEntry: false }) !== undefined,
    "a tick",
  );
  for (let round = 0; round < 10; round += 1) {
    await studio.freeze();
    const before = read();
    await pause(20);
    expect(read()).toBe(before);
    await studio.thaw();
    await until(() => read() > before, "another tick");
  }
});

test("a studio that has ended cannot be frozen", async () => {
  studio = await openStudio("namespaces", stage.spec);
  await studio.close();
  await expect(studio.freeze()).rejects.toMatchObject({ diagnostic: { code: "studio-failed" } });
});
