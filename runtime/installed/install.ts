/**
 * Installs packages: from `.hart` files, or by identifier from what there is.
 *
 * Source: Habitat, `command/package/install.rs`, without the depot, which is one more source.
 */
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { unwritable } from "../crypto/aside.ts";
import { readHartMetadata } from "../package/hart-metadata.ts";
import { installedSource } from "../store/dependency-source.ts";
import { hartSource } from "../store/hart-source.ts";
import { formatIdent, parseIdent } from "../store/ident.ts";
import type { InstalledStore } from "../store/installed.ts";
import type { Locations } from "../store/locations.ts";
import type { Package } from "../store/package.ts";
import { resolvePackages } from "../store/resolve.ts";
import type { StoreEvents } from "./events.ts";
import { type HookContext, runInstallHooks } from "./hooks.ts";
import { sweepStore } from "./leftovers.ts";
import { withLock } from "./lock.ts";
import { newestSource, toldSource } from "./newest-source.ts";

/** What to install, and where. */
export interface InstallRequest extends HookContext {
  /** Identifiers of two to four parts, and paths of `.hart` files. */
  readonly wanted: readonly string[];
  readonly locations: Locations;
  readonly cwd: string;
  /** Folders with `.hart` files to look into, before the results and the artifact cache. */
  readonly folders: readonly string[];
  /** Whether install hooks run. */
  readonly hooks: boolean;
}

/** What came of it. */
export interface Installed {
  /** What was asked for, in order. */
  readonly packages: readonly Package[];
  /** Idents of what was not there before, prerequisites first. */
  readonly added: readonly string[];
}

/**
 * Installs the newest release of each identifier, and the package of each file, with what they
 * run with. What is installed already stays as it is.
 *
 * @throws HabcError `usage` and `hart-invalid` for a file, `package-target`, `ident-invalid`,
 *   `dep-missing`, `hart-signature`, `key-missing`, `results-unwritable`, `hook-failed`.
 */
export async function installPackages(request: InstallRequest): Promise<Installed> {
  const { store, locations, events, hooks } = request;
  const asked = await Promise.all(request.wanted.map((text) => readWanted(text, request)));
  const added: string[] = [];
  const harts = hartSource({
    folders: [...request.folders, locations.results, locations.artifactCache],
    files: asked.flatMap(({ file }) => file ?? []),
    store,
    keys: locations.keyCache,
  });
  const source = newestSource([
    toldSource(installedSource(store), (ident) =>
      events({ type: "using", ident: formatIdent(ident) }),
    ),
    toldSource(harts, (ident) => {
      added.push(formatIdent(ident));
      events({ type: "installed", ident: formatIdent(ident) });
    }),
  ]);
  await makeStore(store.folder);
  return await withLock(store.folder, sharedLock(events), async () => {
    await sweepStore(store.folder);
    const packages = await resolvePackages(
      asked.map(({ ident }) => ident),
      { sources: [source], surroundings: { store, results: locations.results } },
    );
    if (hooks) await runInstallHooks(withNeeded(packages, store), request);
    return { packages, added };
  });
}

interface Wanted {
  readonly ident: string;
  readonly file?: string;
}

/** What looks like a file is one: an identifier never ends so, nor begins with a dot or a slash. */
async function readWanted(text: string, { cwd, store }: InstallRequest): Promise<Wanted> {
  if (!/\.hart$|^[./]/.test(text)) return { ident: formatIdent(parseIdent(text)) };
  const file = resolve(cwd, text);
  const { ident, metadata } = await readHartMetadata(file, { names: ["TARGET"] });
  const target = metadata.get("TARGET") ?? "no platform at all";
  if (target === store.target) return { ident, file };
  throw new HabcError("package-target", `${text} is for ${target}, not for ${store.target}`, {
    hint: `take the package that was built for ${store.target}`,
  });
}

/** The packages and what they run with, prerequisites first, each once. */
function withNeeded(packages: readonly Package[], store: InstalledStore): Package[] {
  const needed = packages.flatMap((found) => [
    ...found
      .tdeps()
      .flatMap((ident) => store.newest(ident) ?? [])
      .toReversed(),
    found,
  ]);
  return [...new Map(needed.map((found) => [found.name, found])).values()];
}

async function makeStore(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

function sharedLock(events: StoreEvents) {
  return { kind: "shared", waiting: () => events({ type: "waiting" }) } as const;
}
