/** Loads a plan in its hosts and settles what its settings leave open. */
import {
  type Diagnostic,
  HabcError,
  helpers,
  irVersion,
  type PlanIR,
  type SettingName,
  type Settings,
  settings as settingSpecs,
} from "../../compiler/ir/index.ts";
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import { unsetVersion } from "../../stdlib/unset-version.ts";
import type { Outcome } from "../host/plan-host.ts";
import { failureOf } from "./failure.ts";
import { inside, namePlaceholder, serviceVariables } from "./identity.ts";
import type { BuildRequest, PlanSource } from "./request.ts";
import { absorb, type Held, settingsOfType, variablesReadBack } from "./snapshot.ts";
import type { Hosts } from "./state.ts";

/** A plan is loaded within this time, in seconds, unless `HABC_LOAD_LIMIT_SEC` gives another. */
const loadLimit = 60;

/** What the hosts are told before the plan is loaded. */
export interface LoadContext {
  readonly request: BuildRequest;
  readonly target: string;
  /** The release that the package gets unless another build has it. */
  readonly release: string;
  /** Inside: `PLAN_CONTEXT`, the plan file (or its bundle), and the folder given as source. */
  readonly context: string;
  readonly file: string;
  readonly givenSource: string;
  readonly results: string;
  /** Where a path inside lies on the host. */
  readonly outside: (insidePath: string) => string | undefined;
}

/** Variables that a plan finds while it is loaded. */
export function initialAssignments(load: LoadContext): Assignment[] {
  const texts: Record<string, string> = {
    HAB_ROOT_PATH: inside.root,
    HAB_PKG_PATH: inside.packages,
    HAB_CACHE_SRC_PATH: inside.sources,
    HAB_CACHE_ARTIFACT_PATH: inside.artifacts,
    PLAN_CONTEXT: load.context,
    SRC_PATH: load.givenSource,
    pkg_origin: "",
    pkg_release: load.release,
    pkg_target: load.target,
    pkg_output_path: load.results,
    pkg_svc_run: "",
    pkg_svc_user: settingSpecs.pkg_svc_user.default,
    pkg_svc_group: settingSpecs.pkg_svc_group.default,
    ...serviceVariables(namePlaceholder),
  };
  const output = load.request.environment["HAB_OUTPUT_PATH"];
  if (output) texts["HAB_OUTPUT_PATH"] = load.results;
  return [
    ...Object.entries(texts).map(([name, value]): Assignment => ({ kind: "string", name, value })),
    { kind: "export", name: "HAB_CACHE_KEY_PATH", value: inside.keys },
    ...settingsOfType("list").map((name): Assignment => ({ kind: "list", name, value: [] })),
    ...settingsOfType("map").map((name): Assignment => ({ kind: "map", name, value: {} })),
  ];
}

/** Makes a bash host ready: its helpers, and what it is to report. */
export function prepareShell(host: Hosts["shell"]): void {
  const bridged = Object.entries(helpers).flatMap(([name, spec]) =>
    "bridged" in spec ? [name] : [],
  );
  host.assign([
    {
      kind: "list",
      name: "__habc_strings",
      value: [...settingsOfType("string"), ...variablesReadBack],
    },
    { kind: "list", name: "__habc_lists", value: settingsOfType("list") },
    { kind: "list", name: "__habc_maps", value: settingsOfType("map") },
  ]);
  host.tell("bridge", ...bridged);
}

/**
 * Loads the plan.
 *
 * @returns What it holds, with the settings settled that follow from others.
 * @throws HabcError `plan-load-failed`, `plan-timeout`.
 */
export async function loadPlan(hosts: Hosts, load: LoadContext): Promise<Held> {
  const held: Held = {
    settings: {},
    variables: new Map(),
    functions: new Map(),
    definitions: new Map(),
    umask: 0o022,
  };
  const outcome = await withinLimit(
    hosts.plan.ask(["load", load.file], async (call) => ({
      status: 1,
      stderr: `${call.helper} cannot be called while the plan is being loaded\n`,
    })),
    load,
  );
  if (outcome.kind !== "done" || outcome.status !== 0) throw loadFailure(outcome, load);
  absorb(held, outcome.state);
  held.settings = settled(held, load);
  return held;
}

function loadFailure(outcome: Outcome, { request, outside }: LoadContext): HabcError {
  const status = outcome.status === 0 ? 1 : outcome.status;
  const said = outcome.kind === "failed" && outcome.command ? `: ${outcome.command}` : "";
  return new HabcError("plan-load-failed", `${request.plan.file} could not be loaded${said}`, {
    exitCode: status,
    hint: loadHint(outcome, request.plan.kind),
    spans: failureOf(outcome, outside).map(({ span }) => span),
  });
}

function loadHint({ kind }: Outcome, plan: PlanSource["kind"]): string {
  if (plan === "plan.ts") return "mend what its top level does; only settings belong there";
  return kind === "done"
    ? "its last command failed; end the plan with a command that succeeds"
    : "nothing at the top level of a plan may end the shell";
}

async function withinLimit<T>(work: Promise<T>, { request }: LoadContext): Promise<T> {
  const limit = Number(request.environment["HABC_LOAD_LIMIT_SEC"]) || loadLimit;
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new HabcError(
          "plan-timeout",
          `${request.plan.file} was not loaded within ${limit} seconds`,
          {
            hint: "move work from the top level of the plan into a callback",
          },
        ),
      );
    }, limit * 1000);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

function settled({ settings, functions }: Held, load: LoadContext): Settings {
  const next: Settings = { ...settings };
  const origin = load.request.environment["HAB_ORIGIN"];
  if (origin) next.pkg_origin = origin;
  for (const name of settingsOfType("string") as (SettingName & "pkg_svc_run")[]) {
    const text = next[name];
    if (text !== undefined) next[name] = text.replaceAll(namePlaceholder, next.pkg_name ?? "");
  }
  if (!next.pkg_version && functions.has("pkg_version")) next.pkg_version = unsetVersion;
  if (next.pkg_source && next.pkg_filename === undefined) {
    next.pkg_filename = next.pkg_source.replace(/\/+$/, "").replace(/^.*\//, "");
  }
  return next;
}

/** The IR of a loaded plan, for the checks. */
export function evaluatedIR(held: Held, { request }: LoadContext): PlanIR {
  const language = request.plan.kind === "plan.sh" ? "bash" : "typescript";
  return {
    ir: irVersion,
    kind: request.plan.kind,
    plan: { file: request.plan.file, context: request.plan.context },
    settings: held.settings,
    dynamic: {},
    callbacks: Object.fromEntries(
      [...held.functions.keys()].map((name) => [name, { language }] as const),
    ) as PlanIR["callbacks"],
    spans: request.plan.spans,
    reads: [],
    files: [],
    diagnostics: [],
  };
}

/** @throws HabcError with the first error of several findings, the others beside it. */
export function refuseErrors(diagnostics: readonly Diagnostic[]): void {
  const [first, ...others] = diagnostics.filter(({ severity }) => severity === "error");
  if (first === undefined) return;
  throw new HabcError(first.code, first.message, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    spans: first.spans,
    others,
  });
}
