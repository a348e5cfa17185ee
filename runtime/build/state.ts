import type { Settings } from "../../compiler/ir/index.ts";
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import type { Base } from "../base/base.ts";
import type { Layers } from "../environment/layers.ts";
import type { Outcome, PlanHost } from "../host/plan-host.ts";
import type { Hold } from "../installed/holds.ts";
import type { Shells } from "../shell/shells.ts";
import type { Locations } from "../store/locations.ts";
import type { DependencyRequest, ResolvedDependencies } from "../store/resolve.ts";
import type { Studio } from "../studio/studio.ts";
import type { Pace } from "./pace.ts";
import type { BuildRequest } from "./request.ts";

/** The processes that run a plan. For a plan.sh both are the same. */
export interface Hosts {
  /** Runs the plan's own callbacks. */
  readonly plan: PlanHost;
  /** Runs bash: the defaults, the helpers in bash and bash texts. */
  readonly shell: PlanHost;
}

/** Names and places of the package being built. Paths are as seen inside. */
export interface Identity {
  readonly origin: string;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  /** `origin/name/version/release`. */
  readonly ident: string;
  readonly prefix: string;
  readonly cachePath: string;
  readonly srcPath: string;
  readonly dirname: string;
  readonly artifactName: string;
}

/** What the dependencies of a build came to. */
export interface Resolution {
  readonly request: DependencyRequest;
  /** Full identifiers, by what was asked for. */
  readonly resolved: Readonly<Record<string, string>>;
}

/** Everything a build knows. The steps in `runtime/phases/` read and change it. */
export interface Build {
  readonly request: BuildRequest;
  readonly locations: Locations;
  /** The source cache of all builds; the same as in the locations unless the build is kept. */
  readonly sharedSources: string;
  readonly studio: Studio;
  readonly base: Base;
  readonly hosts: Hosts;
  readonly target: string;
  /** When the build began, in milliseconds since 1970. */
  readonly started: number;
  /** `PLAN_CONTEXT`, inside. */
  readonly context: string;
  /** The environment with which the hosts started. */
  readonly environment: Readonly<Record<string, string>>;
  /** Texts that nothing may show. */
  readonly secrets: readonly string[];
  /** Asks a host for something while the helpers answer its calls. */
  readonly ask: (host: PlanHost, frame: readonly string[]) => Promise<Outcome>;
  /** Settles when everything that the hosts have written so far was given to the events. */
  readonly drainOutput: () => Promise<void>;
  /** The settings as the plan holds them now. */
  settings: Settings;
  /** Other variables of the plan, such as `CFLAGS` and `HAB_ENV_*`. */
  variables: Map<string, string>;
  /** The functions that the plan defined, with their places inside. */
  functions: Map<string, { readonly file: string; readonly line: number }>;
  /** The texts of a plan.ts's callbacks. */
  definitions: Map<string, string>;
  umask: number;
  identity: Identity;
  /** Whether the plan left `pkg_dirname` to habc, which then follows the version. */
  readonly ownDirname: boolean;
  /** The host folder that holds what is written below the prefix. */
  prefixHost: string;
  dependencies: ResolvedDependencies;
  /** Keeps the dependencies installed until the build ends; absent where there are none. */
  hold?: Hold;
  /** Absent until the dependencies are resolved. */
  resolution?: Resolution;
  readonly runtime: Layers;
  readonly buildtime: Layers;
  /** From `do_prepare` on the version cannot change. */
  versionFixed: boolean;
  /** The shells in which the user works. */
  readonly shells: Shells;
  /** Which phases run. */
  pace: Pace;
}

/** Tells both hosts what a variable or setting is from now on. */
export function assign(build: Pick<Build, "hosts">, assignments: readonly Assignment[]): void {
  if (assignments.length === 0) return;
  build.hosts.shell.assign(assignments);
  if (build.hosts.plan !== build.hosts.shell) build.hosts.plan.assign(assignments);
}
