/** Gathers everything that can change the package of a plan. */
import { scryptSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { PlanIR } from "../../compiler/ir/index.ts";
import { openBase } from "../base/open-base.ts";
import { bytesOfValue } from "../build/byte-values.ts";
import { innerEnvironment, secretVariables } from "../build/inner-environment.ts";
import { networkFor } from "../build/network.ts";
import { askedNetwork } from "../build/network-use.ts";
import type { BuildRequest, PlanSource } from "../build/request.ts";
import type { Locations } from "../store/locations.ts";
import type { ResolveContext } from "../store/resolve.ts";
import { baseIdentity } from "./base-identity.ts";
import { dependencyInputs } from "./dependency-inputs.ts";
import { fileInputs, type PlanFiles } from "./file-inputs.ts";
import { habcIdentity } from "./habc-identity.ts";
import type { Inputs } from "./inputs.ts";
import { git, type Listing } from "./listing.ts";

/** Variables of a build that change how it is shown or how it gets something, and not what it makes. */
const withoutEffect = new Set([
  "DEBUG",
  "HAB_NOCOLORING",
  "HAB_NONINTERACTIVE",
  "HAB_STUDIO_BINARY",
  "TERM",
  "TMPDIR",
  "http_proxy",
  "https_proxy",
  "no_proxy",
]);

/** Variables that the driver reads. */
const ownVariables = ["HAB_HART_COMPRESSION_LEVEL", "HAB_SRC_PATH"];

/** A plan, and what there is to know of it before it is built. */
export interface KnownPlan {
  readonly plan: PlanSource;
  /** Nothing that counts in it is dynamic. */
  readonly ir: PlanIR;
  readonly files: PlanFiles;
}

/** How a plan is built. */
export type BuildSettings = Omit<BuildRequest, "plan">;

/** What is the same for all builds of one run. */
export interface Surroundings {
  readonly target: string;
  readonly locations: Locations;
  readonly base: string;
  readonly habc: string;
}

/** @param version The version of habc. */
export function surroundings(
  version: string,
  { target, locations }: Pick<Surroundings, "target" | "locations">,
): Surroundings {
  return { target, locations, base: baseIdentity(), habc: habcIdentity(version) };
}

/**
 * Why two builds of a plan with the same inputs may give different packages; undefined where
 * nothing says so.
 */
export function doubt({ settings }: PlanIR): string | undefined {
  if (!settings.pkg_source || settings.pkg_shasum) return undefined;
  return "what pkg_source gives can change, as there is no pkg_shasum";
}

/**
 * @returns The inputs of a build.
 * @throws HabcError where a dependency is missing or cannot be installed.
 */
export async function keyInputs(
  known: KnownPlan,
  build: BuildSettings,
  from: {
    readonly around: Surroundings;
    readonly list: Listing;
    readonly resolve: ResolveContext;
  },
): Promise<Inputs> {
  const { plan, ir, files } = known;
  const { around, list, resolve } = from;
  return new Map([
    ["habc", around.habc],
    ["base system", await baseInput(plan, build, around)],
    ["target", around.target],
    ["studio", build.studio],
    // What habc downloads is the same whoever asks.
    ["network", networkFor({ ...build, plan }, askedNetwork(ir)) === "on" ? "on" : "off"],
    ["accounts", build.accounts],
    ["lint", lintText(build)],
    ["place", placeOf(plan, around.locations.results)],
    // The callbacks of a plan.ts run in this very program.
    ...(plan.kind === "plan.ts" ? [["node", process.version] as const] : []),
    ...variableInputs(build),
    ...settingInputs(ir),
    ...(await gitInputs(plan, ir)),
    ...(await fileInputs(files, plan, list)),
    ...(await dependencyInputs(ir.settings, resolve)),
  ]);
}

async function baseInput(
  plan: PlanSource,
  build: BuildSettings,
  { base: host, locations, target }: Surroundings,
): Promise<string> {
  const { digest, name } = await openBase({ request: { ...build, plan }, locations, target });
  return digest === undefined ? host : `${name} ${digest}`;
}

/** A package that stricter levels would refuse is not to be had by asking less before. */
function lintText({ lint: { strict, levels } }: BuildSettings): string {
  const set = [...levels].map(([code, level]) => `${code}=${level}`).sort();
  return [...(strict ? ["strict"] : []), ...set].join(" ");
}

/** Where a build sees the plan and its results: paths end up in packages. */
function placeOf({ tree, context, source }: PlanSource, results: string): string {
  const inside = (path: string) => join("/src", relative(tree, path));
  const seen = relative(tree, results).startsWith("../") ? "/src/results" : inside(results);
  return `${inside(context)}, source ${inside(source)}, results ${seen}`;
}

function variableInputs({ environment, studio }: BuildSettings): [string, string][] {
  const secrets = secretVariables(environment);
  const { variables } = innerEnvironment(environment, studio);
  const own = ownVariables.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return [...Object.entries(variables), ...own]
    .filter(([name]) => !withoutEffect.has(name))
    .map(([name, value]) => [
      `variable ${name}`,
      secrets[name] === undefined ? value : hidden(name, value),
    ]);
}

/** Slow on purpose: a secret is often short, and what is kept of it may be read by others. */
function hidden(name: string, value: string): string {
  return `secret ${scryptSync(bytesOfValue(value), `habc build cache ${name}`, 32).toString("hex")}`;
}

function settingInputs({ settings }: PlanIR): [string, string][] {
  return Object.entries(settings).map(([name, value]) => [
    `setting ${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
}

/** A command that asks git about the repository, not one that fetches something. */
const asksGit =
  /(^|[\s;|&($`"'])git\s+(-C\s+\S+\s+)?(describe|rev-parse|rev-list|log|show|tag|branch|status|name-rev|symbolic-ref|diff)\b/m;

/** Plans that ask git for a version depend on the commit, which is in no file that counts. */
async function gitInputs({ file, context }: PlanSource, ir: PlanIR): Promise<[string, string][]> {
  const texts = [file, ...ir.files].map((path) => readFileSync(path, "utf8"));
  if (!texts.some((text) => asksGit.test(text))) return [];
  const commit = await git(context, ["rev-parse", "HEAD"]);
  const described = await git(context, ["describe", "--tags", "--always", "--long", "--dirty"]);
  const branch = await git(context, ["rev-parse", "--abbrev-ref", "HEAD"]);
  const known = [commit, described, branch].map((text) => text?.trim() ?? "");
  return [["git", known.join(" ")]];
}
