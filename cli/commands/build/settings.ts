/** What the options and the environment say about builds. */
import { resolve } from "node:path";
import { checkContext, checkSettings, exposedPorts } from "../../../compiler/check/index.ts";
import { hostTarget } from "../../../runtime/build/target.ts";
import { type BuildOutcome, buildOrReuse } from "../../../runtime/cache/build.ts";
import { type BuildSettings, surroundings } from "../../../runtime/cache/key-inputs.ts";
import { openListing } from "../../../runtime/cache/listing.ts";
import { cachePlaces } from "../../../runtime/cache/places.ts";
import { type PreparedPlan, runnable } from "../../../runtime/cache/prepared-plan.ts";
import type { CacheUse } from "../../../runtime/cache/seek.ts";
import { usualLint } from "../../../runtime/linkage/levels.ts";
import { openTreeCopies } from "../../../runtime/repeat/tree-copies.ts";
import { locations } from "../../../runtime/store/locations.ts";
import type { Invocation } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { version } from "../../version.ts";
import type { buildSpec } from "../build.spec.ts";
import { planLint } from "./plan-lint.ts";

export type BuildOptions = Invocation<typeof buildSpec>["options"];

const checks = { settings: checkSettings, context: checkContext, exposedPorts };

/** What is the same for all plans of a command: how grave findings are is not. */
export function buildSettings(
  options: BuildOptions,
  context: CommandContext,
): Omit<BuildSettings, "events"> {
  return {
    ...plainSettings(context),
    studio: options.studio,
    base: basePlace(options.base, context.cwd),
    network: options.network,
    environment: buildEnvironment(context, options.keys),
    accounts: options.accounts,
    lasting: context.studio,
  };
}

/** A base that is no word is a path. */
export function basePlace(base: string, cwd: string): string {
  return ["host", "packages"].includes(base) ? base : resolve(cwd, base);
}

/** What plans are run with by commands that build nothing. */
export function plainSettings({
  cwd,
  environment,
  signal,
}: CommandContext): Omit<BuildSettings, "events"> {
  return {
    studio: "namespaces",
    cwd,
    environment,
    signal,
    checks,
    lint: usualLint,
    accounts: "none",
    habc: version(),
  };
}

/** What the options and the terminal say stands in the environment too, for the plan's shell. */
export function buildEnvironment(
  { environment, stdout }: CommandContext,
  keys: readonly string[],
): CommandContext["environment"] {
  return {
    ...environment,
    ...(keys.length === 0 ? {} : { HAB_ORIGIN_KEYS: keys.join(",") }),
    ...(stdout.colours ? {} : { HAB_NOCOLORING: "true" }),
  };
}

/** Builds the plans of a command. */
export interface Builder {
  build(prepared: PreparedPlan, settings: BuildSettings): Promise<BuildOutcome>;
  /** Removes what only this command needs. Never throws. */
  close(): Promise<void>;
}

/** How each plan is built: as usual, or twice to compare. */
export function openBuilder(options: BuildOptions, context: CommandContext): Builder {
  const lintOf = planLint(options, context);
  const cache = options.check ? undefined : cacheUse(options, context);
  const copies = openTreeCopies();
  return {
    async build(prepared, given) {
      const settings = { ...given, lint: await lintOf(prepared.plan.file) };
      if (!options.check) return await buildOrReuse(prepared, settings, cache);
      const { buildTwice } = await import("../../../runtime/repeat/build-twice.ts");
      const result = await buildTwice({ ...settings, plan: await runnable(prepared) }, copies);
      return { result, reused: false };
    },
    close: copies.close,
  };
}

/**
 * The build cache; none where the options say so. A build in place depends on more of the machine
 * than the cache knows of, so there it has to be asked for.
 */
function cacheUse(
  options: BuildOptions,
  { environment, cwd, studio }: CommandContext,
): CacheUse | undefined {
  // No key knows what a studio holds that lasts.
  if (studio !== undefined) return undefined;
  if (options["no-cache"] || (options.studio === "none" && !options.cache)) return undefined;
  const places = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  const { folders, own } = cachePlaces(environment, places, cwd);
  const { results, packages, sourceCache, artifactCache, keyCache } = places;
  const ours = [results, packages, sourceCache, artifactCache, keyCache, ...folders];
  const listing = () => openListing(ours);
  return {
    folders,
    own,
    locations: places,
    around: surroundings(version(), { target: hostTarget(), locations: places }),
    list: listing(),
    listing,
    force: options.force,
    explain: options.explain,
  };
}
