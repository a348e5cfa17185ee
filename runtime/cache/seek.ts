/** Looks for a package that was built from the same inputs. */
import { type HabcError, isHabcError } from "../../compiler/ir/index.ts";
import type { BuildResult } from "../build/request.ts";
import { errorCode } from "../crypto/aside.ts";
import type { Locations } from "../store/locations.ts";
import type { ResolveContext } from "../store/resolve.ts";
import { dependencySources } from "../store/sources.ts";
import { type EntrySearch, type FoundEntry, findEntry, refuse, type Wanted } from "./cache.ts";
import { packageInputs } from "./dependency-inputs.ts";
import type { PackageEntry } from "./entry.ts";
import { entryFile } from "./folder.ts";
import { type Inputs, keyOf } from "./inputs.ts";
import {
  type BuildSettings,
  doubt,
  type KnownPlan,
  keyInputs,
  type Surroundings,
} from "./key-inputs.ts";
import type { Listing } from "./listing.ts";
import { knowPlan, type PreparedPlan } from "./prepared-plan.ts";
import { reuse } from "./reuse.ts";

/** The build cache of one run. */
export interface CacheUse {
  /** Cache folders in the order in which they are asked. */
  readonly folders: readonly string[];
  /** The cache folder of this machine, which remembers the last builds. */
  readonly own: string;
  readonly locations: Locations;
  readonly around: Surroundings;
  /** Lists files as they were at the start of the run. */
  readonly list: Listing;
  /** Lists them as they are now. */
  readonly listing: () => Listing;
  /** Build what could be reused. */
  readonly force: boolean;
  /** Tell what changed since the last build of a plan. */
  readonly explain: boolean;
}

/** A plan whose inputs are known. */
export interface Sought {
  readonly known: KnownPlan;
  readonly inputs: Inputs;
  readonly origin: string;
  readonly build: BuildSettings;
  readonly cache: CacheUse;
}

/** Why a plan has no place in the cache. */
export interface NoCache {
  readonly why: string;
}

/** Gathers the inputs. What stands in the way of that stands in the way of a build, which says so. */
export async function seek(
  prepared: PreparedPlan,
  build: BuildSettings,
  cache: CacheUse,
): Promise<Sought | NoCache> {
  try {
    const known = await knowPlan(prepared, build);
    const origin = build.environment["HAB_ORIGIN"] || known.ir.settings.pkg_origin;
    const why = doubt(known.ir) ?? (origin ? undefined : "the plan has no origin");
    if (why !== undefined || !origin) return { why: why ?? "" };
    const { around, list } = cache;
    const resolve = resolving({ known, build, cache });
    const inputs = await keyInputs(known, build, { around, list, resolve });
    return { known, inputs, origin, build, cache };
  } catch (thrown) {
    build.signal.throwIfAborted();
    if (isHabcError(thrown)) return { why: thrown.message };
    // A file that went away or cannot be read.
    if (errorCode(thrown) !== undefined) return { why: String(thrown) };
    throw thrown;
  }
}

/** The packages that a build of the plan would get now. */
export function resolving({
  known: { plan },
  build: { environment, choice },
  cache: { locations, around },
}: Pick<Sought, "known" | "build" | "cache">): ResolveContext {
  const { target } = around;
  return dependencySources({ locations, target, environment, plan: plan.context, choice });
}

/** A package that is in its place, and what its build found. */
export interface Reusable {
  readonly result: BuildResult;
  readonly findings: PackageEntry["findings"];
}

/** What looking for a package came to. */
export interface SoughtResult {
  readonly reusable?: Reusable;
  /** There is an entry, which is of no use and is to be replaced. */
  readonly spoilt: boolean;
}

/** @throws HabcError `results-unwritable`, `build-interrupted`. */
export async function reuseEarlier(sought: Sought): Promise<SoughtResult> {
  const { cache, known, build } = sought;
  const { found, spoilt } = await findPackage(sought);
  if (found === undefined) return { spoilt };
  try {
    const { locations } = cache;
    const result = await reuse(found, { locations, request: known });
    return { reusable: { result, findings: found.entry.findings }, spoilt };
  } catch (thrown) {
    build.signal.throwIfAborted();
    if (isHabcError(thrown) && isOwnFault(thrown)) throw thrown;
    refuse(entryFile(found.folder, found.entry.key), thrown, build.events);
    return { spoilt: true };
  }
}

function isOwnFault({ diagnostic }: HabcError): boolean {
  return ["results-unwritable", "tool-missing", "tool-failed"].includes(diagnostic.code);
}

interface PackageSearch {
  readonly found?: FoundEntry<PackageEntry>;
  readonly spoilt: boolean;
}

async function findPackage(sought: Sought): Promise<PackageSearch> {
  const { folders } = sought.cache;
  const first = await findEntry(folders, wantedOf(sought, sought.inputs));
  const entry = first.found?.entry;
  if (entry?.kind !== "further") return onlyPackage(first);
  try {
    const inputs = await withFurther(sought, entry.needs);
    return onlyPackage(await findEntry(folders, wantedOf(sought, inputs)));
  } catch (thrown) {
    // What the build asks for besides is not there any more.
    if (isHabcError(thrown)) return { spoilt: false };
    throw thrown;
  }
}

function onlyPackage({ found, spoilt }: EntrySearch): PackageSearch {
  if (found?.entry.kind !== "package") return { spoilt };
  return { found: { ...found, entry: found.entry }, spoilt };
}

export function wantedOf({ origin, cache, build }: Sought, inputs: Inputs): Wanted {
  return {
    key: keyOf(inputs),
    origin,
    target: cache.around.target,
    keys: cache.locations.keyCache,
    events: build.events,
  };
}

/** The inputs of a build that asks for more packages than its plan declares. */
export async function withFurther(sought: Sought, needs: readonly string[]): Promise<Inputs> {
  const further = await packageInputs(needs, resolving(sought));
  const named = [...further].map(([name, text]) => [`further ${name}`, text] as const);
  return new Map([...sought.inputs, ...named]);
}
