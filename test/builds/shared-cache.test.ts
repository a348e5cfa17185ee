/** Machines that share a build cache: each with a store, caches and results of its own. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { diamonds, ended, jsonLines, type Line, writePlans } from "./trees.ts";

const needs = diamonds(12);
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
  // A fixed seed: the moments are spread over the time that the tree takes.
  const moments = [900, 1700, 600, 2300, 1200, 3000];
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

function isRefusal({ diagnostic }: Line): boolean {
  return (diagnostic as { code?: string } | undefined)?.code === "cache-refused";
}
