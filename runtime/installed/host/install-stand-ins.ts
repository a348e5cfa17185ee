/**
 * Installs stand-ins: packages that lead to the programs, libraries and headers of this host, so
 * that a plan which names a toolchain builds where there is no depot to take one from.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Diagnostic, HabcError, isHabcError } from "../../../compiler/ir/index.ts";
import { releaseAt } from "../../build/release.ts";
import { asideName, unwritable } from "../../crypto/aside.ts";
import { closestNames } from "../../store/closest.ts";
import { formatIdent, type PackageIdent, parseIdent } from "../../store/ident.ts";
import type { InstalledStore } from "../../store/installed.ts";
import type { Package } from "../../store/package.ts";
import { publishPackage } from "../../store/publish.ts";
import { removeTree } from "../../studio/remove-tree.ts";
import type { StoreEvents } from "../events.ts";
import { sweepStore } from "../leftovers.ts";
import { withLock } from "../lock.ts";
import { hostPackages, standInOrigin } from "./catalogue.ts";
import { type HostContents, hostContents } from "./contents.ts";
import { isStandIn, standInFile } from "./is-stand-in.ts";
import type { HostPackageSpec } from "./spec.ts";
import { standInText, writeStandIn } from "./stand-in-files.ts";

/** What to stand in for, and where. */
export interface StandInRequest {
  /** Identifiers such as `core/gcc`; with a version, it must be the host's. */
  readonly wanted: readonly string[];
  readonly store: InstalledStore;
  /** Whether to make a stand-in where a real package is installed. */
  readonly force: boolean;
  /** The time that gives the releases, in milliseconds. */
  readonly time: number;
  readonly events: StoreEvents;
}

/** What became of one. */
export interface StandInOutcome {
  readonly package: Package;
  /** `unchanged`: the same stand-in is there. `real`: a package that is none is there. */
  readonly outcome: "made" | "unchanged" | "real";
}

/**
 * Makes all of them or, where the host lacks something, none.
 *
 * @throws HabcError `stand-in-unavailable`, with the others as `others`; `ident-invalid`;
 *   `results-unwritable`.
 */
export async function installStandIns(request: StandInRequest): Promise<StandInOutcome[]> {
  const { store, events } = request;
  const prepared = prepareAll(request.wanted);
  try {
    await mkdir(store.folder, { recursive: true });
  } catch (thrown) {
    throw unwritable(store.folder, thrown);
  }
  const waiting = () => events({ type: "waiting" });
  // Alone, so that of two processes the second one finds what the first one made.
  return await withLock(store.folder, { kind: "exclusive", waiting }, async () => {
    await sweepStore(store.folder);
    const outcomes: StandInOutcome[] = [];
    for (const one of prepared) outcomes.push(await install(one, request));
    return outcomes;
  });
}

interface Prepared extends HostContents {
  readonly name: string;
  readonly spec: HostPackageSpec;
}

function prepareAll(wanted: readonly string[]): Prepared[] {
  const prepared = new Map<string, Prepared>();
  const refusals: Diagnostic[] = [];
  for (const text of new Set(wanted)) {
    try {
      const one = prepare(parseIdent(text));
      prepared.set(one.name, one);
    } catch (thrown) {
      if (!isHabcError(thrown)) throw thrown;
      refusals.push(thrown.diagnostic);
    }
  }
  const [first, ...others] = refusals;
  if (first === undefined) return [...prepared.values()];
  const { hint } = first;
  throw new HabcError(first.code, first.message, { ...(hint ? { hint } : {}), others });
}

function prepare(ident: PackageIdent): Prepared {
  const { origin, name, version } = ident;
  const spec = origin === standInOrigin ? hostPackages.get(name) : undefined;
  if (spec === undefined) throw unknown(ident);
  const found = hostContents(spec);
  if ("missing" in found) {
    throw new HabcError(
      "stand-in-unavailable",
      `the host cannot stand in for ${origin}/${name}: it has no ${found.missing.join(", no ")}`,
      { hint: `install it on the host; Debian has it in ${spec.debian}` },
    );
  }
  if (version !== undefined && version !== found.version) {
    throw new HabcError(
      "stand-in-unavailable",
      `the host cannot stand in for ${formatIdent(ident)}: it has version ${found.version}`,
      { hint: `ask for ${origin}/${name} to take what the host has` },
    );
  }
  return { ...found, name, spec };
}

function unknown(ident: PackageIdent): HabcError {
  const names = [...hostPackages.keys()].map((name) => `${standInOrigin}/${name}`);
  const close = closestNames(`${ident.origin}/${ident.name}`, names);
  return new HabcError("stand-in-unavailable", `habc knows no stand-in for ${formatIdent(ident)}`, {
    hint:
      close.length > 0
        ? `did you mean ${close.join(" or ")}?`
        : "`habc pkg host` lists those that it knows",
  });
}

async function install(
  { name, version, spec, links }: Prepared,
  { store, force, time, events }: StandInRequest,
): Promise<StandInOutcome> {
  const installed = store.all({ origin: standInOrigin, name });
  const real = installed.find((found) => !isStandIn(found));
  const [newest] = installed;
  if (real !== undefined && !force) return { package: real, outcome: "real" };
  if (newest?.ident.version === version && leadsTo(newest, links)) {
    events({ type: "using", ident: newest.name });
    return { package: newest, outcome: "unchanged" };
  }
  for (let at = time; ; at += 1000) {
    const ident = { origin: standInOrigin, name, version, release: releaseAt(at) };
    if (store.releases(ident).length > 0 && store.newest(ident) !== undefined) continue;
    const folder = asideName(join(store.folder, formatIdent(ident).replaceAll("/", "-")));
    try {
      await mkdir(folder);
      await writeStandIn(folder, { ident, version, spec, links, target: store.target });
      await publishPackage(folder, { store: store.folder, ident });
    } catch (thrown) {
      if (isHabcError(thrown) && thrown.diagnostic.code === "release-exists") continue;
      throw unwritable(folder, thrown);
    } finally {
      await removeTree(folder);
    }
    store.forget(ident);
    const made = store.newest(ident);
    if (made === undefined) throw new Error(`${formatIdent(ident)} is not there after its making`);
    events({ type: "installed", ident: made.name });
    return { package: made, outcome: "made" };
  }
}

function leadsTo(found: Package, links: HostContents["links"]): boolean {
  return found.text(standInFile) === standInText(links).trim();
}
