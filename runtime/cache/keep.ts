/** Keeps what a build made, where it is sure what it was made from. */
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Diagnostic } from "../../compiler/ir/index.ts";
import type { BuildResult } from "../build/request.ts";
import type { EventSink } from "../events.ts";
import { parseFullIdent } from "../store/ident.ts";
import { openStore } from "../store/installed.ts";
import { keep } from "./cache.ts";
import { contentDigest, declaredNeeds } from "./dependency-inputs.ts";
import type { CachedFile, Entry, PackageEntry } from "./entry.ts";
import { fileInputs, sha256OfFileNow } from "./file-inputs.ts";
import { keptFindings } from "./findings.ts";
import { type Inputs, keyOf } from "./inputs.ts";
import { type Sought, withFurther } from "./seek.ts";

/** What a build told. */
export interface Observed {
  /** What it asked for, and which release it got. */
  readonly needs: ReadonlyMap<string, string>;
  /** What it found that did not end it. */
  readonly findings: readonly Diagnostic[];
}

/** @returns A sink that passes events on, what comes by, and whether somebody worked in the build. */
export function observe(
  events: EventSink,
): Observed & { readonly events: EventSink; readonly attended: () => boolean } {
  let attended = false;
  const needs = new Map<string, string>();
  const findings: Diagnostic[] = [];
  return {
    needs,
    findings,
    attended: () => attended,
    events: (event) => {
      if (event.type === "shell") attended = true;
      if (event.type === "dependency") needs.set(event.wanted, event.resolved);
      if (event.type === "diagnostic") findings.push(event.diagnostic);
      events(event);
    },
  };
}

/**
 * Keeps a package under the key of its inputs; nothing is kept where one of them has changed while
 * it was being built.
 *
 * @param replace Whether an entry that is there gives way.
 * @returns False where another build of the same inputs was quicker: its package counts.
 * @throws HabcError `key-missing`; errors of the file system.
 */
export async function keepBuild(
  sought: Sought,
  built: Observed & { readonly result: BuildResult },
  { replace }: { readonly replace: boolean },
): Promise<boolean> {
  const { origin, known, cache, inputs } = sought;
  const { needs } = built;
  if (!(await isUnchanged(sought)) || !gotWhatWasKnown(inputs, needs)) return true;
  const declared = new Set(declaredNeeds(known.ir.settings));
  const further = [...needs.keys()].filter((wanted) => !declared.has(wanted)).sort();
  const all = further.length === 0 ? inputs : await withFurther(sought, further);
  if (!gotWhatWasKnown(all, needs)) return true;
  const entry = await packageEntry(sought, keyOf(all), built);
  const { results, keyCache: keys } = cache.locations;
  const put = (one: Entry) => keep(cache.folders, { entry: one, results, origin, keys, replace });
  if (further.length > 0) await put({ kind: "further", key: keyOf(inputs), needs: further });
  return put(entry);
}

async function isUnchanged({ known, inputs, cache }: Sought): Promise<boolean> {
  const now = await fileInputs(known.files, known.plan, cache.listing());
  const before = [...inputs].filter(([name]) => name.startsWith("file "));
  return now.size === before.length && before.every(([name, text]) => now.get(name) === text);
}

/** Another process may have installed a newer release in between. */
function gotWhatWasKnown(inputs: Inputs, needs: Observed["needs"]): boolean {
  const known = [...inputs].flatMap(([name, text]) => (name.includes("dependency ") ? [text] : []));
  const releases = new Set(known.flatMap((text) => text.split(/[ ,]+/)));
  const names = new Set([...releases].map((ident) => ident.split("/").slice(0, 2).join("/")));
  return [...needs.values()].every((ident) => {
    const name = ident.split("/").slice(0, 2).join("/");
    return releases.has(ident) || !names.has(name);
  });
}

async function packageEntry(
  { cache: { around, locations }, known }: Sought,
  key: string,
  { result, findings }: Observed & { readonly result: BuildResult },
): Promise<PackageEntry> {
  const { target } = around;
  const { ident, file, blake2b, sha256, bytes } = result;
  const name = basename(file);
  const beside = (await readdir(locations.results)).filter((other) => other.startsWith(`${name}.`));
  const installed = openStore(locations.packages, target).newest(parseFullIdent(ident));
  if (installed === undefined) throw new Error(`${ident} was built and is not installed`);
  const further = beside.sort().map((other) => describe(join(locations.results, other)));
  return {
    kind: "package",
    key,
    ident,
    target,
    blake2b,
    content: contentDigest(installed),
    files: [{ name, bytes, sha256 }, ...(await Promise.all(further))],
    findings: keptFindings(findings, known.plan.tree),
  };
}

async function describe(file: string): Promise<CachedFile> {
  const { size: bytes } = await stat(file);
  return { name: basename(file), bytes, sha256: sha256OfFileNow(file) };
}
