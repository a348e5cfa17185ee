/**
 * The package store: what is installed below one folder, `origin/name/version/release` each a
 * folder. Folders are listed when they are first asked for and then remembered, as a build
 * must not see the store change under it; open the store anew for each build.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import {
  type FullIdent,
  formatIdent,
  isFullIdent,
  type PackageIdent,
  tryParseIdent,
} from "./ident.ts";
import { brokenPackage, isAbsence, openPackage, type Package } from "./package.ts";
import { compareReleases } from "./version-order.ts";

/** The packages of one folder for one target. Every method throws HabcError `dep-broken`. */
export interface InstalledStore {
  /** The folder on this machine. */
  readonly folder: string;
  readonly target: string;
  /** The newest release that satisfies an identifier. */
  newest(ident: PackageIdent): Package | undefined;
  /** Every release that satisfies an identifier, the newest first. */
  all(ident: PackageIdent): readonly Package[];
  /** The same without a look into the folders: one need not be a package of this target. */
  releases(ident: PackageIdent): readonly FullIdent[];
  /** `origin/name` of everything that has a folder, sorted. */
  names(): readonly string[];
  /** Looks again at a package that was installed or removed meanwhile. */
  forget(ident: PackageIdent): void;
}

/**
 * @param folder The folder of the packages on this machine; it need not be there.
 * @param target Packages of another target are not seen.
 */
export function openStore(folder: string, target: string): InstalledStore {
  const listings = new Map<string, readonly string[]>();
  const packages = new Map<string, Package | undefined>();

  function list(...parts: readonly string[]): readonly string[] {
    const key = parts.join("/");
    const known = listings.get(key) ?? readFolder(join(folder, ...parts));
    listings.set(key, known);
    return known;
  }

  function candidates(ident: PackageIdent): FullIdent[] {
    const { origin, name } = ident;
    if (isFullIdent(ident)) return [ident];
    const versions = ident.version === undefined ? list(origin, name) : [ident.version];
    return versions
      .filter((version) => tryParseIdent(`${origin}/${name}/${version}`))
      .flatMap((version) => list(origin, name, version).map((release) => [version, release]))
      .map((parts) => tryParseIdent([origin, name, ...parts].join("/")))
      .filter((found) => found !== undefined && isFullIdent(found))
      .sort((a, b) => compareReleases(b, a));
  }

  function open(ident: FullIdent): Package | undefined {
    const key = formatIdent(ident);
    if (!packages.has(key)) packages.set(key, openInstalled(ident, join(folder, key), target));
    return packages.get(key);
  }

  return {
    folder,
    target,
    newest: (ident) => firstOf(candidates(ident), open),
    all: (ident) => candidates(ident).flatMap((found) => open(found) ?? []),
    releases: candidates,
    names: () => list().flatMap((origin) => list(origin).map((name) => `${origin}/${name}`)),
    forget: ({ origin, name }) => {
      for (const known of [listings, packages]) {
        for (const key of known.keys()) {
          const isOfIt = key === `${origin}/${name}` || key.startsWith(`${origin}/${name}/`);
          if (isOfIt || key === origin || key === "") known.delete(key);
        }
      }
    },
  };
}

/**
 * A folder without `IDENT` is being built or unpacked by another process, and one with another
 * `TARGET` is not for this build: neither is a package here.
 */
function openInstalled(ident: FullIdent, hostPath: string, target: string): Package | undefined {
  const found = openPackage(ident, hostPath);
  const written = found.text("IDENT");
  if (!written) return undefined;
  if (written !== found.name) {
    throw brokenPackage(found.name, `its IDENT is ${JSON.stringify(written)}`);
  }
  const built = found.text("TARGET");
  if (!built) throw brokenPackage(found.name, "it has no TARGET");
  return built === target ? found : undefined;
}

function firstOf<Item, Value>(
  items: readonly Item[],
  find: (item: Item) => Value | undefined,
): Value | undefined {
  for (const item of items) {
    const value = find(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((entry) => !entry.startsWith("."))
      .sort();
  } catch (cause) {
    if (isAbsence(cause)) return [];
    throw new HabcError("dep-broken", `the package store cannot be read: ${folder}`, {
      hint: "check the rights on the folder",
      cause,
    });
  }
}
