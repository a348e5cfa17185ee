/** Resolves what the plans of a tree need from outside, and says exactly what that is. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { HabcError, isHabcError, refuseTogether } from "../../compiler/ir/index.ts";
import { blake2b, blake2bOfFile } from "../crypto/digests.ts";
import { isStandIn } from "../installed/host/is-stand-in.ts";
import { formatIdent } from "../store/ident.ts";
import { isAbsence, type Package } from "../store/package.ts";
import { type ResolveContext, resolvePackages } from "../store/resolve.ts";
import type { LockedPackage } from "./lock-file.ts";

/** What a lock is made of. */
export interface LockRequest {
  /** The identifiers that plans name, each once. */
  readonly wanted: readonly string[];
  readonly target: string;
  /** What is locked already: it stays as it is, but for what is updated. */
  readonly previous: readonly LockedPackage[];
  /** `true`: everything; a package: this one; absent: only what is new. */
  readonly update?: string | true | undefined;
  readonly context: ResolveContext;
  /** Folders that may hold the packages as files. */
  readonly harts: readonly string[];
}

/** What became of an identifier that plans name. */
export interface LockChange {
  readonly wanted: string;
  /** Absent: it was not locked before. */
  readonly before?: string;
  /** Absent: no plan names it any more. */
  readonly now?: string;
}

/**
 * @returns All packages of the new lock, those of other targets as they were, and what has changed.
 * @throws HabcError `dep-missing` for all that are missing at once; `usage` where nothing is locked that could be updated.
 */
export async function makeLock(request: LockRequest): Promise<{
  readonly packages: readonly LockedPackage[];
  readonly changes: readonly LockChange[];
}> {
  const { target, previous, context } = request;
  const ours = previous.filter((one) => one.target === target);
  const before = releasesOf(ours);
  const kept = keptReleases(before, request);
  const now = new Map<string, Package>();
  const missing: HabcError[] = [];
  for (const wanted of request.wanted) {
    try {
      const [found] = await resolvePackages([kept.get(wanted) ?? wanted], context);
      if (found !== undefined) now.set(wanted, found);
    } catch (thrown) {
      if (!isHabcError(thrown)) throw thrown;
      missing.push(thrown);
    }
  }
  refuseTogether(missing);
  const direct = [...now.values()];
  const further = new Set(direct.flatMap((found) => found.tdeps().map(formatIdent)));
  const all = [...direct, ...(await resolvePackages([...further], context))];
  const packages = new Map<string, LockedPackage>();
  for (const found of all) {
    if (packages.has(found.name)) continue;
    const wanted = [...now].filter(([, { name }]) => name === found.name).map(([text]) => text);
    packages.set(found.name, await describe(found, wanted.sort(), request));
  }
  const others = previous.filter((one) => one.target !== target);
  return { packages: [...others, ...packages.values()], changes: changesOf(before, now) };
}

/** The release of each identifier that plans name. */
export function releasesOf(packages: readonly LockedPackage[]): Map<string, string> {
  return new Map(
    packages.flatMap(({ ident, wanted }) => wanted.map((text) => [text, ident] as const)),
  );
}

function keptReleases(
  before: ReadonlyMap<string, string>,
  { update }: LockRequest,
): ReadonlyMap<string, string> {
  if (update === undefined) return before;
  if (update === true) return new Map();
  const isMeant = (wanted: string) => wanted === update || wanted.startsWith(`${update}/`);
  const kept = [...before].filter(([wanted]) => !isMeant(wanted));
  if (kept.length < before.size) return new Map(kept);
  throw new HabcError("usage", `nothing is locked for ${update}`, {
    hint:
      before.size === 0
        ? "`habc lock` makes the lock file"
        : `locked are ${[...before.keys()].sort().join(", ")}`,
  });
}

async function describe(
  found: Package,
  wanted: readonly string[],
  { target, harts, previous }: LockRequest,
): Promise<LockedPackage> {
  const files = await filesDigest(found);
  const known = previous.find((one) => one.ident === found.name && one.target === target);
  // What was locked by its file stays so on a machine that does not have the file.
  const hart =
    (await hartDigest(found, target, harts)) ?? (known?.files === files ? known?.hart : undefined);
  return {
    ident: found.name,
    target,
    wanted,
    ...(files === undefined ? {} : { files }),
    ...(hart === undefined ? {} : { hart }),
    ...(isStandIn(found) ? { standIn: true } : {}),
  };
}

/** BLAKE2b of the package's `FILES`, which has the checksum of each of its files. */
export async function filesDigest({
  hostPath,
}: Pick<Package, "hostPath">): Promise<string | undefined> {
  try {
    return await blake2b(await readFile(join(hostPath, "FILES")));
  } catch (thrown) {
    if (isAbsence(thrown)) return undefined;
    throw thrown;
  }
}

async function hartDigest(
  { name }: Package,
  target: string,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, `${name.replaceAll("/", "-")}-${target}.hart`);
    const isThere = await stat(file).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (isThere) return blake2bOfFile(file);
  }
  return undefined;
}

function changesOf(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, Package>,
): LockChange[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  return names
    .map((wanted) => ({ wanted, old: before.get(wanted), fresh: now.get(wanted)?.name }))
    .filter(({ old, fresh }) => old !== fresh)
    .map(({ wanted, old, fresh }) => ({
      wanted,
      ...(old === undefined ? {} : { before: old }),
      ...(fresh === undefined ? {} : { now: fresh }),
    }));
}
