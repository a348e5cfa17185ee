/** Gives builds exactly the releases that a lock file names. */
import { type Diagnostic, HabcError } from "../../compiler/ir/index.ts";
import type { DependencySource, Found } from "../store/dependency-source.ts";
import { formatIdent, isFullIdent, type PackageIdent, parseFullIdent } from "../store/ident.ts";
import type { ReleaseChoice } from "../store/release-choice.ts";
import type { LockedPackage } from "./lock-file.ts";
import { filesDigest, releasesOf } from "./make-lock.ts";

/** A lock that builds keep to. */
export interface Lock {
  /** Its path, for messages. */
  readonly file: string;
  /** Those of the target alone. */
  readonly packages: readonly LockedPackage[];
  /** Whether a package, `origin/name`, is built from a plan of the tree: these are not locked. */
  readonly isBuilt: (name: string) => boolean;
}

/**
 * @returns A choice that refuses what the lock does not name, and what is not what it names.
 */
export function lockedChoice(lock: Lock): ReleaseChoice {
  const releases = releasesOf(lock.packages);
  const byIdent = new Map(lock.packages.map((one) => [one.ident, one]));

  function lockedFor(ident: PackageIdent): LockedPackage | undefined {
    const text = formatIdent(ident);
    const release = isFullIdent(ident) && byIdent.has(text) ? text : releases.get(text);
    return release === undefined ? undefined : byIdent.get(release);
  }

  async function find(source: DependencySource, ident: PackageIdent): Promise<Found | undefined> {
    const text = formatIdent(ident);
    const locked = lockedFor(ident);
    if (locked === undefined) {
      if (!lock.isBuilt(`${ident.origin}/${ident.name}`)) throw notLocked([text], lock.file);
      return source.find(ident);
    }
    const found = await source.find(parseFullIdent(locked.ident));
    return found === undefined ? undefined : checked(found, locked, lock.file);
  }
  // Asked when no source has a package.
  const last: DependencySource = {
    async find(ident) {
      const locked = lockedFor(ident);
      if (locked !== undefined) throw notThere(locked, formatIdent(ident), lock.file);
      return undefined;
    },
  };
  return (sources) => [
    ...sources.map((source) => ({ ...source, find: (ident: PackageIdent) => find(source, ident) })),
    last,
  ];
}

function notThere({ ident }: LockedPackage, wanted: string, file: string): HabcError {
  return new HabcError("dep-missing", `${ident} is not installed, which ${file} names`, {
    hint: `install it, or \`habc lock --update ${wanted}\` to take another release`,
  });
}

/** @returns The refusal of a package that is not what was locked. */
function checked(found: Found, locked: LockedPackage, file: string): Found {
  return {
    ...found,
    async install() {
      const installed = await found.install();
      const files = await filesDigest(installed);
      if (files === locked.files) return installed;
      throw new HabcError(
        "lock-outdated",
        `${locked.ident} is not the package that ${file} names: the checksum of its FILES is ${files ?? "missing"}, not ${locked.files ?? "missing"}`,
        { hint: "install the package that was locked, or `habc lock --update` to take this one" },
      );
    },
  };
}

/**
 * What a lock lacks of what plans name.
 *
 * @throws HabcError `lock-outdated` for the first, with the others beside it.
 */
export function refuseUnlocked(wanted: readonly string[], lock: Lock): void {
  const releases = releasesOf(lock.packages);
  const missing = wanted.filter((text) => {
    const [origin = "", name = ""] = text.split("/");
    return !releases.has(text) && !lock.isBuilt(`${origin}/${name}`);
  });
  if (missing.length > 0) throw notLocked([...new Set(missing)].sort(), lock.file);
}

function notLocked(missing: readonly string[], file: string): HabcError {
  const [first, ...others] = missing.map(
    (text): Diagnostic => ({
      code: "lock-outdated",
      severity: "error",
      message: `${text} is not in ${file}`,
      hint: "`habc lock` adds what is new and leaves the rest as it is",
      spans: [],
    }),
  );
  return new HabcError("lock-outdated", first?.message ?? "", { hint: first?.hint ?? "", others });
}
