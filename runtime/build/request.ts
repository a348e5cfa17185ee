import type { Diagnostic, PlanIR } from "../../compiler/ir/index.ts";
import type { EventSink } from "../events.ts";
import type { Lint } from "../linkage/levels.ts";
import type { Terminal } from "../shell/terminal.ts";
import type { Locations } from "../store/locations.ts";
import type { ReleaseChoice } from "../store/release-choice.ts";
import type { LastingFolders } from "../studios/lasting-studio.ts";
import type { AskedNetwork, NetworkUse } from "./network-use.ts";

/** The plan to build: where it was found, on the host. */
export interface PlanSource {
  readonly kind: "plan.sh" | "plan.ts";
  /** The plan file. */
  readonly file: string;
  /** The folder that holds it: `PLAN_CONTEXT`. */
  readonly context: string;
  /** The folder that was given: `SRC_PATH` of a plan without `pkg_source`. */
  readonly source: string;
  /** The tree that the studio shows as `/src`. */
  readonly tree: string;
  /** The bundled plan, for a plan.ts. */
  readonly bundle?: string;
  /** Where the static reading found each setting, for errors to point at. */
  readonly spans: PlanIR["spans"];
  /** What the static reading found of `pkg_network`. */
  readonly network?: AskedNetwork | undefined;
}

/** What can be said of a plan's final settings before its first phase runs. */
export interface PlanChecks {
  /** Of the settings alone. An error here means that there is no package to speak of. */
  settings(ir: PlanIR): readonly Diagnostic[];
  /** Of the settings and the files beside the plan. */
  context(ir: PlanIR): readonly Diagnostic[];
  /** The ports of `pkg_exposes`; throws HabcError where there is none. */
  exposedPorts(
    ir: Pick<PlanIR, "settings" | "spans">,
    toml?: { readonly file: string; readonly text: string },
  ): readonly number[];
}

/** Everything that decides a build. Paths are absolute. */
export interface BuildRequest {
  readonly plan: PlanSource;
  readonly studio: "namespaces" | "none";
  /** `host`, `packages`, or the absolute path of a folder or an archive. Absent: the host. */
  readonly base?: string | undefined;
  /** Absent: the plan decides. */
  readonly network?: NetworkUse | undefined;
  readonly cwd: string;
  /** The caller's environment. What of it reaches the build is decided here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly events: EventSink;
  readonly signal: AbortSignal;
  readonly checks: PlanChecks;
  /** How grave it is what the finished package has or needs. */
  readonly lint: Lint;
  /** Where bills of materials and the provenance go; inside means beside the package as well. */
  readonly accounts: "beside" | "inside" | "none";
  /** The version of habc. */
  readonly habc: string;
  /** Where things lie that is not the usual place. */
  readonly places?: Partial<Locations>;
  /** Whether the package gets into the store. Absent: it does. */
  readonly publish?: boolean;
  /** The user's terminal, for shells in the build. */
  readonly terminal?: Terminal | undefined;
  /** The studio that the build uses, where that lasts. */
  readonly lasting?: LastingFolders | undefined;
  /** What is done where a phase fails, before the build ends. Absent: nothing. */
  readonly onFailure?: "shell" | undefined;
  /** Which releases of its dependencies it gets. Absent: the newest that is installed. */
  readonly choice?: ReleaseChoice | undefined;
}

/** What a build leaves. */
export interface BuildResult {
  readonly ident: string;
  /** The package in the results folder. */
  readonly file: string;
  readonly sha256: string;
  readonly blake2b: string;
  readonly bytes: number;
}
