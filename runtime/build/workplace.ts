/** Where a build runs: the studio, the folders of the host around it, and what is told inside. */
import { realpathSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import type { Base } from "../base/base.ts";
import { openBase } from "../base/open-base.ts";
import { asideName, sweepAside, unwritable } from "../crypto/aside.ts";
import { warmUpSigning } from "../crypto/warm-up.ts";
import { isFile } from "../look.ts";
import { scriptProgram } from "../shell/script.ts";
import { openShells, type Shells } from "../shell/shells.ts";
import { type Locations, locations } from "../store/locations.ts";
import { openStudio } from "../studio/index.ts";
import { privileges } from "../studio/privileges.ts";
import { removeTree } from "../studio/remove-tree.ts";
import { watchOwners } from "../studio/settle-owners.ts";
import type { Shown, Studio } from "../studio/studio.ts";
import { studiosHome } from "../studios/lasting-studio.ts";
import { placesOutside } from "./failure.ts";
import { hostPrograms, hostTools, shownTool } from "./hosts.ts";
import { inside } from "./identity.ts";
import { innerEnvironment } from "./inner-environment.ts";
import type { KeptPlace } from "./keeper.ts";
import type { LoadContext } from "./loading.ts";
import { buildTime, giveBackAbandoned, releaseAt } from "./release.ts";
import type { BuildRequest } from "./request.ts";
import { showPackages } from "./show-packages.ts";
import { hostTarget } from "./target.ts";

/** A studio that is open, and what belongs to it. */
export interface Workplace {
  readonly studio: Studio;
  readonly locations: Locations;
  readonly base: Base;
  /** The source cache of all builds, from which one that is kept has its sources. */
  readonly sharedSources: string;
  /** Names the folder of the build in the source cache. */
  readonly ownSource: (name: string) => void;
  /** A folder of this build alone, on the file system of the store. */
  readonly scratch: string;
  readonly target: string;
  /** When the build happens, in milliseconds. */
  readonly time: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly load: LoadContext;
  readonly shells: Shells;
  /** Ends what runs inside and removes what was made for it. Never throws. */
  close(): Promise<void>;
}

/** What differs between a build and a look at a plan. */
export interface WorkplaceOptions {
  /** Whether what runs inside reaches the network. */
  readonly network: boolean;
  /** Environment variables beside those that reach every build. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether what is written to the source tree gets into it. */
  readonly sourceAccess?: "writable" | undefined;
  /** Where it is, if what is written there stays. */
  readonly kept?: KeptPlace | undefined;
}

/** @throws HabcError `studio-unavailable`, `studio-failed`, `results-unwritable`. */
export async function openWorkplace(
  request: BuildRequest,
  how: WorkplaceOptions,
): Promise<Workplace> {
  const { network, variables: others = {}, kept } = how;
  const { plan, environment, cwd } = request;
  const target = hostTarget();
  const time = kept?.time ?? buildTime(environment);
  const usual = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  const common = { ...usual, ...request.places };
  const ownSources = kept?.sources ?? request.lasting?.sources;
  const places = ownSources === undefined ? common : { ...common, sourceCache: ownSources };
  const base = await openBase({ request, locations: places, target });
  if (request.studio === "none") refuseOtherStore(places.packages);
  const { packages, sourceCache, artifactCache } = places;
  const results = how.sourceAccess === "writable" ? plan.tree : places.results;
  const folders = [packages, sourceCache, common.sourceCache, artifactCache, results];
  await Promise.all(folders.map(makeFolder));
  const { variables, secrets } = innerEnvironment(environment, request.studio);
  if (base.studio !== undefined) variables["PATH"] = base.path;
  const certificates = certificatesOf(request);
  if (certificates !== undefined) variables["SSL_CERT_FILE"] = certificates.inside;
  Object.assign(variables, others);
  // Of an ordinary user's ids inside, only root's stands for somebody.
  if (request.studio !== "none" && !privileges().isMachineRoot) {
    variables["TAR_OPTIONS"] = "--no-same-owner";
  }

  // Sources in a folder of its own are where nobody else can enter.
  const open = [
    ...(how.sourceAccess === "writable" ? [] : [{ folder: results }]),
    ...(ownSources === undefined ? [{ folder: sourceCache, isOfMany: true }] : []),
  ];
  const owners = watchOwners(request.studio === "none" ? [] : open);
  const scratch = kept?.scratch ?? (await makeScratch(packages));
  const pipes = join(scratch, "terminal");
  const script = scriptProgram();
  const remove = async () => {
    if (kept === undefined) await removeTree(scratch);
  };
  // The tree has no links in its path; the way that was taken to the plan may have.
  const inTree = relative(plan.tree, realpathSync(plan.context));
  try {
    await makeFolder(pipes);
    const opening = openStudio(request.studio, {
      scratch,
      store: places.packages,
      sourceCache: places.sourceCache,
      artifactCache: places.artifactCache,
      sourceTree: plan.tree,
      results,
      strict: request.lint.strict,
      base: base.studio,
      tools: [
        ...hostTools(plan),
        shownTool(pipes, "terminal"),
        ...(certificates === undefined ? [] : [certificates]),
      ],
      programs: [
        ...hostPrograms(plan),
        ...(script === undefined ? [] : [shownTool(script, "script")]),
      ],
      environment: variables,
      cwd: request.studio === "none" ? plan.context : join("/src", inTree),
      network,
      hidden: [...privateFolders(request, places), studiosHome(environment, { packages, cwd })],
      lasting: kept !== undefined,
      home: request.lasting?.home,
      sourceAccess: how.sourceAccess,
    });
    void warmUpSigning();
    const studio = await opening;
    await showPackages(studio, base.packages);
    const seen = (path: string) => studio.inside(path) ?? path;
    const shells = openShells({
      terminal: request.terminal,
      folder: pipes,
      inside: seen(pipes),
      script: script === undefined ? undefined : studio.command(script),
      secrets,
      events: request.events,
      view: studio.view,
    });
    return {
      studio,
      locations: places,
      base,
      sharedSources: common.sourceCache,
      ownSource: owners.own,
      scratch,
      target,
      time,
      environment: variables,
      secrets,
      load: {
        request,
        target,
        release: releaseAt(time),
        context: seen(plan.context),
        file: seen(plan.file),
        givenSource: environment["HAB_SRC_PATH"] || seen(plan.source),
        results: seen(places.results),
        outside: placesOutside(plan, studio),
      },
      shells,
      async close() {
        await studio.close();
        owners.settle();
        await shells.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Certificates to trust beside the usual ones, where the reference's studio has them. */
function certificatesOf({ environment, cwd, studio }: BuildRequest): Shown | undefined {
  const file = resolve(cwd, environment["SSL_CERT_FILE"] ?? "");
  if (!isFile(file)) return undefined;
  const inside = studio === "none" ? file : `/hab/cache/ssl/${basename(file)}`;
  return { host: file, inside, writable: false };
}

/** On the file system of the store, so that a finished package only changes its name. */
async function makeScratch(packages: string): Promise<string> {
  const scratch = asideName(join(dirname(packages), "studios", "build"));
  await makeFolder(scratch);
  await sweepAside(join(dirname(scratch), "build"), async (left) => {
    await giveBackAbandoned(left, packages);
    await removeTree(left);
  });
  return scratch;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** In place there is nothing that could show the store where packages expect it. */
function refuseOtherStore(packages: string): void {
  if (packages === inside.packages) return;
  throw new HabcError(
    "studio-unavailable",
    `a build in place writes below ${inside.packages}, but the package store is ${packages}`,
    { hint: `build in a studio, or make ${inside.packages} writable for you and unset FS_ROOT` },
  );
}

/** What a build must not see where it lies in the source tree. */
function privateFolders({ plan, environment }: BuildRequest, { keyCache }: Locations): string[] {
  const { HOME: home } = environment;
  const holdsPlan = home === undefined || !relative(home, plan.context).startsWith("..");
  return holdsPlan ? [keyCache] : [keyCache, home];
}
