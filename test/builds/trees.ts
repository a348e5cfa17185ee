/** Trees of plans for tests of many builds. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workshop } from "../support/workshop.ts";

/** What each plan of a tree needs, by name. */
export type Needs = Readonly<Record<string, readonly string[]>>;

/**
 * Plans with many diamonds among them: each needs up to three of the ten before it.
 *
 * @param count How many.
 */
export function diamonds(count: number): Needs {
  const name = (at: number) => `p${String(at).padStart(2, "0")}`;
  const needs = (at: number) =>
    [2, 3, 7].map((back) => at - back).filter((other) => other >= 0 && (at + other) % 4 !== 0);
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [name(at), needs(at).map(name)]),
  );
}

/** Writes plans below `plans/`, the first dependency of each for running, the others for building. */
export function writePlans(workshop: Workshop, needs: Needs): void {
  for (const [name, [first, ...others]] of Object.entries(needs)) {
    const run = first === undefined ? "" : `acme/${first}`;
    const build = others.map((other) => `acme/${other}`).join(" ");
    workshop.write(
      `plans/${name}/plan.sh`,
      `pkg_name=${name}\npkg_origin=acme\npkg_version=1.0\npkg_deps=(${run})\npkg_build_deps=(${build})\ndo_build() { echo "building $pkg_name"; }\ndo_install() { echo "$pkg_name" > "$pkg_prefix/data"; }\n`,
    );
    workshop.write(`plans/${name}/hooks/run`, "#!/bin/sh\nexec sleep 1\n");
  }
}

/** All that need a plan, directly or not. */
export function users(needs: Needs, name: string): string[] {
  const found = new Set<string>();
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [user, all] of Object.entries(needs)) {
      if (all.some((need) => need === name || found.has(need))) found.add(user);
    }
  }
  return [...found].sort();
}

/** One line of `habc build --json`. */
export interface Line {
  readonly type: string;
  readonly plan?: string;
  readonly name?: string;
  readonly outcome?: string;
  readonly ident?: string;
  readonly [field: string]: unknown;
}

export function jsonLines(stdout: string): Line[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** The names of the plans that ended in some way. */
export function ended(lines: readonly Line[], outcome: string): string[] {
  return lines
    .filter((line) => line.type === "plan-finished" && line.outcome === outcome)
    .map(({ name = "" }) => name.replace("acme/", ""))
    .sort();
}

/** The newest installed release of each package of `acme`, by name. */
export function releases({ packages }: Workshop): Record<string, string> {
  const names = readdirSync(join(packages, "acme")).sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      readdirSync(join(packages, "acme", name, "1.0"))
        .sort()
        .at(-1) ?? "",
    ]),
  );
}

/** A metadata file of the newest release of a package of `acme`. */
export function metadata(workshop: Workshop, name: string, file: string): string {
  const release = releases(workshop)[name] ?? "";
  return readFileSync(join(workshop.packages, "acme", name, "1.0", release, file), "utf8");
}
