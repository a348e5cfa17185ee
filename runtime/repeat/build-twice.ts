/** Builds a plan twice, in different places and at different times, and compares the packages. */
import { basename, dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HabcError } from "../../compiler/ir/index.ts";
import { buildTime } from "../build/release.ts";
import type { BuildRequest, BuildResult } from "../build/request.ts";
import { hostTarget } from "../build/target.ts";
import { build } from "../build.ts";
import { comparePackages, type PackageDifference } from "../difference/compare.ts";
import type { BuildEvent, EventSink } from "../events.ts";
import { openNamedPackage } from "../package/named-package.ts";
import { type FullIdent, parseFullIdent } from "../store/ident.ts";
import { openStore } from "../store/installed.ts";
import { locations } from "../store/locations.ts";
import { preferring } from "../store/release-choice.ts";
import { removeTree } from "../studio/remove-tree.ts";
import { type OtherPlace, otherPlace } from "./other-place.ts";
import { secondPlace, sweepSecondPlaces, type TreeCopies } from "./tree-copies.ts";

/** Clocks show seconds: the second build begins in another one. */
const leastMilliseconds = 1100;

/** Events of the second build that would read as if they were of the first. */
const untold = new Set<BuildEvent["type"]>([
  "artifact",
  "build-finished",
  "build-started",
  "log",
  "plan-loaded",
]);

/**
 * Builds a plan as usual and then again: from a copy of its source tree, with caches and results
 * of its own, and later. `SOURCE_DATE_EPOCH` is the same for both. The first package is kept.
 *
 * @param copies Where the copy of the source tree is from; for the caller to close.
 * @returns The first package.
 * @throws HabcError `not-repeatable` after the event `repeated`, which holds the difference; as
 *   `build`; `studio-unavailable` for builds in place, which cannot be anywhere else.
 */
export async function buildTwice(request: BuildRequest, copies: TreeCopies): Promise<BuildResult> {
  if (request.studio === "none") throw needsStudio();
  const { events } = request;
  const began = Date.now();
  const seconds = String(Math.floor(buildTime(request.environment) / 1000));
  const environment = { ...request.environment, SOURCE_DATE_EPOCH: seconds };
  const used: FullIdent[] = [];
  const first = await build({
    ...request,
    environment,
    events: (event) => {
      if (event.type === "dependency") used.push(parseFullIdent(event.resolved));
      events(event);
    },
  });
  await delay(Math.max(0, began + leastMilliseconds - Date.now()), undefined, {
    signal: request.signal,
  }).catch(() => request.signal.throwIfAborted());
  events({ type: "line", level: "info", text: "Building it again in another place, to compare" });
  const usual = placesOf({ ...request, environment });
  const beside = dirname(usual.packages);
  await sweepSecondPlaces(beside);
  const scratch = secondPlace(beside);
  try {
    const place = await otherPlace(request.plan, usual, { scratch, copies });
    const again = { ...request, environment, events: quieter(events) };
    const second = await build(elsewhere(again, place, used));
    const difference = await compare(first, second, request);
    events({ type: "repeated", same: difference === undefined, ...(difference && { difference }) });
    if (difference !== undefined) throw notRepeatable(first, difference);
    return first;
  } finally {
    await removeTree(scratch);
  }
}

function placesOf({ environment, cwd, places }: BuildRequest) {
  return { ...locations({ environment, uid: process.getuid?.() ?? 0, cwd }), ...places };
}

function elsewhere(
  request: BuildRequest,
  { plan, places }: OtherPlace,
  used: readonly FullIdent[],
): BuildRequest {
  const chosen = preferring(() => used);
  const { choice } = request;
  return {
    ...request,
    plan,
    places: { ...request.places, ...places },
    publish: false,
    accounts: request.accounts === "inside" ? "inside" : "none",
    choice: choice === undefined ? chosen : (sources) => chosen(choice(sources)),
  };
}

function quieter(events: EventSink): EventSink {
  return (event) => {
    if (!untold.has(event.type)) events(event);
  };
}

async function compare(
  first: BuildResult,
  second: BuildResult,
  request: BuildRequest,
): Promise<PackageDifference | undefined> {
  if (first.sha256 === second.sha256) return undefined;
  const { packages: folder } = placesOf(request);
  const from = { cwd: request.cwd, store: openStore(folder, hostTarget()) };
  const packages = [
    await openNamedPackage(first.file, from),
    await openNamedPackage(second.file, from),
  ] as const;
  return comparePackages(...packages, { signal: request.signal });
}

function notRepeatable(
  { ident }: BuildResult,
  { same, files, metadata }: PackageDifference,
): HabcError {
  const names = [...files.map(({ path }) => path), ...metadata.map(({ file }) => file)];
  const what = same
    ? "the same files give other archives"
    : `${names.length} files differ: ${names
        .slice(0, 3)
        .map((name) => basename(name))
        .join(", ")}`;
  return new HabcError(
    "not-repeatable",
    `a second build of ${ident} gives another package: ${what}`,
    {
      hint: "`habc explain not-repeatable` lists the usual causes",
    },
  );
}

function needsStudio(): HabcError {
  return new HabcError(
    "studio-unavailable",
    "--check builds in two places, which needs the studio",
    {
      hint: "leave out --studio none",
    },
  );
}
