import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { InstalledStore } from "../../../runtime/store/installed.ts";
import { openStore } from "../../../runtime/store/installed.ts";

export const target = "x86_64-linux";

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "habc-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a package as a build leaves it; `files` adds to its metadata or replaces it. */
export function addPackage(
  store: string,
  ident: string,
  files: Readonly<Record<string, string>> = {},
): string {
  const folder = join(store, ident);
  const all = { IDENT: `${ident}\n`, TARGET: `${target}\n`, ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What a package of a made graph has. */
export interface Made {
  readonly deps?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * Makes a store of packages by `name/version`, all of origin `acme` and of one release, with
 * `DEPS`, `TDEPS` (closed over the graph, prerequisites behind what needs them) and one program
 * folder each.
 */
export function madeStore(packages: Readonly<Record<string, Made>>): InstalledStore {
  const store = temporaryFolder();
  for (const [short, { files = {} }] of Object.entries(packages)) {
    const deps = directOf(packages, short);
    const lists =
      deps.length === 0 ? {} : { DEPS: lines(deps), TDEPS: lines(transitiveOf(packages, short)) };
    const path = { PATH: `/hab/pkgs/${full(short)}/bin\n` };
    addPackage(store, full(short), { ...lists, ...path, ...files });
  }
  return openStore(store, target);
}

/** `zlib/1.3` → `acme/zlib/1.3/20240101000000`. */
export function full(short: string): string {
  return `acme/${short}/20240101000000`;
}

function directOf(packages: Readonly<Record<string, Made>>, short: string): readonly string[] {
  return packages[short]?.deps ?? [];
}

function transitiveOf(packages: Readonly<Record<string, Made>>, short: string): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  const visit = (dep: string) => {
    if (seen.has(dep)) return;
    seen.add(dep);
    [...directOf(packages, dep)].reverse().forEach(visit);
    finished.unshift(dep);
  };
  [...directOf(packages, short)].reverse().forEach(visit);
  return finished;
}

function lines(shorts: readonly string[]): string {
  return shorts.map((short) => `${full(short)}\n`).join("");
}
