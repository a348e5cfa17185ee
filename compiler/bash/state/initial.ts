import { folderVariables, habitatRoot, settingNames, settings, variables } from "../../ir/index.ts";
import type { Cause } from "../cause.ts";
import type { State } from "./state.ts";
import { listOf, noAttributes, scalar, unknownValue, type Value, type Variable } from "./value.ts";

/** What a plan finds around it when it is loaded. */
export interface Surroundings {
  /** The platform: `pkg_target`. */
  readonly target: string;
  /** The folder that holds the plan file, absolute: `PLAN_CONTEXT`. */
  readonly context: string;
  /** The folder that was given to build, absolute: `SRC_PATH`. */
  readonly source: string;
  /** The name of the plan file. */
  readonly file: string;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the plan begins, for the causes of what only a build knows. */
  readonly begin: Cause["span"];
}

/** Variables of the builder itself, which say nothing about a plan. */
const builderNames = [
  "path",
  "paths",
  "target_paths",
  "final_paths",
  "_program",
  "HAB_PLAN_BUILD",
  "HAB_BIN",
  "INITIAL_PATH",
  "INITIAL_PWD",
  "THIS_PROGRAM",
];

/** Settings that are a list, or a map, from the beginning. */
const emptyLists = [
  "pkg_build_deps",
  "pkg_deps",
  "pkg_lib_dirs",
  "pkg_bin_dirs",
  "pkg_include_dirs",
  "pkg_pconfig_dirs",
  "pkg_exposes",
];
/** What a build declares as associative arrays. */
const emptyMaps = settingNames.filter((name) => settings[name].type === "map");

/** The value of an environment variable that has one whatever the environment says. */
const defaults: Readonly<Record<string, string>> = {
  HAB_ROOT_PATH: habitatRoot,
  HAB_BLDR_URL: "https://bldr.habitat.sh",
  HAB_BLDR_CHANNEL: "base",
  HAB_FALLBACK_CHANNEL: "stable",
  HAB_REFRESH_CHANNEL: "base",
  HAB_PREFER_LOCAL_CHEF_DEPS: "false",
  HAB_HART_COMPRESSION_LEVEL: "6",
};

/**
 * The state of the shell when a plan begins. Source: plan-build, from its first variables to
 * where it sources the plan.
 */
export function initialState(around: Surroundings): State {
  const values = new Map<string, Value>();
  const text = (name: string, value: string) => values.set(name, scalar(value));
  for (const [name, value] of Object.entries(around.env)) text(name, value);
  for (const [name, value] of Object.entries(defaults)) if (!around.env[name]) text(name, value);
  const root = around.env["HAB_ROOT_PATH"] || habitatRoot;
  text("IFS", " \t\n");
  for (const [name, folder] of Object.entries(folderVariables(root))) {
    // Only the key cache can be somewhere else.
    if (name !== "HAB_CACHE_KEY_PATH" || !around.env[name]) text(name, folder);
  }
  text("PLAN_CONTEXT", around.context);
  text("HAB_PLAN_FILENAME", around.file);
  text("SRC_PATH", around.env["HAB_SRC_PATH"] || around.source);
  text("HAB_SRC_PATH", around.env["HAB_SRC_PATH"] || around.source);
  text("graceful_exit", "true");
  text("_artifact_ext", "hart");
  text("pkg_target", around.target);
  text("pkg_origin", "");
  text("pkg_svc_run", "");
  text("pkg_svc_user", "hab");
  text("pkg_svc_group", "hab");
  for (const name of emptyLists) values.set(name, listOf([]));
  for (const name of emptyMaps) values.set(name, { kind: "unset", shape: "map" });
  for (const [name, spec] of Object.entries(variables)) {
    if ("loading" in spec) text(name, loadingValue(spec.loading, root));
  }
  const only = (name: string): Cause => ({
    reason: `reads \`${name}\`, which only a build knows`,
    span: around.begin,
  });
  values.set("pkg_release", unknownValue(only("pkg_release"), "scalar"));
  for (const name of builderNames) values.set(name, unknownValue(only(name)));
  return {
    scopes: [{ kind: "global", variables: new Map([...values].map(withoutAttributes)) }],
    functions: new Map(),
    positional: {
      items: [],
      open: { reason: "reads the arguments of the builder", span: around.begin },
    },
    status: 0,
    options: new Set(),
    directory: around.context,
    folders: [],
    written: undefined,
  };
}

function withoutAttributes([name, value]: [string, Value]): [string, Variable] {
  return [name, { value, attributes: noAttributes }];
}

/** A value of the table of variables, which names others. */
function loadingValue(text: string, root: string): string {
  const path = variables.pkg_svc_path.loading.replace(/^\/hab/, root);
  return text.replace("$pkg_svc_path", path).replace(/^\/hab(?=\/)/, root);
}
