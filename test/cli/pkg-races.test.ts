import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startHabc } from "./habc.ts";
import { full, hiddenIn, openPlace, type Place } from "./package-place.ts";

/** Enough files that unpacking and removing them takes some time. */
const files = Object.fromEntries(
  Array.from({ length: 100 }, (_, at) => [`share/${at % 10}/${at}`, `${at}\n`.repeat(200)]),
);

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.hart("libc/1", { files });
  await place.hart("zlib/1", { deps: ["libc/1"], files });
  const deps = { deps: ["zlib/1"], tdeps: ["zlib/1", "libc/1"] };
  await place.hart("app/1", { ...deps, files: { ...files, "hooks/install": hook() } });
  await place.hart("other/1", { ...deps, files });
});
afterEach(() => place.close());

function hook(): string {
  return `#!/bin/sh\necho run >> ${join(place.folder, "hook.log")}\n`;
}

function start(...args: string[]) {
  const child = startHabc(["pkg", ...args], { cwd: place.folder, env: place.env });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (data: string) => {
    text += data;
  });
  child.stdout.resume();
  const ended = once(child, "close").then(([status]) => ({
    status: status as number | null,
    text,
  }));
  return { child, ended };
}

/** Every package that can be seen is whole, and so is what it runs with. */
function expectWholeStore(): void {
  for (const ident of place.installed()) {
    const folder = join(place.packages, ident);
    for (const [path, text] of Object.entries(files)) {
      expect(statSync(join(folder, path)).size).toBe(text.length);
    }
    const tdeps = join(folder, "TDEPS");
    const needed = existsSync(tdeps) ? readFileSync(tdeps, "utf8").trim().split("\n") : [];
    for (const each of needed) expect(existsSync(join(place.packages, each, "IDENT"))).toBe(true);
  }
}

describe("a process that is killed at any moment", () => {
  test("leaves a store of whole packages, and the next one goes on", {
    timeout: 60_000,
  }, async () => {
    const seen = new Set<number>();
    const moments = fc.sample(fc.integer({ min: 80, max: 360 }), { seed: 20261121, numRuns: 16 });
    for (const [round, moment] of moments.entries()) {
      const args =
        round % 2 === 0
          ? ["install", "--from", "harts", "acme/app", "acme/other"]
          : ["uninstall", "acme/app", "acme/other"];
      const { child, ended } = start(...args);
      await sleep(moment);
      child.kill("SIGKILL");
      await ended;
      expectWholeStore();
      seen.add(place.installed().length);
      // So that the next round has something to do.
      if (round % 4 === 1) place.install("app/1", "other/1");
      if (round % 4 === 3) place.pkg(["uninstall", "acme/app", "acme/other", "acme/zlib"]);
    }
    // It was not always too early or too late.
    expect(seen.size).toBeGreaterThan(1);
    place.install("app/1", "other/1");
    expect(place.installed()).toEqual(["app/1", "libc/1", "other/1", "zlib/1"].map(full));
    expect(place.pkg(["uninstall", "acme/app", "acme/other"]).status).toBe(0);
    expect([...place.installed(), ...hiddenIn(place)]).toEqual([]);
  });
});

describe("many processes at once", () => {
  test("install one package once, and run its hook once", { timeout: 60_000 }, async () => {
    const all = Array.from({ length: 5 }, () => start("install", "--from", "harts", "acme/app"));
    for (const { ended } of all) expect(await ended).toEqual({ status: 0, text: "" });
    expect(readFileSync(join(place.folder, "hook.log"), "utf8")).toBe("run\n");
    expect(hiddenIn(place)).toEqual([]);
    expectWholeStore();
  });

  test("install and uninstall what needs each other, and nothing is ever missing", {
    timeout: 60_000,
  }, async () => {
    const jobs = ["app", "other", "app", "other"].map(async (name, at) => {
      for (let round = 0; round < 3; round += 1) {
        await sleep(at * 20);
        const installing = await start("install", "--from", "harts", `acme/${name}`).ended;
        expect(installing).toEqual({ status: 0, text: "" });
        const { status, text } = await start("uninstall", `acme/${name}`).ended;
        // Another process may have removed it already.
        if (status !== 0) expect(text).toContain("error[package-missing]");
      }
    });
    await Promise.all(jobs);
    expectWholeStore();
    expect(hiddenIn(place)).toEqual([]);
    for (const name of ["app", "other"]) {
      place.install(`${name}/1`);
      expect(place.pkg(["uninstall", `acme/${name}`]).status).toBe(0);
    }
    expect(place.installed()).toEqual([]);
  });
});
