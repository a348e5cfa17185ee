/** Puts the package of an entry where a build would have left it. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BuildResult } from "../build/request.ts";
import { withLock } from "../installed/lock.ts";
import { readHartMetadata } from "../package/hart-metadata.ts";
import { unpackHart } from "../package/hart-unpack.ts";
import { putResult, type ResultsPlace, writeLastBuild } from "../phases/outputs.ts";
import { parseFullIdent } from "../store/ident.ts";
import { openStore } from "../store/installed.ts";
import type { Locations } from "../store/locations.ts";
import { type FoundEntry, placeOf } from "./cache.ts";
import { contentDigest } from "./dependency-inputs.ts";
import type { CachedFile, PackageEntry } from "./entry.ts";
import { copyVerified, isWhole } from "./folder.ts";

/** Where a build leaves things. */
export interface Destination extends ResultsPlace {
  readonly locations: Locations;
}

/**
 * Verifies the package, installs it where it is not installed, and puts its files into the results
 * folder where they are not there.
 *
 * @throws Error where the cache does not have what the entry says, or the store has another package
 *   of that name: then there is nothing to reuse. HabcError where it could not be written, or its
 *   signature does not hold.
 */
export async function reuse(
  found: FoundEntry<PackageEntry>,
  destination: Destination,
): Promise<BuildResult> {
  const { entry } = found;
  const { packages, keyCache, results } = destination.locations;
  refuseOther(entry, packages);
  for (const file of entry.files) await ensureResult(found, file, destination);
  const [hart] = entry.files;
  const file = join(results, hart.name);
  const unpacked = await unpackMissing(entry, { file, packages, keys: keyCache });
  if (unpacked) refuseOther(entry, packages);
  const { ident, target, blake2b } = entry;
  const { bytes, sha256 } = hart;
  await writeLastBuild(destination, { ident, target, file, sha256, blake2b });
  return { ident, file, sha256, blake2b, bytes };
}

/** A release is one package for ever: what is installed under its name must be the same. */
function refuseOther({ ident, target, content }: PackageEntry, packages: string): void {
  const installed = openStore(packages, target).newest(parseFullIdent(ident));
  if (installed === undefined || contentDigest(installed) === content) return;
  throw new Error(`${ident} is installed, but is another package`);
}

async function unpackMissing(
  { ident, target }: PackageEntry,
  { file, packages, keys }: { readonly [Name in "file" | "packages" | "keys"]: string },
): Promise<boolean> {
  const isInstalled = (name: string) =>
    openStore(packages, target).newest(parseFullIdent(name)) !== undefined;
  if (isInstalled(ident)) return false;
  await mkdir(packages, { recursive: true });
  // What it runs with must not go while it comes.
  return await withLock(packages, { kind: "shared" }, async () => {
    const { metadata } = await readHartMetadata(file, { names: ["TDEPS"] });
    const needed = (metadata.get("TDEPS") ?? "").split("\n").filter(Boolean);
    const missing = needed.find((name) => !isInstalled(name));
    if (missing !== undefined) throw new Error(`${missing} was uninstalled meanwhile`);
    const unpacked = await unpackHart(file, { into: packages, keys });
    if (unpacked.ident === ident) return true;
    throw new Error(`the package is ${unpacked.ident}, not ${ident}`);
  });
}

async function ensureResult(
  found: FoundEntry,
  file: CachedFile,
  destination: Destination,
): Promise<void> {
  if (await isWhole(join(destination.locations.results, file.name), file)) return;
  await putResult(destination, file.name, async (temporary) => {
    const place = placeOf(found, file);
    if (await copyVerified(place, temporary, file)) return;
    throw new Error(`${place} is missing or damaged`);
  });
}
