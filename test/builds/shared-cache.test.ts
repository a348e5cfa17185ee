/** Machines that share a build cache: each with a store, caches and results of its own. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { diamonds, ended, jsonLines, type Line, writePlans } from "./trees.ts";

const needs = diamonds(12);
/** The same moments and damages each time. */
const seed = 20261121;
const names = Object.keys(needs);
let machines: readonly [Workshop, Workshop];
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  machines = [await openWorkshop(), await openWorkshop()];
  const [{ folder }] = machines;
  env = { HABC_CACHE: join(folder, "shared"), HAB_CACHE_KEY_PATH: join(folder, "keys") };
  for (const machine of machines) writePlans(machine, needs);
});
afterEach(() => {
  for (const machine of machines) machine.close();
});

function lines(stdout: string): Line[] {
  const text = stdout.slice(0, stdout.lastIndexOf("\n"));
  return text === "" ? [] : jsonLines(text);
}

async function build(machine: Workshop, killAfter?: number) {
  const began = await machine.habc(["build", "--all", "plans", "--json", "--keep-going"], {
    env,
    during: (child) => {
      if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
    },
  });
  return { ...began, lines: lines(began.stdout) };
}

/** The idents that a run ended with. */
function idents(all: readonly Line[]): string[] {
  return all.flatMap(({ type, ident }) => (type === "plan-finished" ? (ident ?? []) : [])).sort();
}

test("what one builds the other reuses, byte for byte", async () => {
  const [one, other] = machines;
  const first = await build(one);
  expect(ended(first.lines, "built")).toEqual(names);
  const second = await build(other);
  expect(ended(second.lines, "unchanged")).toEqual(names);
  expect(idents(second.lines)).toEqual(idents(first.lines));
  const harts = readdirSync(one.results).filter((name) => name.endsWith(".hart"));
  expect(harts).toHaveLength(names.length);
  for (const hart of harts) {
    const [ours, theirs] = [one, other].map(({ results }) => readFileSync(join(results, hart)));
    expect(ours?.equals(theirs ?? Buffer.alloc(0))).toBe(true);
  }
});

test("killed at random and started again, they end with the same packages", {
  timeout: 120_000,
}, async () => {
  const [one, other] = machines;
  // Spread over the time that the tree takes.
  const moments = fc.sample(fc.integer({ min: 400, max: 3000 }), { seed, numRuns: 6 });
  const refused: Line[] = [];
  for (let at = 0; at < moments.length; at += 2) {
    const runs = await Promise.all([build(one, moments[at]), build(other, moments[at + 1])]);
    refused.push(...runs.flatMap((run) => run.lines.filter(isRefusal)));
  }
  const last = await Promise.all([build(one), build(other)]);
  const ends = [await build(one), await build(other)];
  for (const run of [...last, ...ends]) {
    expect(run.status, run.stderr).toBe(0);
    refused.push(...run.lines.filter(isRefusal));
  }
  expect(refused).toEqual([]);
  for (const run of ends) expect(ended(run.lines, "unchanged")).toEqual(names);
  expect(idents(ends[1]?.lines ?? [])).toEqual(idents(ends[0]?.lines ?? []));
  for (const machine of machines) {
    for (const ident of idents(ends[0]?.lines ?? [])) {
      const hart = `${ident.replaceAll("/", "-")}-x86_64-linux.hart`;
      const verified = await machine.habc(["pkg", "verify", join(machine.results, hart)], { env });
      expect(verified.status, verified.output).toBe(0);
      expect(readFileSync(join(machine.packages, ident, "IDENT"), "utf8")).toBe(`${ident}\n`);
    }
  }
  // Nothing half-written is left in the cache but what the last writers of each name were at.
  const shared = env["HABC_CACHE"] ?? "";
  const files = execFileSync("find", [join(shared, "files"), "-type", "f", "-name", "[0-9a-f]*"]);
  for (const file of files.toString().trim().split("\n")) {
    const sum = execFileSync("sha256sum", [file]).toString().slice(0, 64);
    expect(file.endsWith(sum)).toBe(true);
  }
});

test("what was damaged or planted is never used, and both end with the same packages", {
  timeout: 120_000,
}, async () => {
  const [one, other] = machines;
  await build(one);
  const shared = env["HABC_CACHE"] ?? "";
  const find = (kind: string) =>
    execFileSync("find", [join(shared, kind), "-type", "f", "-name", "[0-9a-f]*"], {
      encoding: "utf8",
    })
      .trim()
      .split("\n")
      .sort();
  const [entries, files] = [find("entries"), find("files")];
  const planIn = (file: string) =>
    /acme-(p\d+)-1\.0-/.exec(readFileSync(file, "latin1"))?.[1] ?? "";
  const ofPlan = new Map(entries.map((file) => [file, planIn(file)]));
  const kinds = Object.values(damages);
  // Each kind falls on an entry, and on a file that an entry speaks of; some plans are spared.
  const struck = new Set<string>();
  const order = fc.sample(fc.shuffledSubarray(entries, { minLength: kinds.length }), {
    seed,
    numRuns: 1,
  });
  for (const [at, damage] of kinds.entries()) {
    const entry = order[0]?.[at] ?? "";
    struck.add(ofPlan.get(entry) ?? "");
    const sums = [...readFileSync(entry, "latin1").matchAll(/"sha256": "([0-9a-f]{64})"/g)];
    const file = files.find((path) => path.endsWith(sums[at % sums.length]?.[1] ?? "none")) ?? "";
    damage(
      at % 2 === 0 ? entry : file,
      entries[(entries.indexOf(entry) + 1) % entries.length] ?? "",
    );
  }
  expect(struck.size).toBe(kinds.length);

  const second = await build(other);
  expect(second.status, second.stderr).toBe(0);
  for (const name of ended(second.lines, "unchanged")) expect(struck).not.toContain(name);
  expect(second.lines.filter(isRefusal).length).toBeGreaterThan(0);
  await Promise.all([build(one), build(other)]);
  const ends = [await build(one), await build(other)];
  for (const run of ends) {
    expect(ended(run.lines, "unchanged")).toEqual(names);
    expect(run.lines.filter(isRefusal)).toEqual([]);
  }
  expect(idents(ends[1]?.lines ?? [])).toEqual(idents(ends[0]?.lines ?? []));
  for (const machine of machines) {
    for (const ident of idents(ends[0]?.lines ?? [])) {
      const [, name = ""] = ident.split("/");
      expect(readFileSync(join(machine.packages, ident, "data"), "utf8")).toBe(`${name}\n`);
    }
  }
});

type Damage = (file: string, another: string) => void;

/** What a bad disk, a bad copy or a bad neighbour does to a file of the cache. */
const damages = {
  flip(file) {
    const bytes = readFileSync(file);
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 4;
    writeFileSync(file, bytes);
  },
  cutShort: (file) => truncateSync(file, 100),
  empty: (file) => truncateSync(file, 0),
  append: (file) => appendFileSync(file, "more"),
  swap: (file, another) => copyFileSync(another, file),
  link(file, another) {
    rmSync(file);
    symlinkSync(another, file);
  },
  pipe(file) {
    rmSync(file);
    execFileSync("mkfifo", [file]);
  },
  huge: (file) => truncateSync(file, 1e12),
} as const satisfies Record<string, Damage>;

function isRefusal({ diagnostic }: Line): boolean {
  return (diagnostic as { code?: string } | undefined)?.code === "cache-refused";
}
